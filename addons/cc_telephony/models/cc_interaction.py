from odoo import fields, models

from odoo.addons.cc_appeals.models.cc_interaction_waiting import UNSETTLED


class CcInteraction(models.Model):
    """A call is a contact like a letter."""

    _inherit = "cc.interaction"

    kind = fields.Selection(
        selection_add=[("phone_call", "Call"), ("bounce",)],
        ondelete={"phone_call": "set default"},
    )
    call_ids = fields.One2many("cc.call", "interaction_id", string="Calls")

    def _wait_for_call(self, since):
        """Let a contact nobody took wait since a moment, until it is called back."""
        self.write(UNSETTLED | {"needs_answer": True, "waiting_since": since})
