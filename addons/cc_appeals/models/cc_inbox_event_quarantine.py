from datetime import timedelta

from odoo import fields, models

from ..engine.deadline import due_at


class CcInboxEvent(models.Model):
    """What this room knows of a quarantined row: its term, and its appeal at last."""

    _inherit = "cc.inbox.event"

    def _quarantine_terms(self):
        """Let the answer term run from the receipt: quarantine does not stop it."""
        terms = super()._quarantine_terms()
        days = self.env["cc.calendar.day"]._exceptions(self.env.ref("base.ru").id)
        # sudo: the norm of the rows' own direction; the rows were read with his rights
        for direction, events in self.sudo().grouped("direction_id").items():
            norm = direction._as_norm()
            for event in events:
                due = due_at(event.received_at, norm, days)
                warn = due - timedelta(days=direction.warning_days)
                terms[event.id] = {
                    "due": fields.Datetime.to_string(due),
                    "warn": fields.Datetime.to_string(warn),
                }
        return terms

    def _outcome(self):
        outcome = super()._outcome()
        appeals = self.interaction_id.appeal_ids._filtered_access("read")
        if self.state != "processed" or not appeals:
            return outcome
        appeal = appeals[:1]
        is_new = len(appeal.interaction_ids) == 1
        sentence = (
            self.env._("Became appeal № %(number)s.", number=appeal.number)
            if is_new
            else self.env._("Joined appeal № %(number)s.", number=appeal.number)
        )
        return outcome | {
            "sentence": sentence,
            "action_label": self.env._("Open the appeal"),
            "action": {
                "type": "ir.actions.act_window",
                "name": appeal.display_name,
                "res_model": "cc.appeal",
                "res_id": appeal.id,
                "views": [(False, "form")],
            },
        }
