import re
from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools.misc import format_date

from odoo.addons.cc_appeals.engine.numbering import parse as parse_numbers

from .common import make_letter
from .outgoing_case import OutgoingCase

WRITTEN = b"Mon, 02 Mar 2026"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 10:00:00")
class TestAcknowledgement(OutgoingCase):
    """Who wrote is told number and term; machines, lists and ourselves are not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.channel.is_acknowledged = True
        cls.env.company.partner_id.lang = "en_US"

    def sent(self):
        return self.outbox.search([("kind", "=", "acknowledgement")], order="id")

    def test_a_letter_is_confirmed_with_number_subject_and_term(self):
        with freeze_time("2026-03-02 10:00:00"):
            appeal = self.receive(make_letter("one")).interaction_id.appeal_ids
        delivery = self.sent()
        self.assertEqual(delivery.appeal_id, appeal)
        self.assertEqual(delivery.interaction_id, appeal.interaction_ids)
        self.assertEqual(delivery.identity_id, self.identity)
        self.assertTrue(delivery.is_automatic)
        self.assertEqual(parse_numbers(delivery.subject), [appeal.number])
        term = format_date(self.env, date(2026, 4, 1), "en_US")
        for words in (appeal.number, term):
            self.assertIn(words, delivery.body)
        # a forged sender must not have us mail his words
        self.assertNotIn("Нет горячей воды", delivery.body)
        letter = self.letter(delivery)
        self.assertEqual(letter.kind, "auto_reply")
        self.assertEqual(letter.in_reply_to, ("one@example.ru",))

    def test_one_that_does_not_arrive_is_said_on_the_appeal(self):
        appeal = self.receive(make_letter("one")).interaction_id.appeal_ids
        delivery = self.sent()
        delivery.state = "sent"
        self.assertFalse(appeal.undelivered_text)
        fault = {"error_code": "dead_address", "error_detail": "550 5.1.1 unknown"}
        delivery.write({"state": "bounced"} | fault)
        said = self.as_role("operator", appeal).undelivered_text
        self.assertIn(delivery.error_text, said)
        # a person has seen to it, or another one has gone out meanwhile
        delivery.cancel_note = "written by post"
        self.assertFalse(appeal.undelivered_text)
        delivery.cancel_note = False
        self.assertTrue(appeal.undelivered_text)
        delivery.state = "delivered"
        self.assertFalse(appeal.undelivered_text)

    def test_the_term_is_the_last_day_not_the_midnight_after(self):
        appeal = self.receive(make_letter("one")).interaction_id.appeal_ids
        zone = appeal.with_context(tz="Europe/Moscow")
        last = fields.Datetime.context_timestamp(
            zone, appeal.due_at - timedelta(seconds=1)
        )
        term = format_date(self.env, last.date(), "en_US")
        self.assertIn(term, self.sent().body)

    def test_nothing_is_sent_unless_switched_on(self):
        self.channel.is_acknowledged = False
        self.receive(make_letter("one"))
        self.channel.write({"is_acknowledged": True, "mail_account_id": False})
        self.receive(make_letter("two"))
        self.assertFalse(self.sent())

    def test_a_letter_of_an_old_archive_is_not_confirmed(self):
        old = make_letter("old").replace(WRITTEN, b"Mon, 23 Feb 2026")
        self.assertTrue(self.receive(old).interaction_id.appeal_ids)
        self.assertFalse(self.sent())
        self.receive(make_letter("late").replace(WRITTEN, b"Sat, 28 Feb 2026"))
        self.assertEqual(len(self.sent()), 1)

    def test_a_second_letter_of_the_day_is_taken_and_not_confirmed(self):
        # rows are stamped by the database's clock
        start = self.env.cr.now()
        letters = [make_letter(f"n{n}", body=f"Слова {n}") for n in range(3)]
        before = self.env["cc.appeal"].search_count([])
        self.receive(*letters[:2])
        self.assertEqual(self.env["cc.appeal"].search_count([]) - before, 2)
        self.assertEqual(len(self.sent()), 1)
        with freeze_time(start + timedelta(hours=24, minutes=1)):
            undated = re.sub(rb"Date: .*\n", b"", letters[2])
            self.receive(undated)
        self.assertEqual(len(self.sent()), 2)

    def test_another_person_of_one_address_counts_as_the_same(self):
        self.receive(make_letter("one"))
        self.receive(
            make_letter("two", body="Иное", sender=f"Пётр <{self.identity.value}>")
        )
        self.assertEqual(len(self.sent()), 1)

    def test_two_writers_are_both_told(self):
        self.receive(
            make_letter("one"), make_letter("two", sender="P <petr@example.ru>")
        )
        self.assertEqual(len(self.sent()), 2)

    def test_machines_lists_and_ourselves_are_not_answered(self):
        self.channel.address = "hotline@example.org"
        for number, (sender, extra) in enumerate(
            (
                ("robot@example.net", "Auto-Submitted: auto-generated\n"),
                ("list@example.net", "List-Id: <news.example.net>\n"),
                ("bulk@example.net", "Precedence: bulk\n"),
                ("null@example.net", "Return-Path: <>\n"),
                ("quiet@example.net", "X-Auto-Response-Suppress: All\n"),
                ("no-reply@example.net", ""),
                ("NoReply@example.net", ""),
                ("mailer-daemon@example.net", ""),
                ("postmaster@example.net", ""),
                ("news-request@example.net", ""),
                ("hotline@example.org", ""),
                ("line@example.org", ""),
                ("bounces@example.org", ""),
            )
        ):
            raw = make_letter(f"m{number}", sender=sender, extra=extra, body=sender)
            self.receive(raw)
            self.assertFalse(self.sent(), sender)

    def test_an_appeal_typed_by_hand_is_not_confirmed(self):
        self.make_appeal()
        self.assertFalse(self.sent())

    def test_a_loop_is_stopped(self):
        for number in range(5):
            self.enqueue(version=f"v{number}", is_automatic=True)
        self.receive(make_letter("one"))
        self.assertFalse(self.sent())

    def test_what_persons_send_is_no_loop(self):
        for number in range(5):
            self.enqueue(version=f"v{number}")
        self.receive(make_letter("one"))
        self.assertEqual(len(self.sent()), 1)

    def test_the_channels_own_words(self):
        self.channel.write(
            {
                "acknowledgement_subject": "{number}",
                "acknowledgement_text": "{subject} / {answer_by}",
            }
        )
        self.receive(make_letter("one", subject="{number} %(x)s"))
        delivery = self.sent()
        self.assertEqual(delivery.subject, delivery.appeal_id.number)
        self.assertTrue(delivery.body.startswith("{number} %(x)s / "))

    def test_a_letter_without_a_subject_is_quoted_none(self):
        self.receive(make_letter("one", subject="", body="It leaks."))
        delivery = self.sent()
        self.assertIn("Your letter has come.", delivery.body)
        self.assertNotIn(delivery.appeal_id.name, delivery.body)
        self.channel.acknowledgement_text = "Тема «{subject}», № {number}"
        self.receive(make_letter("two", "", sender="<vera@example.ru>"))
        (other,) = self.sent() - delivery
        self.assertEqual(other.body, f"Тема, № {other.appeal_id.number}")

    def test_a_misprinted_placeholder_is_refused(self):
        for text in ("{nummer}", "{number.__class__}", "{number", "{0}"):
            for name in ("acknowledgement_subject", "acknowledgement_text"):
                with self.assertRaises(ValidationError), self.cr.savepoint():
                    self.channel[name] = text
        self.channel.acknowledgement_text = "{number} {subject} {answer_by}"

    def test_words_of_the_clients_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.channel.acknowledgement_subject = "Registered {number}"
        self.channel.with_context(
            lang="ru_RU"
        ).acknowledgement_subject = "Принято {number}"
        self.own.partner_id = self.env["res.partner"].create(
            {"name": "Agency", "is_company": True, "lang": "ru_RU"}
        )
        self.receive(make_letter("one"))
        self.assertTrue(self.sent().subject.startswith("Принято"))
