from odoo import models


class CcAuditEntry(models.Model):
    """Calls in the audit log."""

    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "call.person_named": self.env._("Said who was on the phone"),
            "call.listened_in": self.env._("Listened in on a call"),
            "call.whispered": self.env._("Spoke to an operator during a call"),
            "call.hung_up": self.env._("Ended somebody's call"),
            "phone.paused": self.env._("Paused an operator in queues"),
            "phone.resumed": self.env._("Let an operator be rung again"),
            "call.rebuilt": self.env._("Had calls built again"),
            "callback.taken": self.env._("Took a call-back"),
            "callback.handed": self.env._("Handed a call-back out"),
            "callback.called": self.env._("Had a call-back called"),
            "callback.done": self.env._("Settled a call-back by hand"),
            "callback.given_up": self.env._("Gave a call-back up"),
            "recording.listened": self.env._("Listened to a recording"),
            "recording.downloaded": self.env._("Downloaded a recording"),
            "recording.held": self.env._("Had a recording held"),
            "recording.released": self.env._("Let a held recording go"),
            "recording.erased": self.env._("Erased a recording"),
        }
