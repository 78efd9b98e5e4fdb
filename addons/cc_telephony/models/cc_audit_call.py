from odoo import models


class CcAuditEntry(models.Model):
    """Calls in the audit log."""

    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "call.person_named": self.env._("Said who was on the phone"),
            "call.rebuilt": self.env._("Had calls built again"),
        }
