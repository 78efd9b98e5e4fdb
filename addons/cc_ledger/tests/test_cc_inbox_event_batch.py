from unittest.mock import patch

import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.cc_ledger.exceptions import CcUnreadable
from odoo.addons.cc_ledger.models import cc_inbox_event_drain as drain

from .common import PROCESSED, CcLedgerCase

DRAIN = "odoo.addons.cc_ledger.models.cc_inbox_event_drain"


@tagged("post_install", "-at_install")
class TestCcInboxEventBatch(CcLedgerCase):
    """Rows share a transaction, never a fate."""

    def setUp(self):
        super().setUp()
        self.batches = []

    def drain_batches(self, answer):
        """Drain with a plug-in that calls `answer(raw)` for each row of a batch."""

        def process(plug, channel, items):
            self.batches.append([item.raw for item in items])
            return [answer(item.raw) for item in items]

        plug = self.env.registry[self.channel._plug()._name]
        with patch.object(plug, "_cc_process_batch", process):
            return self.inbox._drain()

    def test_rows_of_a_channel_are_worked_on_together(self):
        far = self.make_channel("Far", self.other_direction)
        self.record(b"1", b"2", b"3")
        self.record(b"4", channel=far)
        self.assertEqual(self.drain_batches(lambda raw: PROCESSED), 4)
        self.assertCountEqual(self.batches, [[b"1", b"2", b"3"], [b"4"]])

    def test_a_batch_holds_so_many_bytes(self):
        self.record(b"one", b"two", b"three", b"four")
        with patch.object(drain, "BATCH_BYTES", 6):
            self.drain_batches(lambda raw: PROCESSED)
        self.assertEqual(self.batches, [[b"one", b"two"], [b"three"], [b"four"]])

    @mute_logger(DRAIN)
    def test_a_fault_finds_the_row_it_belongs_to(self):
        events = self.record(*(b"%d" % number for number in range(16)))

        def answer(raw):
            # the neighbours' work of the same try is undone and done again
            self.env["cc.client"].create({"name": "made", "code": f"M{raw.decode()}"})
            if raw == b"11":
                raise ValueError("half done")
            return PROCESSED

        self.drain_batches(answer)
        poison = events[11]
        self.assertEqual((poison.state, poison.reason), ("quarantined", "ValueError"))
        self.assertEqual(set((events - poison).mapped("state")), {"processed"})
        self.assertEqual(set(events.mapped("attempts")), {1})
        made = self.env["cc.client"].search([("name", "=", "made")])
        self.assertEqual(len(made), 15)
        self.assertLess(len(self.batches), 10)

    @mute_logger(DRAIN)
    def test_a_fault_of_the_surroundings_delays_only_its_row(self):
        events = self.record(b"good", b"locked", b"better")

        def answer(raw):
            if raw == b"locked":
                raise psycopg2.errors.LockNotAvailable("busy")
            return PROCESSED

        self.drain_batches(answer)
        self.assertEqual(events.mapped("state"), ["processed", "received", "processed"])
        self.assertTrue(events[1].next_try_at)

    def test_what_cannot_be_read_is_no_fault_of_the_batch(self):
        events = self.record(b"good", b"bad")

        def answer(raw):
            if raw == b"bad":
                return CcUnreadable("too_deep", headers={"subject": "deep\0er"})
            return PROCESSED

        self.drain_batches(answer)
        self.assertEqual(len(self.batches), 1)
        bad = events[1]
        self.assertEqual((bad.state, bad.stage), ("quarantined", "parse"))
        self.assertEqual((bad.reason, bad.subject), ("too_deep", "deep\ufffder"))

    def test_rows_begun_before_are_worked_on_alone_and_last(self):
        first, second, *_others = self.record(b"1", b"2", b"3", b"4")
        (first + second)._begin()
        self.drain_batches(lambda raw: PROCESSED)
        self.assertEqual(self.batches, [[b"3", b"4"], [b"1"], [b"2"]])

    def test_a_row_settled_meanwhile_is_left_out(self):
        events = self.record(b"1", b"2")

        def settled_by_another(batch):
            batch[0].state = "ignored"
            self.env.flush_all()
            return batch

        with patch.object(type(self.inbox), "_begin", settled_by_another):
            self.drain_batches(lambda raw: PROCESSED)
        self.assertEqual(self.batches, [[b"2"]])
        self.assertEqual(events.mapped("state"), ["ignored", "processed"])

    def test_an_answer_for_every_row_or_none(self):
        self.record(b"1", b"2")
        plug = self.env.registry[self.channel._plug()._name]

        def forgetful(_plug, channel, items):
            return [PROCESSED] * (len(items) - 1)

        with (
            patch.object(plug, "_cc_process_batch", forgetful),
            mute_logger(DRAIN),
        ):
            self.inbox._drain()
        states = self.inbox.search([("channel_id", "=", self.channel.id)])
        self.assertEqual(set(states.mapped("state")), {"quarantined"})

    def test_the_audit_is_told_what_each_row_became(self):
        events = self.record(b"good", b"bad")

        def answer(raw):
            return PROCESSED if raw == b"good" else CcUnreadable("too_deep")

        self.drain_batches(answer)
        entries = self.env["cc.audit.entry"].search(
            [("model", "=", events._name), ("res_id", "in", events.ids)], order="id"
        )
        self.assertEqual(
            entries.mapped("action"), ["inbox.processed", "inbox.quarantined"]
        )
        self.assertEqual(entries.mapped("res_id"), events.ids)
        self.assertEqual(entries[1].detail["reason"], "too_deep")
        self.assertNotIn("subject", entries[0].detail)

    def test_a_second_try_leaves_nothing_of_the_first(self):
        event = self.record(b"1")
        self.drain_batches(lambda raw: CcUnreadable("too_deep"))
        self.as_role("supervisor", event).action_replay()
        self.drain_batches(lambda raw: PROCESSED)
        self.assertEqual((event.reason, event.stage), (False, False))
        self.assertEqual((event.state, event.subject), ("processed", "Fine"))
