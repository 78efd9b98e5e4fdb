from odoo import fields, models


class CcInteraction(models.Model):
    """A letter on paper has a number, and is registered once."""

    _inherit = "cc.interaction"

    paper_number = fields.Char(
        string="Number of the paper letter",
        readonly=True,
        help="Ours on an answer, the sender's on a letter that came.",
    )
    token = fields.Char(
        readonly=True,
        copy=False,
        help="The client's token: the same request twice is one contact.",
    )

    _token_uniq = models.UniqueIndex("(token) WHERE token IS NOT NULL")
