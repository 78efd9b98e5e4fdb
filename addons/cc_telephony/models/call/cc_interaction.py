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

    def action_no_answer(self, reason, note=None, token=None):
        """Owe no call either, once none of its tries waits for an answer."""
        result = super().action_no_answer(reason, note, token)
        # sudo: the right to settle these contacts was checked, and so are their calls
        items = self.sudo().call_ids.callback_id.filtered(
            lambda item: (
                item.state == "open"
                and not any(item.call_ids.interaction_id.mapped("needs_answer"))
            )
        )
        labels = dict(self._fields["no_answer_reason"]._description_selection(self.env))
        items._give_up(note or labels[reason])
        return result
