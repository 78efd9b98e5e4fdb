"""Steps of appeals, and settings of theirs, in the audit log."""

from odoo import models


class CcAuditAppealListener(models.AbstractModel):
    _name = "cc.audit.appeal.listener"
    _inherit = "cc.event.listener.contract"
    _description = "Audit of appeals' steps"

    _cc_code = "audit_appeal"
    _cc_events = ("appeal.moved",)

    def _cc_on_event(self, event, records, values):
        # sudo: whoever moved an appeal may not see it any more; ids and codes only
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": event,
                    "model": appeal._name,
                    "res_id": appeal.id,
                    "direction_id": appeal.direction_id.id,
                    "client_id": appeal.client_id.id,
                    "subject_id": appeal.applicant_id.id,
                    "detail": dict(values),
                }
                for appeal in records.sudo()
            ]
        )


class CcAuditEntry(models.Model):
    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "appeal.moved": self.env._("Moved an appeal"),
            "appeal.registered": self.env._("Registered an appeal"),
            "answer.settled": self.env._("Settled who waits for an answer"),
            "answer.raised": self.env._("An answer is awaited again"),
        }


class CcMailbox(models.Model):
    _name = "cc.mailbox"
    _inherit = ["cc.audit.settings", "cc.mailbox"]

    # a mailbox moved past its letters would lose them without a word
    _cc_keeps_state = True


class CcMailAccount(models.Model):
    _name = "cc.mail.account"
    _inherit = ["cc.audit.settings", "cc.mail.account"]

    _cc_keeps_state = True


class CcTopic(models.Model):
    _name = "cc.topic"
    _inherit = ["cc.audit.settings", "cc.topic"]


class CcDepartmentRule(models.Model):
    _name = "cc.department.rule"
    _inherit = ["cc.audit.settings", "cc.department.rule"]


class CcTerritory(models.Model):
    _name = "cc.territory"
    _inherit = ["cc.audit.settings", "cc.territory"]
