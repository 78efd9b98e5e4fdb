from odoo import fields, models


class CcInteraction(models.Model):
    """What went out in answer to a contact."""

    _inherit = "cc.interaction"

    is_bulk = fields.Boolean(
        string="Gets no automatic answer",
        readonly=True,
        help="A list, a newsletter, or a letter that asks machines not to answer.",
    )
    delivery_ids = fields.One2many(
        "cc.outbox.delivery", "interaction_id", string="Sent in answer", readonly=True
    )
