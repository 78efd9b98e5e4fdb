"""Who was asked for which part of an appeal, and what became of it."""

from odoo import api, models

TOLD = {
    "waiting": "assignment.asked_again",
    "done": "assignment.answered",
    "withdrawn": "assignment.withdrawn",
}
CONTENT = {"part", "text", "due_on", "answer"}


class CcAppealAssignment(models.Model):
    _inherit = "cc.appeal.assignment"

    @api.model_create_multi
    def create(self, vals_list):
        assignments = super().create(vals_list)
        assignments._log_part("assignment.asked")
        return assignments

    def write(self, vals):
        state = vals.get("state")
        moved = self.filtered(lambda each: state and each.state != state)
        result = super().write(vals)
        if moved:
            moved._log_part(TOLD[state])
        if changed := sorted(CONTENT & vals.keys()):
            self._log_part("assignment.changed", fields=changed)
        return result

    def _log_part(self, action, **detail):
        # sudo: a department that is asked no more may not see the appeal; ids only
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": "cc.appeal",
                    "res_id": each.appeal_id.id,
                    "direction_id": each.direction_id.id,
                    "client_id": each.client_id.id,
                    "subject_id": each.appeal_id.applicant_id.id,
                    "detail": {
                        "assignment_id": each.id,
                        "department_id": each.department_id.id,
                        "role": each.role,
                    }
                    | detail,
                }
                # sudo: the audit reads what the step was checked for
                for each in self.sudo()
            ]
        )


class CcAuditEntry(models.Model):
    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "assignment.asked": self.env._("Asked a department"),
            "assignment.asked_again": self.env._("Asked a department again"),
            "assignment.answered": self.env._("A department answered its part"),
            "assignment.changed": self.env._("Changed a department's part"),
            "assignment.withdrawn": self.env._("Asks a department no more"),
        }
