import psycopg2

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.cc_ledger.exceptions import CcUnreadable

from .common import PROCESSED, CcLedgerCase

DRAIN = "odoo.addons.cc_ledger.models.cc_inbox_event_drain"


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

    def test_attempts_are_counted_before_the_work(self):
        event = self.record(b"letter")
        seen = []

        def answer(raw):
            seen.append(event.attempts)
            return PROCESSED

        self.drain_with(answer)
        self.assertEqual(seen, [1])

    def test_a_row_that_kills_its_workers_is_quarantined(self):
        event = self.record(b"killer")
        for _crash in range(3):
            self.assertEqual(self.inbox._claim(20), event)
            event.lease_until = fields.Datetime.now()
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE cc_inbox_event SET lease_until = lease_until - interval '1 s'"
            )
            event.invalidate_recordset()
        self.drain_with(PROCESSED)
        self.assertEqual((event.state, event.reason), ("quarantined", "crashed"))

    def test_a_leased_row_is_left_to_its_worker(self):
        self.record(b"letter")
        self.inbox._claim(20)
        self.assertFalse(self.inbox._claim(20))

    def test_a_settled_row_is_not_settled_twice(self):
        event = self.record(b"letter")
        claimed = self.inbox._claim(20)
        event.state = "processed"
        self.env.flush_all()

        def answer(raw):
            raise AssertionError("worked on a settled row")

        plug_called = self.drain_with(answer)
        claimed._settle()
        self.assertEqual((plug_called, event.state), (0, "processed"))

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
