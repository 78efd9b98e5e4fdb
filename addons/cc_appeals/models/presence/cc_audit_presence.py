from odoo import models


class CcAuditEntry(models.Model):
    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "presence.set": self.env._("Set an operator's presence"),
            "presence.granted": self.env._("Granted a request for a break"),
            "presence.refused": self.env._("Refused a request for a break"),
        }
