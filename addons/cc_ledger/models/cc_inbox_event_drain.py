import logging
import time
from datetime import timedelta

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules import module
from odoo.tools import SQL

from odoo.addons.queue_job.job import identity_exact

from ..exceptions import CcUnreadable

_logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
CRASHES = 3
PATIENCE = timedelta(minutes=1)
BATCH = 20


class CcInboxEvent(models.Model):
    """The drain: the row is the truth, the job is only a wake-up."""

    _inherit = "cc.inbox.event"

    @api.model
    def _wake(self):
        """Queue one drain; a second one while it waits adds nothing."""
        # the drain is the system's own work, whoever wakes it
        system = self.browse().with_user(SUPERUSER_ID)
        system.with_delay(identity_key=identity_exact)._job_drain()

    @api.model
    def _job_drain(self):
        """Work until no row is due; called by the queue."""
        while self._drain():
            pass

    @api.model
    def _cron_sweep(self):
        """Wake the queue for rows whose lease or back-off has passed."""
        self.env.cr.execute(self._claimable(1))
        if self.env.cr.fetchone():
            self._wake()

    @api.model
    def _drain_all(self, ids):
        """Settle these rows now and wait for those another worker holds."""
        for event in self._claim(len(ids), ids):
            event._settle()
            self._boundary()
        deadline = time.monotonic() + PATIENCE.total_seconds()
        while self._held_elsewhere(ids) and time.monotonic() < deadline:
            time.sleep(0.2)

    @api.model
    def _held_elsewhere(self, ids):
        """Tell whether another worker is at one of these rows; in a fresh snapshot."""
        self._boundary()
        self.env.cr.execute(
            "SELECT 1 FROM cc_inbox_event WHERE id = ANY(%s) AND state = 'received' "
            "AND lease_until >= %s LIMIT 1",
            (list(ids), fields.Datetime.now()),
        )
        return bool(self.env.cr.fetchone())

    @api.model
    def _drain(self, limit=BATCH):
        """Claim up to `limit` rows and settle each; return how many were claimed."""
        events = self._claim(limit)
        for event in events:
            event._settle()
            self._boundary()
        return len(events)

    def _boundary(self):
        """Commit: a row's fate must not hang on its neighbours'."""
        if not module.current_test:
            self.env.cr.commit()  # pylint: disable=invalid-commit

    @api.model
    def _claimable(self, limit, ids=None):
        return SQL(
            """
            SELECT id FROM cc_inbox_event
             WHERE state = 'received'
               AND %(among)s
               AND (next_try_at IS NULL OR next_try_at <= %(now)s)
               AND (lease_until IS NULL OR lease_until < %(now)s)
             ORDER BY received_at, id LIMIT %(limit)s
            """,
            among=SQL("id = ANY(%s)", list(ids)) if ids is not None else SQL("TRUE"),
            now=fields.Datetime.now(),
            limit=limit,
        )

    @api.model
    def _claim(self, limit, ids=None):
        """Take due rows: the attempt is counted and committed before the work.

        The claim is the first statement of its transaction: under REPEATABLE READ a
        later one would raise where another worker was quicker.
        """
        self.env.flush_all()
        self._boundary()
        self.env.cr.execute(
            SQL(
                """
                UPDATE cc_inbox_event
                   SET attempts = attempts + 1, lease_until = %s
                 WHERE id IN (%s FOR UPDATE SKIP LOCKED)
                RETURNING id
                """,
                fields.Datetime.now() + LEASE,
                self._claimable(limit, ids),
            )
        )
        ids = sorted(row[0] for row in self.env.cr.fetchall())
        self.invalidate_model(["attempts", "lease_until"])
        self._boundary()
        return self.browse(ids)

    def _settle(self):
        """Bring one claimed row to a named state, or back in line after a fault."""
        self.ensure_one()
        if self.attempts > CRASHES:
            self._quarantine(CcUnreadable("crashed", stage="worker"))
            return
        try:
            with self.env.cr.savepoint():
                if not self._lock_received():
                    return
                raw = self.env["cc.inbox.payload"]._get(self)
                # words put into records are the company's, not the worker's
                lang = self.env.company.partner_id.lang
                plug = self.channel_id._plug().with_context(lang=lang)
                found = plug._cc_process(self.channel_id, raw, self.received_at)
                self._finish(found)
                self.env.flush_all()
        except CcUnreadable as fault:
            self._quarantine(fault)
        except (psycopg2.OperationalError, OSError) as fault:
            _logger.warning(
                "inbox event %s waits after %s", self.id, type(fault).__name__
            )
            self._back_off()
        except Exception as fault:  # one bad row must not stop its neighbours
            # the message of a fault may quote the letter: only its place is logged
            place = fault.__traceback__
            while place.tb_next:
                place = place.tb_next
            code = place.tb_frame.f_code
            _logger.error(
                "inbox event %s quarantined: %s in %s:%s",
                self.id,
                type(fault).__name__,
                code.co_name,
                place.tb_lineno,
            )
            self._quarantine(CcUnreadable(type(fault).__name__, stage="register"))

    def _lock_received(self):
        """Lock the row; false when another worker settled it meanwhile."""
        self.env.cr.execute(
            "SELECT state FROM cc_inbox_event WHERE id = %s FOR UPDATE", (self.id,)
        )
        return self.env.cr.fetchone()[0] == "received"

    def _finish(self, found):
        """Write what the channel's plug-in decided."""
        self.write(
            {
                "state": found["state"],
                "kind": found.get("kind"),
                "reason": found.get("reason"),
                "message_id": found.get("message_id"),
                "digest": found.get("digest"),
                "subject": found.get("subject"),
                "sender_masked": found.get("sender_masked"),
                "copy_of_id": found.get("copy_of_id"),
                "lease_until": False,
                "next_try_at": False,
            }
        )

    def _quarantine(self, fault):
        self.write(
            {
                "state": "quarantined",
                "reason": fault.reason,
                "stage": fault.stage,
                "subject": fault.headers.get("subject"),
                "sender_masked": fault.headers.get("sender_masked"),
                "message_id": fault.headers.get("message_id"),
                "lease_until": False,
            }
        )

    def _back_off(self):
        """Try later: 30 s doubled each time, an hour at most, spread by the id."""
        wait = min(30 * 2 ** min(self.fault_count, 10), 3600) + self.id % 30
        self.write(
            {
                # the worker lived: only crashes count against the row
                "attempts": 0,
                "fault_count": self.fault_count + 1,
                "next_try_at": fields.Datetime.now() + timedelta(seconds=wait),
                "lease_until": False,
            }
        )
