"""Who hears of a presence: the operator at once, supervisors once a second."""

import time

from odoo import api, models

SUBCHANNEL = "presence"
PAUSE_SECONDS = 1.0
# {(database, direction): when supervisors were told by this process}: the sweeper
# says every few seconds what was left unsaid
_told = {}


class CcPresence(models.AbstractModel):
    _inherit = "cc.presence"

    @api.model
    def _tell(self, intervals):
        """Tell the operators what they are, and supervisors whose row is new."""
        for user, facts in self._facts(intervals).items():
            user._bus_send("cc_presence/state", facts)
        self._tell_supervisors(intervals.user_id)

    @api.model
    def _tell_late(self, intervals):
        """Say that the time is over, once."""
        intervals.write({"is_told": True})
        for user in intervals.user_id:
            user._bus_send("cc_presence/late", {})
        self._tell_supervisors(intervals.user_id)

    @api.model
    def _tell_supervisors(self, users, is_leftover=False):
        now, database = time.monotonic(), self.env.cr.dbname
        # sudo: a channel per direction; who may listen is checked on subscription
        for direction in users.sudo().cc_direction_ids:
            key = database, direction.id
            if not is_leftover and now - _told.get(key, -PAUSE_SECONDS) < PAUSE_SECONDS:
                continue
            _told[key] = now
            self.env["bus.bus"]._sendone(
                (direction, SUBCHANNEL),
                "cc_presence/list",
                {"direction_id": direction.id},
            )

    @api.model
    def _tell_leftovers(self, last):
        """Tell supervisors of presences that began after `last`; return the newest.

        :param last: id of an interval, None to begin with
        """
        intervals = self.env["cc.presence.interval"]
        newest = intervals.search([], order="id desc", limit=1).id
        if last is not None and newest != last:
            fresh = intervals.search([("id", ">", last)])
            self._tell_supervisors(fresh.user_id, is_leftover=True)
        return newest
