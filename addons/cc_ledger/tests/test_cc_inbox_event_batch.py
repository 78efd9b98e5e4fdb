from unittest.mock import patch

import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.cc_ledger.exceptions import CcLater, CcUnavailable, CcUnreadable
from odoo.addons.cc_ledger.models import cc_inbox_event_drain as drain

from .common import DRAIN, PROCESSED, CcLedgerCase


@tagged("post_install", "-at_install")
class TestCcInboxEventBatch(CcLedgerCase):
    """Rows share a transaction, never a fate."""

    def setUp(self):
        super().setUp()
        self.batches = []

    def drain_batches(self, answer, read=None):
        """Drain with a plug-in that calls `answer(raw)` for each row of a batch.

        :param read: what is called with the bytes of a batch before
        """

        def process(plug, channel, items):
            self.batches.append([item.raw for item in items])
            return [answer(item.raw) for item in items]

        plug = self.env.registry[self.channel._plug()._name]
        with (
            patch.object(plug, "_cc_process_batch", process),
            patch.object(
                plug,
                "_cc_read_batch",
                lambda plug, channel, raws, is_alone: (
                    read(raws, is_alone) if read else self.unread(raws)
                ),
            ),
        ):
            return self.drain()

    def unread(self, raws):
        return [None] * len(raws)

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

    def test_what_is_slow_to_read_goes_alone_and_last(self):
        events = self.record(b"slow 1", b"1", b"no time", b"slow 2")

        def read(raws, is_alone):
            if is_alone or raws == [b"no time"]:
                return [None]
            times = {b"no time": CcLater(), b"1": None}
            return [times.get(raw, CcLater(is_slow=True)) for raw in raws]

        self.drain_batches(lambda raw: PROCESSED, read)
        self.assertEqual(self.batches, [[b"1"], [b"no time"], [b"slow 1"], [b"slow 2"]])
        self.assertEqual(set(events.mapped("state")), {"processed"})
        self.assertEqual(set(events.mapped("attempts")), {1}, "charged for one try")
        self.assertEqual(events.mapped("is_slow"), [True, False, False, True])

    def test_a_line_that_never_ends_does_not_starve_who_goes_alone(self):
        lonely = self.record(b"lonely")
        lonely._begin()
        self.record(b"1", b"2")

        def read(raws, is_alone):
            if b"1" in raws:  # while these are read, others come
                self.record(b"3", b"4")
            return self.unread(raws)

        with (
            patch.object(drain, "JOB_SECONDS", 0),
            patch.object(type(self), "drain", lambda case: self.inbox._job_drain()),
        ):
            self.drain_batches(lambda raw: PROCESSED, read)
        self.assertEqual(self.batches, [[b"1", b"2"], [b"lonely"]])

    @mute_logger(DRAIN)
    def test_when_nothing_can_be_read_all_wait_untried(self):
        events = self.record(*(b"%d" % number for number in range(20)))
        tries = []

        def read(raws, is_alone):
            tries.append(len(raws))
            raise CcUnavailable("the reader does not start")

        self.drain_batches(lambda raw: PROCESSED, read)
        self.assertEqual(tries, [20])
        self.assertEqual(set(events.mapped("state")), {"received"})
        self.assertEqual(set(events.mapped("attempts")), {0})
        self.assertTrue(all(events.mapped("next_try_at")))

    @mute_logger(DRAIN)
    def test_a_fault_of_the_reading_finds_its_row(self):
        events = self.record(*(b"%d" % number for number in range(8)))

        def read(raws, is_alone):
            if b"5" in raws:
                raise KeyError("half read")
            return self.unread(raws)

        self.drain_batches(lambda raw: PROCESSED, read)
        poison = events[5]
        self.assertEqual((poison.reason, poison.stage), ("KeyError", "parse"))
        self.assertEqual(set((events - poison).mapped("state")), {"processed"})

    def test_what_cannot_be_read_has_no_part_in_the_batch(self):
        events = self.record(b"good", b"bad")
        self.drain_batches(
            lambda raw: PROCESSED, lambda *_read: [None, CcUnreadable("too_deep")]
        )
        self.assertEqual(self.batches, [[b"good"]])
        self.assertEqual(events.mapped("state"), ["processed", "quarantined"])

    @mute_logger(DRAIN)
    def test_one_alone_is_not_put_off_for_ever(self):
        event = self.record(b"1")
        begun = self.drain_batches(
            lambda raw: PROCESSED, lambda *_read: [CcLater(is_slow=True)]
        )
        self.assertEqual(begun, 2)
        self.assertTrue(event.next_try_at)

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
            patch.object(plug, "_cc_read_batch", lambda *args: self.unread(args[2])),
            mute_logger(DRAIN),
        ):
            self.drain()
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
