"""Supervisors hear that something changed, once a second and direction at most."""

import time

from odoo import fields, models

PAUSE_SECONDS = 1.0
SUBCHANNEL = "live"


class CcPbx(models.Model):
    _inherit = "cc.pbx"

    #: when supervisors were told last, in seconds since 1970; of whom not yet
    live_told_at = fields.Float(readonly=True, copy=False, digits=(16, 3))
    live_untold_ids = fields.Json(readonly=True, copy=False)

    def _tell_supervisors(self, directions):
        """Say that the live picture of directions changed: whoever looks reads it anew.

        What comes within a second of the last word is said with the next post of the
        connector, which asks for commands twice a second.
        """
        self.ensure_one()
        untold = set(self.live_untold_ids or ()) | set(directions.ids)
        if not untold:
            return
        now = time.time()
        if 0 <= now - self.live_told_at < PAUSE_SECONDS:
            if untold != set(self.live_untold_ids or ()):
                self.live_untold_ids = sorted(untold)
            return
        self.write({"live_told_at": now, "live_untold_ids": False})
        self._tell_directions(self.env["cc.direction"].browse(untold).exists())

    def _tell_directions(self, directions):
        for direction in directions:
            self.env["bus.bus"]._sendone(
                (direction, SUBCHANNEL),
                "cc_telephony/live",
                {"direction_id": direction.id},
            )
