from odoo import models


class CcAuditEntry(models.Model):
    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "bulk.started": self.env._("Started a step of many appeals"),
            "bulk.undone": self.env._("Undid a step of many appeals"),
            "appeal.assigned": self.env._("Assigned an appeal"),
            "appeal.undone": self.env._("Put an appeal back as it was"),
        }
