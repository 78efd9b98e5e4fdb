from unittest.mock import patch

from odoo.tests import tagged

from .common import CcAppealsCase, make_letter

BROKEN_PICTURE = (
    b"From: Anna <anna@example.ru>\r\nSubject: photo\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/plain\r\n\r\nsee the photo\r\n--b\r\n"
    b"Content-Type: image/png; name=photo.png\r\n"
    b"Content-Disposition: attachment; filename=photo.png\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n"
    b"iVBORw0KGgoAAAANxcXFxQAAAAAAAAAAAAAAAA==\r\n--b--\r\n"
)


@tagged("post_install", "-at_install")
class TestCcChannelMailBatch(CcAppealsCase):
    """Letters of one batch see each other."""

    def test_two_letters_of_a_new_writer_are_one_person(self):
        events = self.receive(
            make_letter("1", sender="Пётр <petr@example.ru>"),
            make_letter("2", sender="PETR@example.ru", body="Ещё одно"),
        )
        people = events.interaction_id.partner_id
        self.assertEqual(people.mapped("name"), ["Пётр"])
        self.assertEqual(len(people.cc_identity_ids), 1)
        self.assertEqual(len(events.interaction_id.appeal_ids), 2)

    def test_a_copy_finds_the_first_in_its_own_batch(self):
        first, copy, other = self.receive(
            make_letter("1"),
            make_letter("1", extra="Received: by second\n"),
            make_letter("1", body="Другие слова"),
        )
        self.assertEqual((copy.state, copy.reason), ("ignored", "copy"))
        self.assertEqual((copy.copy_of_id, copy.kind), (first, "duplicate"))
        self.assertEqual((first.state, other.state), ("processed", "processed"))
        self.assertEqual(len((first + other).interaction_id.appeal_ids), 2)

    def test_a_copy_of_a_copy_points_to_the_first(self):
        first = self.receive(make_letter("1"))
        for count in (1, 2):
            copy = self.receive(make_letter("1", extra=f"Received: by {count}\n"))
            self.assertEqual(copy.copy_of_id, first)

    def test_all_fates_in_one_batch(self):
        events = self.receive(
            make_letter("1"),
            b"   ",
            make_letter("2", extra="Auto-Submitted: auto-replied\n"),
            make_letter("3", sender="Олег <oleg@example.ru>", body="Лифт"),
        )
        self.assertEqual(
            events.mapped("state"), ["processed", "quarantined", "ignored", "processed"]
        )
        self.assertEqual(
            [len(each.interaction_id.appeal_ids) for each in events], [1, 0, 0, 1]
        )
        self.assertEqual(events[2].interaction_id.partner_id, self.person)
        for event in events - events[1]:
            self.assertEqual(event.interaction_id.event_id, event)

    def test_follow_ups_and_first_letters_mix(self):
        appeal = self.receive(make_letter("1")).interaction_id.appeal_ids
        events = self.receive(
            make_letter("2", subject=f"Re: № {appeal.number}", body="Ещё"),
            make_letter("3", body="Другое"),
            make_letter("4", subject=f"№ {appeal.number}", body="И ещё"),
        )
        self.assertEqual(events[0].interaction_id.appeal_ids, appeal)
        self.assertEqual(events[2].interaction_id.appeal_ids, appeal)
        self.assertNotEqual(events[1].interaction_id.appeal_ids, appeal)

    def test_listeners_hear_of_a_batch_once(self):
        events = self.env.registry["cc.event"]
        with patch.object(events, "_emit", autospec=True) as emit:
            received = self.receive(make_letter("1"), make_letter("2", body="Лифт"))
        (_model, name, appeals), _values = emit.call_args
        self.assertEqual((emit.call_count, name), (1, "appeal.registered"))
        self.assertEqual(appeals, received.interaction_id.appeal_ids)

    def test_the_audit_is_told_of_each_appeal(self):
        events = self.receive(make_letter("1"), make_letter("2", body="Лифт"))
        appeals = events.interaction_id.appeal_ids
        entries = self.env["cc.audit.entry"].search(
            [("action", "=", "appeal.registered"), ("res_id", "in", appeals.ids)]
        )
        self.assertEqual(len(entries), 2)
        self.assertEqual(entries.subject_id, self.person)

    def test_a_broken_picture_does_not_stop_its_letter(self):
        event = self.receive(BROKEN_PICTURE)
        self.assertEqual(event.state, "processed")
        self.assertEqual(event.interaction_id.attachment_ids.name, "photo.png")

    def test_thirty_letters_a_minute_from_one_gateway_are_all_kept(self):
        gateway = "Портал <gateway@example.ru>"
        letters = [
            make_letter(f"g{number}", sender=gateway, body=f"Обращение {number}")
            for number in range(30)
        ]
        events = self.receive(*letters[:15]) + self.receive(*letters[15:])
        self.assertEqual(set(events.mapped("state")), {"processed"})
        self.assertEqual(len(events.interaction_id.appeal_ids), 30)
        self.assertEqual(len(events.interaction_id.partner_id), 1)
