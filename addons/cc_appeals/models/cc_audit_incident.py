from odoo import models


class CcAuditEntry(models.Model):
    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "incident.started": self.env._("Started a mass incident"),
            "incident.ended": self.env._("Ended a mass incident"),
            "appeal.incident_joined": self.env._("Joined an appeal to a mass incident"),
            "appeal.incident_left": self.env._("Took an appeal out of a mass incident"),
        }
