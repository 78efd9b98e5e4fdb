from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CcAppealsCase, make_letter


@tagged("post_install", "-at_install")
class TestCcChannelMail(CcAppealsCase):
    def counts(self):
        return tuple(
            self.env[model].search_count([])
            for model in ("cc.inbox.event", "cc.interaction", "cc.appeal")
        )

    def test_writers_without_a_name_are_told_apart_by_their_mask(self):
        letters = [make_letter(key, sender=f"<{key}@example.ru>") for key in "uw"]
        one, two = self.receive(*letters).interaction_id.partner_id
        self.assertEqual(one.display_name, f"{one.name} (u…@e….ru)")
        self.assertEqual(two.display_name, f"{two.name} (w…@e….ru)")
        one.name = "Ulyana"
        self.assertEqual(one.display_name, "Ulyana")
        self.assertEqual(self.person.display_name, "Anna Smirnova")

    def test_a_letter_becomes_an_appeal_of_its_writer(self):
        event = self.receive(make_letter("one"))
        self.assertEqual((event.state, event.kind), ("processed", "letter"))
        interaction = event.interaction_id
        self.assertEqual(interaction.partner_id, self.person)
        appeal = interaction.appeal_ids
        self.assertEqual(appeal.name, "Нет горячей воды")
        self.assertEqual(appeal.text.strip(), "Третий день нет воды.")
        self.assertEqual((appeal.state, appeal.client_id), ("registered", self.own))
        self.assertEqual(appeal.applicant_id, self.person)

    def test_a_new_writer_becomes_a_person_without_plain_address(self):
        event = self.receive(make_letter("new", sender="Пётр <petr@example.ru>"))
        person = event.interaction_id.partner_id
        self.assertEqual(person.name, "Пётр")
        self.assertFalse(person.email)
        self.assertEqual(person.cc_email_masked, "p…@e….ru")
        self.assertNotIn("petr@", event.sender_masked)

    def test_a_writer_without_name_is_not_called_by_the_address(self):
        for key, sender in (
            ("bare", "petr@example.ru"),
            ("twice", '"oleg@example.ru" <oleg@example.ru>'),
        ):
            interaction = self.receive(make_letter(key, sender=sender)).interaction_id
            self.assertNotIn("@", interaction.partner_id.name)
            self.assertFalse(interaction.sender_name)

    def test_the_same_bytes_again_add_nothing(self):
        self.receive(make_letter("one"))
        before = self.counts()
        self.receive(make_letter("one"))
        self.assertEqual(self.counts(), before)

    def test_a_copy_from_another_mailbox_is_linked_and_makes_no_appeal(self):
        first = self.receive(make_letter("one"))
        box = self.make_mailbox("Second", self.direction)
        copy = self.receive(
            make_letter("one", extra="Received: by second\n"), channel=box
        )
        self.assertEqual((copy.state, copy.reason), ("ignored", "copy"))
        self.assertEqual(copy.copy_of_id, first)
        self.assertFalse(copy.interaction_id)

    def test_a_known_message_id_with_other_words_is_a_letter_of_its_own(self):
        first = self.receive(make_letter("one"))
        other = self.receive(make_letter("one", body="Совсем другое письмо."))
        self.assertEqual(other.state, "processed")
        self.assertNotEqual(
            other.interaction_id.appeal_ids, first.interaction_id.appeal_ids
        )

    def test_thirty_letters_of_one_sender_are_all_kept(self):
        before = self.env["cc.appeal"].search_count([])
        self.receive(*(make_letter(f"n{i}", body=f"Письмо {i}") for i in range(30)))
        self.assertEqual(self.env["cc.appeal"].search_count([]) - before, 30)

    def test_a_subject_of_a_megabyte_is_cut_in_the_ledger(self):
        event = self.receive(make_letter("one", subject="w" * 100_000))
        self.assertEqual(event.state, "processed")
        self.assertEqual(event.subject, "w" * 500)

    def test_a_number_in_the_subject_joins_the_persons_own_appeal(self):
        appeal = self.receive(make_letter("one")).interaction_id.appeal_ids
        more = make_letter("two", subject=f"Re: № {appeal.number}", body="Ещё вот что")
        self.assertEqual(self.receive(more).interaction_id.appeal_ids, appeal)
        self.assertEqual(len(appeal.interaction_ids), 2)

    def test_active_content_is_only_text(self):
        raw = (
            b"From: x@example.com\r\nSubject: s\r\nContent-Type: multipart/mixed; "
            b"boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b\r\n"
            b"Content-Type: image/svg+xml; name=a.svg\r\nContent-Disposition: attachment;"
            b" filename=a.svg\r\n\r\n<svg onload='alert(1)'/>\r\n--b--\r\n"
        )
        files = self.receive(raw).interaction_id.attachment_ids
        self.assertEqual(files.mapped("mimetype"), ["text/plain"])

    def test_what_was_received_is_not_rewritten(self):
        interaction = self.receive(make_letter("one")).interaction_id
        seen = self.as_role("operator", interaction)
        with self.assertRaises(UserError):
            seen.body = "forged"
        file = self.env["ir.attachment"].create(
            {"name": "f", "raw": b"x", "res_model": seen._name, "res_id": seen.id}
        )
        with self.assertRaises(UserError):
            self.as_role("operator", file).unlink()
        with self.assertRaises(UserError):
            self.as_role("operator", file).write({"raw": b"y"})
        seen.appeal_ids |= self.make_appeal()

    def test_a_strangers_number_opens_no_other_persons_appeal(self):
        appeal = self.receive(make_letter("one")).interaction_id.appeal_ids
        event = self.receive(
            make_letter(
                "two", subject=f"№ {appeal.number}", sender="Чужой <x@example.com>"
            )
        )
        self.assertNotEqual(event.interaction_id.appeal_ids, appeal)
        self.assertEqual(len(appeal.interaction_ids), 1)

    def test_an_auto_reply_is_a_contact_without_appeal_or_person(self):
        people = self.env["res.partner"].search_count([])
        event = self.receive(
            make_letter(
                "auto",
                sender="robot@example.net",
                extra="Auto-Submitted: auto-replied\n",
            )
        )
        self.assertEqual((event.state, event.kind), ("ignored", "auto_reply"))
        self.assertTrue(event.interaction_id)
        self.assertFalse(event.interaction_id.appeal_ids)
        self.assertEqual(self.env["res.partner"].search_count([]), people)

    def test_what_is_no_letter_waits_in_quarantine(self):
        event = self.receive(b"   ")
        self.assertEqual((event.state, event.reason), ("quarantined", "empty"))

    def test_nul_and_odd_bytes_do_not_stop_a_letter(self):
        raw = make_letter("nul", body="до\0после", subject="a\0b")
        self.assertEqual(self.receive(raw).state, "processed")

    def test_attachments_stay_with_the_contact(self):
        raw = (
            b"From: Anna <anna@example.ru>\r\nSubject: scan\r\n"
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
            b"Content-Type: text/plain\r\n\r\nhello\r\n--b\r\n"
            b"Content-Type: application/pdf; name=scan.pdf\r\n"
            b"Content-Disposition: attachment; filename=scan.pdf\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n--b--\r\n"
        )
        interaction = self.receive(raw).interaction_id
        self.assertEqual(interaction.attachment_ids.mapped("name"), ["scan.pdf"])
        self.assertEqual(interaction.attachment_ids.raw, b"Hello")
        seen = self.as_role("operator", interaction)
        self.assertEqual(seen.attachment_count, 1)

    def test_an_anonymous_letter_is_an_appeal_too(self):
        event = self.receive(b"Subject: hi\r\n\r\nno sender at all")
        appeal = event.interaction_id.appeal_ids
        self.assertTrue(appeal.is_anonymous)
        self.assertFalse(appeal.applicant_id)
