from odoo import models


class CcEventListenerIncident(models.AbstractModel):
    _name = "cc.event.listener.incident"
    _inherit = "cc.event.listener.contract"
    _description = "New appeals of a mass incident"

    _cc_code = "appeal_incident"
    _cc_events = ("appeal.registered",)

    def _cc_on_event(self, event, records, values):
        self.env["cc.incident"]._join_new(records)
