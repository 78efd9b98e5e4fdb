from odoo import fields, models
from odoo.exceptions import UserError

from ..models.cc_interaction_waiting import NO_ANSWER_REASONS

MODELS = ("cc.appeal", "cc.interaction")


class CcNoAnswer(models.TransientModel):
    """One reason for all the chosen appeals, or contacts, that need no answer."""

    _name = "cc.no.answer"
    _description = "No answer needed"

    reason = fields.Selection(NO_ANSWER_REASONS, string="Why", required=True)
    note = fields.Char(help="If there is something to add.")

    def action_confirm(self):
        """Settle what was chosen in the list; what waits no more is left as it is."""
        self.ensure_one()
        model = self.env.context.get("active_model")
        ids = self.env.context.get("active_ids")
        if model not in MODELS or not ids:
            raise UserError(self.env._("Choose in the list first."))
        self.env[model].browse(ids).action_no_answer(self.reason, self.note)
        return {"type": "ir.actions.act_window_close"}
