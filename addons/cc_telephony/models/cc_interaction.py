from odoo import fields, models


class CcInteraction(models.Model):
    """A call is a contact like a letter."""

    _inherit = "cc.interaction"

    kind = fields.Selection(
        selection_add=[("phone_call", "Call"), ("bounce",)],
        ondelete={"phone_call": "set default"},
    )
    call_ids = fields.One2many("cc.call", "interaction_id", string="Calls")
