"""Calls built again: at will, and when they should have ended long ago."""

import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.cc_appeals.asked import as_id

from ...engine.cel_call import END_UNKNOWN_SECONDS

CHUNK = 1000
JOB_SECONDS = 60


class CcCall(models.Model):
    _inherit = "cc.call"

    def action_rebuild(self):
        """Build the chosen calls again, from the lines of the PBX that are kept."""
        self._check_rebuilder()
        self.check_access("read")
        # sudo: the role was checked, and that the user sees these calls
        for pbx, calls in self.sudo().grouped("pbx_id").items():
            calls._log_rebuilt()
            self._queue_rebuild(pbx, calls.mapped("linked_id"))
        return True

    @api.model
    def action_rebuild_range(self, pbx_id, start=None, end=None):
        """Build all calls of a PBX again that began from `start` until before `end`.

        Without either all that is kept of the PBX is built, calls that never were
        included. The work is done by the queue. PBXes have no rule of directions, so
        whoever supervises any direction may: nothing is shown, and the same lines make
        the same cards.
        """
        self._check_rebuilder()
        pbxes = self.env["cc.pbx"].with_context(active_test=False)
        pbx = pbxes.search([("id", "=", as_id(pbx_id))])
        try:
            start, end = map(fields.Datetime.to_datetime, (start, end))
        except (KeyError, TypeError, ValueError):
            pbx = pbx.browse()
        if not pbx:
            raise UserError(
                self.env._("This request cannot be read: load the page anew.")
            )
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": "call.rebuilt",
                    "model": pbx._name,
                    "res_id": pbx.id,
                    "direction_id": pbx.direction_id.id,
                    "detail": {"from": str(start or ""), "to": str(end or "")},
                }
            ]
        )
        # sudo: the role was checked; the job builds as the drain does
        self.sudo().with_delay()._job_rebuild(
            pbx.id,
            start and str(start),
            end and str(end),
            run_id=self.env.context.get("cc_rebuild_run"),
        )
        return True

    def action_rebuild_told(self):
        """Build the chosen calls again, and say that it is done soon."""
        self.action_rebuild()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "Being built again from what the PBX told: look again in a few "
                    "seconds."
                ),
            },
        }

    @api.model
    def _rebuild(self, pbx, start=None, end=None, after="", seconds=None, run=None):
        """Build what is kept of a PBX again, in parts that are committed.

        :param start, end: moments (UTC) between which calls began; None for no limit
        :param after: the linkedid to go on behind
        :param seconds: how long to work at most
        :param run: the `cc.call.rebuild` that is told how far it is
        :return: (how many calls, where to go on or False when all are done)
        """
        count, deadline = 0, time.monotonic() + (seconds or float("inf"))
        with self.env["cc.inbox.event"]._sole_drainer(wait=True):
            while linked_ids := self._next_linked(pbx, start, end, after):
                built = len(self._build(pbx, linked_ids))
                count += built
                after = linked_ids[-1]
                if run:
                    run._step(built, is_over=False)
                self.env["cc.inbox.event"]._boundary()
                self.env.invalidate_all()
                if time.monotonic() > deadline:
                    return count, after
        return count, False

    @api.model
    def _next_linked(self, pbx, start, end, after):
        """Return the next linkedids behind `after`, in their order."""
        if start is None and end is None:
            query = SQL(
                """
                SELECT DISTINCT linked_id FROM cc_call_event
                 WHERE pbx_id = %s AND linked_id > %s ORDER BY linked_id LIMIT %s
                """,
                pbx.id,
                after,
                CHUNK,
            )
        else:
            query = SQL(
                """
                SELECT linked_id FROM cc_call
                 WHERE pbx_id = %s AND linked_id > %s
                   AND started_at >= %s AND started_at < %s
                 ORDER BY linked_id LIMIT %s
                """,
                pbx.id,
                after,
                start or "-infinity",
                end or "infinity",
                CHUNK,
            )
        return [row[0] for row in self.env.execute_query(query)]

    @api.model
    def _job_rebuild(self, pbx_id, start=None, end=None, after="", run_id=None):
        """Called by the queue; what takes long goes on in another job."""
        moments = map(fields.Datetime.to_datetime, (start, end))
        # sudo: who asked was checked; the work is the system's
        pbx = self.env["cc.pbx"].sudo().browse(pbx_id)
        run = self.env["cc.call.rebuild"].sudo().browse(run_id or ())
        _count, after = self._rebuild(pbx, *moments, after, JOB_SECONDS, run)
        if after:
            self.with_delay()._job_rebuild(pbx_id, start, end, after, run_id)
        else:
            run._step(0, is_over=True)

    @api.model
    def _job_rebuild_calls(self, pbx_id, linked_ids):
        """Called by the queue."""
        with self.env["cc.inbox.event"]._sole_drainer(wait=True):
            # sudo: who asked was checked; the work is the system's
            self._build(self.env["cc.pbx"].sudo().browse(pbx_id), linked_ids)
            # what is not committed here is taken back when the turn is over
            self.env["cc.inbox.event"]._boundary()

    @api.model
    def _queue_rebuild(self, pbx, linked_ids):
        for start in range(0, len(linked_ids), CHUNK):
            part = linked_ids[start : start + CHUNK]
            # sudo: who asked was checked; the work is the system's
            self.browse().sudo().with_delay()._job_rebuild_calls(pbx.id, part)

    def _check_rebuilder(self):
        if not self.env.user.has_groups(
            "cc_base.cc_base_group_supervisor,cc_base.cc_base_group_admin"
        ):
            raise AccessError(
                self.env._("Only a supervisor or an administrator builds calls again.")
            )

    def _log_rebuilt(self):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": "call.rebuilt",
                    "model": self._name,
                    "res_id": call.id,
                    "direction_id": call.direction_id.id,
                    "client_id": call.client_id.id,
                    "subject_id": call.partner_id.id,
                    "detail": {},
                }
                for call in self
            ]
        )

    @api.model
    def _cron_end(self):
        """Close calls nobody heard the end of: after four hours, or a PBX's restart."""
        for pbx in (
            self.env["cc.pbx"]
            .with_context(active_test=False)
            .search([("channel_id", "!=", False)])
        ):
            limit = fields.Datetime.now() + timedelta(
                seconds=pbx.clock_ahead_seconds - END_UNKNOWN_SECONDS
            )
            limit = max(limit, pbx.started_at or limit)
            stale = self.search(
                [
                    ("pbx_id", "=", pbx.id),
                    ("outcome", "=", "live"),
                    ("started_at", "<=", limit),
                ]
            )
            if stale:
                self._job_rebuild_calls(pbx.id, stale.mapped("linked_id"))
