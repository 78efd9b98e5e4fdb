from odoo import fields, models


class CcInteraction(models.Model):
    _inherit = "cc.interaction"

    kind = fields.Selection(
        selection_add=[
            ("letter",),
            ("visit", "Visit"),
            ("call", "Call written down"),
            ("bounce",),
        ],
        ondelete={"visit": "set default", "call": "set default"},
    )
    written_by_id = fields.Many2one(
        "res.users",
        string="Written down by",
        readonly=True,
        help="Who put a paper letter, a visit or a call into words here.",
    )
