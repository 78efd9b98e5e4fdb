import contextlib
import logging
import time
from datetime import timedelta

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules import module
from odoo.tools import SQL

from odoo.addons.queue_job.job import identity_exact

from ..exceptions import CcUnreadable, place_of

_logger = logging.getLogger(__name__)

CRASHES = 3
JOB_TIME = timedelta(minutes=1)
LOCK_NAME = "cc_ledger.drain"
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
        """Work until no row is due, a minute at most; called by the queue."""
        deadline = time.monotonic() + JOB_TIME.total_seconds()
        with self._sole_drainer(wait=False) as is_sole:
            while is_sole and self._drain():
                if time.monotonic() > deadline:
                    self._wake()
                    self._boundary()
                    break

    @api.model
    def _cron_sweep(self):
        """Wake the queue for rows that came or whose back-off has passed."""
        self.env.cr.execute(self._due(1))
        if self.env.cr.fetchone():
            self._wake()

    @api.model
    def _drain_all(self, ids):
        """Settle these rows now; waits for whoever is draining."""
        with self._sole_drainer(wait=True):
            self._drain(len(ids), ids)

    @contextlib.contextmanager
    def _sole_drainer(self, wait):
        """Be the only one who settles rows: yields whether it is so.

        Two workers at copies of one letter, or at two letters of a new writer, would
        not see each other's work (REPEATABLE READ): they would make two appeals, two
        people. The lock is the session's, taken before any snapshot; a killed worker
        leaves none behind.
        """
        self._boundary()
        take = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
        self.env.cr.execute(
            SQL("SELECT %s(hashtextextended(%s, 0))", SQL(take), LOCK_NAME)
        )
        is_sole = self.env.cr.fetchone()[0] is not False
        self._boundary()
        try:
            yield is_sole
        finally:
            if is_sole:
                # a failed transaction would refuse the unlock, and the connection
                # goes back to the pool with its lock
                self._start_again()
                self.env.cr.execute(
                    "SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (LOCK_NAME,)
                )
                self._boundary()

    @api.model
    def _drain(self, limit=BATCH, ids=None):
        """Settle up to `limit` due rows; return how many there were."""
        self._boundary()
        self.env.cr.execute(self._due(limit, ids))
        events = self.browse([row[0] for row in self.env.cr.fetchall()])
        for event in events:
            if event._begin():
                event._settle()
            self._boundary()
        return len(events)

    def _boundary(self):
        """Commit: a row's fate must not hang on its neighbours'."""
        self.env.flush_all()
        if not module.current_test:
            self.env.cr.commit()  # pylint: disable=invalid-commit

    def _start_again(self):
        """Leave a transaction that failed: what follows needs a fresh snapshot."""
        self.env.invalidate_all(flush=False)
        if not module.current_test:
            self.env.cr.rollback()

    @api.model
    def _due(self, limit, ids=None):
        return SQL(
            """
            SELECT id FROM cc_inbox_event
             WHERE state = 'received'
               AND %(among)s
               AND (next_try_at IS NULL OR next_try_at <= %(now)s)
             ORDER BY received_at, id LIMIT %(limit)s
            """,
            among=SQL("id = ANY(%s)", list(ids)) if ids is not None else SQL("TRUE"),
            now=fields.Datetime.now(),
            limit=limit,
        )

    def _begin(self):
        """Count the attempt and commit it before the work; false if it is settled.

        Only this row is charged: a letter that kills its worker must not take its
        neighbours along.
        """
        self.env.cr.execute(
            """
            UPDATE cc_inbox_event SET attempts = coalesce(attempts, 0) + 1
             WHERE id = %s AND state = 'received' RETURNING id
            """,
            (self.id,),
        )
        is_mine = bool(self.env.cr.fetchone())
        self.invalidate_recordset(["attempts", "state"])
        self._boundary()
        return is_mine

    def _settle(self):
        """Bring one row to a named state, or back in line after a fault."""
        self.ensure_one()
        if self.attempts > CRASHES:
            self._quarantine(CcUnreadable("crashed", stage="worker"))
            return
        try:
            with self.env.cr.savepoint():
                self._process()
        except CcUnreadable as fault:
            self._quarantine(fault)
        except FileNotFoundError:
            self._quarantine(CcUnreadable("no_payload", stage="payload"))
        except (psycopg2.OperationalError, OSError) as fault:
            _logger.warning(
                "inbox event %s waits after %s", self.id, type(fault).__name__
            )
            self._start_again()
            self._back_off()
        except Exception as fault:  # one bad row must not stop its neighbours
            _logger.error(
                "inbox event %s quarantined: %s in %s",
                self.id,
                type(fault).__name__,
                place_of(fault),
            )
            self._quarantine(CcUnreadable(type(fault).__name__, stage="register"))

    def _process(self):
        """Let the channel's plug-in make business records of the bytes."""
        self.env.cr.execute(
            "SELECT state FROM cc_inbox_event WHERE id = %s FOR UPDATE", (self.id,)
        )
        if self.env.cr.fetchone()[0] != "received":
            return
        raw = self.env["cc.inbox.payload"]._get(self)
        # words put into records are the company's, not the worker's
        lang = self.env.company.partner_id.lang
        plug = self.channel_id._plug().with_context(lang=lang)
        self._finish(plug._cc_process(self.channel_id, raw, self.received_at))
        self.env.flush_all()

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
            }
        )
