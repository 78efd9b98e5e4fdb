"""A reaction of one room to what happens in another."""

from odoo import models


class CcEventListenerContract(models.AbstractModel):
    _name = "cc.event.listener.contract"
    _inherit = "cc.extension"
    _description = "Domain event listener"

    _cc_kind = "event_listener"
    #: codes of the events it wants
    _cc_events = ()

    def _cc_on_event(self, event, records, values):
        """React to `event` about `records` (sudo off, the emitter's user).

        Called in the emitter's transaction, after its change. Must not commit nor
        talk to the network: queue a job for that. What it raises undoes the change.
        """
