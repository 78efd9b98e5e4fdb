from odoo import models


class CcEventListenerPresenceQueue(models.AbstractModel):
    """Presence drives the queues of the PBX."""

    _name = "cc.event.listener.presence.queue"
    _inherit = "cc.event.listener.contract"
    _description = "Members of queues follow presence"

    _cc_code = "presence_queue"
    _cc_events = ("presence.changed",)

    def _cc_on_event(self, event, records, values):
        # sudo: an operator's choice moves his own phone; he writes no phones
        self.env["cc.pbx.extension"].sudo()._follow_presence(records.sudo())
