from odoo import models


class CcEventListenerScreens(models.AbstractModel):
    """Screens that show an appeal hear that it moved: it may be under somebody's hand."""

    _name = "cc.event.listener.screens"
    _inherit = "cc.event.listener.contract"
    _description = "Screens that show an appeal"

    _cc_code = "appeal_screens"
    _cc_events = ("appeal.moved",)

    def _cc_on_event(self, event, records, values):
        for appeal in records:
            state = {"appeal_id": appeal.id, "state": values["state"]}
            appeal._tell("cc_appeal/moved", state)
