from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CcLedgerCase


@tagged("post_install", "-at_install")
class TestCcInboxEvent(CcLedgerCase):
    def test_each_input_is_one_row(self):
        events = self.record(b"one", b"two", b"three")
        self.assertEqual(len(set(events.ids)), 3)
        self.assertEqual(set(events.mapped("state")), {"received"})

    def test_redelivery_is_counted_and_adds_nothing(self):
        first = self.record(b"same")
        again = self.record(b"same", b"same")
        self.assertEqual(again, first)
        self.assertEqual(first.redelivery_count, 2)

    def test_twins_within_one_batch_are_one_row(self):
        found = self.inbox._record(self.channel, [{"raw": b"twin"}, {"raw": b"twin"}])
        self.assertEqual([is_new for _event, is_new in found], [True, False])
        self.assertEqual(found[0][0], found[1][0])

    def test_a_known_source_id_with_other_bytes_is_a_row_of_its_own(self):
        first = self.record(b"one", source_ref="INBOX/7/1")
        other = self.record(b"two", b"three", source_ref="INBOX/7/1")
        self.assertEqual(len(set((first + other).ids)), 3)
        self.assertEqual(first.source_ref, "INBOX/7/1")
        self.assertEqual(other.mapped("source_ref"), [False, False])

    def test_another_channel_keeps_its_own_row(self):
        far = self.make_channel("Far", self.other_direction)
        one = self.record(b"same")
        two = self.record(b"same", channel=far)
        self.assertNotEqual(one, two)
        self.assertEqual(two.client_id, self.other)

    def test_a_channel_that_received_stays_where_it_is(self):
        self.record(b"came")
        with self.assertRaises(UserError):
            self.channel.direction_id = self.other_direction

    def test_nobody_deletes(self):
        event = self.record(b"kept")
        with self.assertRaises(UserError):
            event.unlink()

    def test_dismissal_needs_a_note_and_a_role(self):
        event = self.record(b"odd")
        event.write({"state": "quarantined"})
        with self.assertRaises(UserError):
            self.as_role("supervisor", event).action_dismiss(" ")
        with self.assertRaises(AccessError):
            self.as_role("operator", event).action_dismiss("no work")
        self.as_role("supervisor", event).action_dismiss("a picture, no text")
        self.assertEqual(event.state, "ignored")
        self.assertEqual(event.dismiss_note, "a picture, no text")

    def test_replay_puts_it_back_in_line(self):
        event = self.record(b"odd")
        event.write({"state": "quarantined", "attempts": 3, "reason": "empty"})
        self.as_role("supervisor", event).action_replay()
        self.assertEqual((event.state, event.attempts), ("received", 0))
        jobs = self.env["queue.job"].search([("method_name", "=", "_job_drain")])
        self.assertTrue(jobs)
        self.assertEqual(jobs.user_id, self.env.ref("base.user_root"))

    def test_raw_source_is_for_supervisors_and_officers(self):
        event = self.record(b"raw words")
        self.assertTrue(self.as_role("supervisor", event).read(["raw_file"]))
        with self.assertRaises(AccessError):
            self.as_role("admin", event).read(["raw_file"])
