import contextlib
import logging
import random
import time
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from odoo.addons.queue_job.job import identity_exact

from ..exceptions import CONFLICTS, CcLater, CcUnavailable, CcUnreadable, place_of
from ..fault import fault as kill_point
from ..session_lock import GONE, session_lock

_logger = logging.getLogger(__name__)

CRASHES = 3
# seconds before a conflict with another transaction is tried anew; then in line again
PAUSES = (0.05, 0.2, 0.5)
# what is begun before that is finished: together less than a worker's time limit
JOB_SECONDS = 30
ROUND_SECONDS = 10
ALONE_SECONDS = 5
LOCK_NAME = "cc_ledger.drain"
# rows that share a transaction; large letters share it with fewer
BATCH = 50
BATCH_BYTES = 32 * 1024 * 1024


class Item(NamedTuple):
    """One row as a channel's plug-in gets it: `_cc_process_batch` of the contract.

    `content` is what its `_cc_read_batch` has made of the bytes.
    """

    event: models.BaseModel
    raw: bytes
    received_at: datetime
    content: Any = None


def _halves(many):
    half = len(many) // 2
    return many[:half], many[half:]


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
        """Work until no row is due, half a minute at most; called by the queue."""
        deadline = time.monotonic() + JOB_SECONDS
        with self._sole_drainer(wait=False) as is_sole:
            while is_sole and self._drain():
                if time.monotonic() > deadline:
                    self._drain_alone(ALONE_SECONDS)
                    self._wake()
                    self._boundary()
                    break

    @api.model
    def _drain_alone(self, seconds):
        """Let those have their turn that must go alone, however long the line is."""
        deadline = time.monotonic() + seconds
        while self._drain_rows(self._due(1, alone=True)):
            if time.monotonic() > deadline:
                break

    @api.model
    def _cron_sweep(self):
        """Wake the queue for rows that came or whose back-off has passed."""
        if self._rows(self._due(1)) or self._rows(self._due(1, alone=True)):
            self._wake()

    @api.model
    def _drain_all(self, ids):
        """Settle these rows now; waits for whoever is draining."""
        with self._sole_drainer(wait=True):
            while self._drain(len(ids), ids):
                pass

    @contextlib.contextmanager
    def _sole_drainer(self, wait):
        """Be the only one who settles rows: yields whether it is so.

        Two workers at copies of one letter, or at two letters of a new writer, would
        not see each other's work (REPEATABLE READ): they would make two appeals, two
        people. The lock is the session's, taken before any snapshot; a killed worker
        leaves none behind.
        """
        self._boundary()
        with session_lock(self.env.cr, LOCK_NAME, wait=wait) as is_sole:
            self._boundary()
            try:
                yield is_sole
            finally:
                if is_sole:
                    with contextlib.suppress(*GONE):
                        self._start_again()
        self._boundary()

    @api.model
    def _drain(self, limit=BATCH, ids=None):
        """Settle up to `limit` due rows; return how many were begun.

        When there are none, it is the turn of one that must go alone.
        """
        begun = self._drain_rows(self._due(limit, ids))
        return begun or self._drain_rows(self._due(1, ids, alone=True))

    @api.model
    def _drain_rows(self, query):
        self._boundary()
        rows = self._rows(query)
        self._boundary()
        count, deadline = 0, time.monotonic() + ROUND_SECONDS
        for batch in self._batches(rows):
            if time.monotonic() > deadline:
                break  # the rest is as it was: the next round begins with it
            mine = self.browse(batch)._begin()
            count += len(mine)
            if mine:
                mine._settle()
            self._boundary()
            kill_point("K5")
        return count

    @api.model
    def _rows(self, query):
        self.env.cr.execute(query)
        return self.env.cr.fetchall()

    @api.model
    def _batches(self, rows):
        """Yield lists of ids that share a transaction: one channel, so many bytes."""
        batch, channel, size = [], None, 0
        for event_id, own_channel, event_size in sorted(rows, key=itemgetter(1)):
            size += event_size
            if own_channel != channel or len(batch) == BATCH or size > BATCH_BYTES:
                if batch:
                    yield batch
                batch, channel, size = [], own_channel, event_size
            batch.append(event_id)
        if batch:
            yield batch

    @api.model
    def _due(self, limit, ids=None, alone=False):
        """Return the query of due rows: id, channel, size; the oldest first.

        A row that was begun before has met a dead worker, perhaps killed it, and one
        that is slow to read holds up who is with it: these go alone, after the others.
        """
        return SQL(
            """
            SELECT id, channel_id, size FROM cc_inbox_event
             WHERE state = 'received'
               AND %(among)s
               AND (next_try_at IS NULL OR next_try_at <= %(now)s)
               AND (coalesce(attempts, 0) > 0 OR is_slow IS TRUE) = %(alone)s
             ORDER BY received_at, id LIMIT %(limit)s
            """,
            among=SQL("id = ANY(%s)", list(ids)) if ids is not None else SQL("TRUE"),
            now=fields.Datetime.now(),
            alone=alone,
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
        """Bring each row to a named state, or back in line.

        Rows share a transaction while all goes well; a fault splits them until it
        hits the one it belongs to.
        """
        if len(self) == 1 and self.attempts > CRASHES:
            self._quarantine(CcUnreadable("crashed", stage="worker"))
            return
        try:
            items = self._read_items()
        except Exception as fault:  # whose it is shows when the rows are apart
            if not self._bear(fault, "parse"):
                for part in _halves(self):
                    part._settle()
                    self._boundary()
        else:
            if items:
                self._settle_items(items)

    @api.model
    def _settle_items(self, items):
        try:
            self._process_anew(items)
        except Exception as fault:  # whose it is shows when the rows are apart
            if not self._events(items)._bear(fault, "register"):
                for part in _halves(items):
                    self._settle_items(part)
                    self._boundary()

    @api.model
    def _process_anew(self, items):
        """Register; who crosses another transaction begins anew, not a minute later."""
        for pause in (*PAUSES, None):
            try:
                with self.env.cr.savepoint():
                    self._process(items)
                return
            except CONFLICTS:
                if pause is None:
                    raise
                self._start_again()
                time.sleep(random.uniform(pause / 2, pause))

    def _bear(self, fault, stage):
        """Settle the rows a fault belongs to; false for several, to be tried apart."""
        self._start_again()
        fault_name = type(fault).__name__
        if isinstance(fault, CcUnavailable) or (
            len(self) == 1 and isinstance(fault, (psycopg2.OperationalError, OSError))
        ):
            _logger.warning("inbox events %s wait after %s", self.ids, fault_name)
            self._back_off()
        elif len(self) == 1:  # one bad row must not stop its neighbours
            place = place_of(fault)
            _logger.error(
                "inbox event %s quarantined: %s in %s", self.id, fault_name, place
            )
            self._quarantine(CcUnreadable(fault_name, stage=stage))
        else:
            place = place_of(fault)
            _logger.info(
                "%s inbox events are split after %s in %s", len(self), fault_name, place
            )
            return False
        return True

    @api.model
    def _events(self, items):
        return self.browse([item.event.id for item in items])

    def _read_items(self):
        """Let the plug-in read the bytes; return an `Item` of each row, or put it back.

        No transaction is open meanwhile: nobody waits for a row that is being read,
        and registering sees what others have done by then.
        """
        channel = self.channel_id
        plug = self._plug_of(channel)
        raws = self.env["cc.inbox.payload"]._get_all(self)
        here = [event for event in self if event.id in raws]
        times = {event.id: event.received_at for event in self}
        is_alone = len(self) == 1 and (self.attempts > 1 or bool(self.is_slow))
        self._boundary()
        answers = plug._cc_read_batch(
            channel, [raws[event.id] for event in here], is_alone
        )
        found = dict(zip([event.id for event in here], answers, strict=True))
        if is_alone and isinstance(found.get(self.id), CcLater):
            raise CcUnavailable("put off, though it has its turn")
        self._put_back(
            {key: each for key, each in found.items() if isinstance(each, CcLater)}
        )
        lost = CcUnreadable("no_payload", stage="payload")
        return [
            Item(event, raws.get(event.id), times[event.id], found.get(event.id, lost))
            for event in self
            if not isinstance(found.get(event.id), CcLater)
        ]

    @api.model
    def _plug_of(self, channel):
        # words put into records are the company's, not the worker's
        lang = self.env.company.partner_id.lang
        return channel._plug().with_context(lang=lang)

    @api.model
    def _process(self, items):
        """Let the channel's plug-in make business records of what was read."""
        due = self._rows(
            SQL(
                """
                SELECT id FROM cc_inbox_event
                 WHERE id = ANY(%s) AND state = 'received' ORDER BY id FOR UPDATE
                """,
                self._events(items).ids,
            )
        )
        due = {row[0] for row in due}
        items = [item for item in items if item.event.id in due]
        if not items:
            return
        read = [item for item in items if not isinstance(item.content, CcUnreadable)]
        events = self._events(items)
        channel = events.channel_id
        answers = []
        if read:
            answers = self._plug_of(channel)._cc_process_batch(channel, read)
        fates = dict(zip([item.event.id for item in read], answers, strict=True))
        events._finish([fates.get(item.event.id, item.content) for item in items])
        self.env.flush_all()
        kill_point("K4")
