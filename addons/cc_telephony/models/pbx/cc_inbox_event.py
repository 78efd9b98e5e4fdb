from odoo import models


class CcInboxEvent(models.Model):
    """Batches of a PBX in the inbox."""

    _inherit = "cc.inbox.event"

    def _reason_texts(self):
        return super()._reason_texts() | {
            "partly": self.env._("Some of its lines tell nothing; they are kept"),
            "no_batch": self.env._("This is no batch of lines"),
        }
