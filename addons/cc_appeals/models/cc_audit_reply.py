from odoo import models


class CcAuditEntry(models.Model):
    """Answers in the audit log."""

    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "reply.sent": self.env._("Answered an appeal"),
            "reply.taken_back": self.env._("Took an answer back"),
        }
