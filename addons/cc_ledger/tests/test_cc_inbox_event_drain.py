from contextlib import closing

import psycopg2

from odoo import fields
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.cc_ledger.exceptions import CcUnreadable
from odoo.addons.cc_ledger.models.cc_inbox_event_drain import LOCK_NAME

from .common import DRAIN, PROCESSED, CcLedgerCase

CONFLICTS = (
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.DeadlockDetected,
    psycopg2.errors.LockNotAvailable,
)


@tagged("post_install", "-at_install")
class TestCcInboxEventDrain(CcLedgerCase):
    def test_every_row_ends_in_a_named_state(self):
        events = self.record(b"good", b"bounce", b"bad")

        def answer(raw):
            if raw == b"bad":
                raise CcUnreadable("not_a_letter", headers={"subject": "Broken"})
            if raw == b"bounce":
                return {"state": "ignored", "kind": "bounce", "reason": "null_path"}
            return PROCESSED

        self.assertEqual(self.drain_with(answer), 3)
        self.assertEqual(
            events.mapped("state"), ["processed", "ignored", "quarantined"]
        )
        self.assertEqual(events[2].reason, "not_a_letter")
        self.assertEqual(events[2].subject, "Broken")

    @mute_logger(DRAIN)
    def test_a_bad_row_does_not_stop_its_neighbours(self):
        events = self.record(b"first", b"poison", b"last")

        def answer(raw):
            if raw == b"poison":
                self.env["cc.client"].create({"name": "half", "code": "HALF"})
                raise KeyError("private words of the letter")
            return PROCESSED

        self.drain_with(answer)
        self.assertEqual(
            events.mapped("state"), ["processed", "quarantined", "processed"]
        )
        self.assertEqual(events[1].reason, "KeyError")
        self.assertFalse(self.env["cc.client"].search([("code", "=", "HALF")]))

    def test_the_fault_is_logged_without_the_letters_words(self):
        self.record(b"poison")

        def answer(raw):
            raise ValueError("anna@example.ru wrote this")

        with self.assertLogs(DRAIN, "ERROR") as logs:
            self.drain_with(answer)
        self.assertNotIn("anna", "".join(logs.output))

    @mute_logger(DRAIN)
    def test_a_fault_of_the_surroundings_waits_and_is_tried_again(self):
        event = self.record(b"letter")

        def answer(raw):
            raise psycopg2.OperationalError("gone")

        self.drain_with(answer)
        self.assertEqual(event.state, "received")
        self.assertGreater(event.next_try_at, fields.Datetime.now())
        self.assertEqual(self.drain_with(PROCESSED), 0, "not before its time")
        event.next_try_at = fields.Datetime.now()
        self.drain_with(PROCESSED)
        self.assertEqual(event.state, "processed")

    def test_who_crosses_another_transaction_begins_anew_at_once(self):
        for conflict in CONFLICTS:
            events = self.record(*(b"%d %a" % (n, conflict.__name__) for n in range(4)))
            crossings = iter([conflict("busy")] * 3)

            def answer(raw, left=crossings):
                if fault := next(left, None):
                    raise fault
                return PROCESSED

            self.drain_with(answer)
            self.assertEqual(set(events.mapped("state")), {"processed"})
            self.assertEqual(set(events.mapped("attempts")), {1}, "begun once")
            self.assertEqual(set(events.mapped("fault_count")), {0})

    @mute_logger(DRAIN)
    def test_what_crosses_again_and_again_waits_without_end(self):
        event = self.record(b"letter")
        tries = []

        def answer(raw):
            tries.append(raw)
            raise psycopg2.errors.DeadlockDetected("busy")

        for faults in range(1, 6):
            event.next_try_at = fields.Datetime.now()
            self.assertEqual(self.drain_with(answer), 1)
            self.assertEqual((event.state, event.attempts), ("received", 0))
            self.assertEqual(event.fault_count, faults)
        self.assertEqual(len(tries), 5 * 4)

    def test_attempts_are_counted_before_the_work(self):
        event = self.record(b"letter")
        seen = []

        def answer(raw):
            seen.append(event.attempts)
            return PROCESSED

        self.drain_with(answer)
        self.assertEqual(seen, [1])

    def test_a_row_that_kills_its_workers_is_quarantined_alone(self):
        killer, *others = self.record(b"killer", b"good", b"better")
        for _crash in range(3):
            self.assertTrue(killer._begin())
        self.drain_with(PROCESSED)
        self.assertEqual((killer.state, killer.reason), ("quarantined", "crashed"))
        for other in others:
            self.assertEqual((other.state, other.attempts), ("processed", 1))

    def test_while_another_drains_the_job_leaves_the_rows_alone(self):
        event = self.record(b"letter")
        with closing(db_connect(self.env.cr.dbname).cursor()) as other:
            other.execute(
                "SELECT pg_advisory_lock(hashtextextended(%s, 0))", (LOCK_NAME,)
            )
            self.inbox._job_drain()
            self.assertEqual(event.state, "received")
            # a lock of the session would stay with the pooled connection
            other.execute(
                "SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (LOCK_NAME,)
            )

    def test_a_settled_row_is_not_settled_twice(self):
        event = self.record(b"letter")
        event.state = "processed"
        self.env.flush_all()
        self.assertFalse(event._begin())

        def answer(raw):
            raise AssertionError("worked on a settled row")

        self.assertEqual(self.drain_with(answer), 0)
        event._settle()
        self.assertEqual(event.state, "processed")

    def test_a_row_without_its_bytes_is_shown_to_people(self):
        event = self.record(b"letter")
        self.lose_payloads()
        self.drain_with(PROCESSED)
        self.assertEqual((event.state, event.stage), ("quarantined", "payload"))

    def test_sweep_wakes_the_queue_only_when_something_is_due(self):
        jobs = self.env["queue.job"].search([])
        self.inbox.search([("state", "=", "received")]).write({"state": "ignored"})
        self.env.flush_all()
        self.inbox._cron_sweep()
        self.assertEqual(self.env["queue.job"].search([]), jobs)
        self.record(b"due")
        self.inbox._cron_sweep()
        self.inbox._cron_sweep()
        self.assertEqual(len(self.env["queue.job"].search([]) - jobs), 1)
