import contextlib
import logging
import time
from datetime import datetime, timedelta
from typing import NamedTuple

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules import module
from odoo.tools import SQL

from odoo.addons.queue_job.job import identity_exact

from ..exceptions import CcUnreadable, place_of
from ..fault import fault as kill_point
from .cc_inbox_event import plain

_logger = logging.getLogger(__name__)

CRASHES = 3
JOB_TIME = timedelta(minutes=1)
LOCK_NAME = "cc_ledger.drain"
# rows that share a transaction; large letters share it with fewer
BATCH = 50
BATCH_BYTES = 32 * 1024 * 1024
# what the drain writes into a row: all of it, so that nothing of an earlier try stays
FATE = (
    "state",
    "kind",
    "reason",
    "stage",
    "message_id",
    "digest",
    "subject",
    "sender_masked",
    "copy_of_id",
)
# of it, what the audit is told: codes and ids alone
TOLD = ("state", "kind", "reason", "stage", "copy_of_id", "interaction_id")
ACTIONS = {
    "processed": "inbox.processed",
    "ignored": "inbox.processed",
    "quarantined": "inbox.quarantined",
}
HEADERS = ("subject", "sender_masked", "message_id")


class Item(NamedTuple):
    """One row as a channel's plug-in gets it: `_cc_process_batch` of the contract."""

    event: models.BaseModel
    raw: bytes
    received_at: datetime


def _alike(row):
    """Rows that may share a transaction stand together; often begun, late."""
    _event_id, channel_id, attempts, _size = row
    return attempts, channel_id


def _as_fate(answer):
    """Return an answer as values of the row; what cannot be read is quarantined."""
    if not isinstance(answer, CcUnreadable):
        return answer
    shown = {name: answer.headers.get(name) for name in HEADERS}
    named = {"reason": answer.reason, "stage": answer.stage}
    return {"state": "quarantined", **named, **shown}


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
        """Settle up to `limit` due rows; return how many were begun."""
        self._boundary()
        self.env.cr.execute(self._due(limit, ids))
        rows = self.env.cr.fetchall()
        self._boundary()
        count = 0
        for batch in self._batches(rows):
            mine = self.browse(batch)._begin()
            count += len(mine)
            if mine:
                mine._settle()
            self._boundary()
            kill_point("K5")
        return count

    @api.model
    def _batches(self, rows):
        """Yield lists of ids that share a transaction: one channel, so many bytes.

        A row that was begun before has met a dead worker, perhaps killed it: alone,
        it takes nobody along.
        """
        batch, key, size = [], None, 0
        for event_id, channel_id, attempts, event_size in sorted(rows, key=_alike):
            size += event_size
            own_key = (channel_id, event_id if attempts else None)
            if own_key != key or len(batch) == BATCH or size > BATCH_BYTES:
                if batch:
                    yield batch
                batch, key, size = [], own_key, event_size
            batch.append(event_id)
        if batch:
            yield batch

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
            SELECT id, channel_id, coalesce(attempts, 0), size FROM cc_inbox_event
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
        """Count the attempt and commit it before the work; return what is still due.

        Only these rows are charged: a letter that kills its worker must not take its
        neighbours along. The first statement of its transaction: a row that somebody
        else is at (a redelivery is being counted) waits for the next drain.
        """
        self.env.cr.execute(
            """
            UPDATE cc_inbox_event SET attempts = coalesce(attempts, 0) + 1
             WHERE id IN (
                SELECT id FROM cc_inbox_event
                 WHERE id = ANY(%s) AND state = 'received'
                 ORDER BY id FOR UPDATE SKIP LOCKED
             ) RETURNING id
            """,
            (self.ids,),
        )
        mine = {row[0] for row in self.env.cr.fetchall()}
        self.invalidate_recordset(["attempts", "state"])
        self._boundary()
        return self.filtered(lambda event: event.id in mine)

    def _settle(self):
        """Bring each row to a named state, or back in line after a fault.

        Rows share a transaction while all goes well; a fault splits them until it
        hits the one it belongs to.
        """
        if len(self) == 1:
            self._settle_one()
            return
        try:
            with self.env.cr.savepoint():
                self._process()
        except Exception as fault:  # whose it is shows when the rows are apart
            _logger.info(
                "%s inbox events are split after %s in %s",
                len(self),
                type(fault).__name__,
                place_of(fault),
            )
            self._start_again()
            half = len(self) // 2
            for part in (self[:half], self[half:]):
                part._settle()
                self._boundary()

    def _settle_one(self):
        if self.attempts > CRASHES:
            self._quarantine(CcUnreadable("crashed", stage="worker"))
            return
        try:
            with self.env.cr.savepoint():
                self._process()
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
        """Let the channel's plug-in make business records of the bytes of all rows."""
        self.env.cr.execute(
            """
            SELECT id FROM cc_inbox_event
             WHERE id = ANY(%s) AND state = 'received' ORDER BY id FOR UPDATE
            """,
            (self.ids,),
        )
        due = {row[0] for row in self.env.cr.fetchall()}
        events = self.filtered(lambda event: event.id in due)
        if not events:
            return
        raws = self.env["cc.inbox.payload"]._get_all(events)
        here = events.filtered(lambda event: event.id in raws)
        items = [Item(each, raws[each.id], each.received_at) for each in here]
        # words put into records are the company's, not the worker's
        lang = self.env.company.partner_id.lang
        channel = events.channel_id
        plug = channel._plug().with_context(lang=lang)
        answers = plug._cc_process_batch(channel, items) if items else []
        fates = dict(zip(here, answers, strict=True))
        lost = CcUnreadable("no_payload", stage="payload")
        events._finish([fates.get(event, lost) for event in events])
        self.env.flush_all()
        kill_point("K4")

    def _finish(self, answers):
        """Write what the channel's plug-in decided about each row, in one statement.

        :param answers: a dict or a `CcUnreadable` per row, in the order of the rows
        """
        columns = self._fate_columns()
        rows = [
            (event.id, *(plain(fate.get(name)) for name in columns))
            for event, fate in zip(self, map(_as_fate, answers), strict=True)
        ]
        assigned = SQL(", ").join(
            SQL(
                "%s = fate.%s::%s",
                SQL.identifier(name),
                SQL.identifier(name),
                SQL(self._fields[name].column_type[1]),
            )
            for name in columns
        )
        # SQL: a write per row costs more than the letter; the model's writes have no
        # overrides, and nothing stored depends on these columns
        statement = SQL(
            """
            UPDATE cc_inbox_event AS event
               SET %s, next_try_at = NULL, write_uid = %s,
                   write_date = now() AT TIME ZONE 'UTC'
              FROM (VALUES %s) AS fate (id, %s)
             WHERE event.id = fate.id
            """,
            assigned,
            self.env.uid,
            SQL(", ").join(SQL("%s", row) for row in rows),
            SQL(", ").join(map(SQL.identifier, columns)),
        )
        self.env.cr.execute(statement)
        self.invalidate_recordset()
        self._log_fates(answers)

    def _log_fates(self, answers):
        """Tell the audit what each row became."""
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": ACTIONS[fate["state"]],
                    "model": self._name,
                    "res_id": event.id,
                    "direction_id": event.direction_id.id,
                    "client_id": event.client_id.id,
                    "detail": {name: fate[name] for name in TOLD if fate.get(name)},
                }
                for event, fate in zip(self, map(_as_fate, answers), strict=True)
            ]
        )

    @api.model
    def _fate_columns(self):
        """Return the names of the fields that a plug-in's answer fills."""
        return list(FATE)

    def _quarantine(self, fault):
        self.ensure_one()
        self._finish([fault])

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
