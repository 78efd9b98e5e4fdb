from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged

from odoo.addons.cc_appeals.engine.numbering import parse as parse_numbers

from .common import make_letter
from .reply_case import ReplyCase


@tagged("post_install", "-at_install")
class TestCcAppealReply(ReplyCase):
    """Answers to one appeal or to many, by the outbox."""

    def test_an_answer_is_a_contact_and_a_delivery(self):
        delivery = self.desk._reply("Re: {subject}", "Dear {name}")[self.appeal.id]
        delivery = delivery.sudo()
        self.assertEqual(delivery.kind, "reply")
        self.assertEqual(delivery.appeal_id, self.appeal)
        self.assertEqual(delivery.identity_id, self.identity)
        self.assertEqual(delivery.interaction_id, self.contact)
        self.assertEqual(parse_numbers(delivery.subject), [self.appeal.number])
        self.assertIn(self.appeal.name, delivery.subject)
        self.assertEqual(delivery.body, f"Dear {self.person.name}")
        contact = self.sent()
        self.assertEqual(contact.delivery_id, delivery)
        self.assertEqual(contact.written_by_id, self.users["operator"])
        self.assertEqual(contact.partner_id, self.person)
        self.assertEqual(contact.direction_id, self.direction)
        self.assertEqual(contact.delivery_state, "waiting")
        letter = self.letter(delivery)
        self.assertEqual(letter.kind, "letter")
        self.assertEqual(letter.in_reply_to, ("asked@example.ru",))

    def test_the_number_stands_in_the_subject_once(self):
        subject = f"Re: {self.appeal.number}"
        (delivery,) = self.desk._reply(subject, "Words").values()
        self.assertEqual(delivery.subject, subject)

    def test_values_are_filled_in(self):
        self.appeal.topic_id = self.topic
        body = "{number}|{name}|{subject}|{topic}|{direction}|{operator}|{department}|"
        (delivery,) = self.desk._reply("", body).values()
        self.assertEqual(
            delivery.body,
            f"{self.appeal.number}|{self.person.name}|{self.appeal.name}|Hot water|"
            f"Line|{self.users['operator'].name}||",
        )
        with self.assertRaisesRegex(UserError, "nummer"):
            self.desk._reply("", "{nummer}")

    def test_the_same_token_sends_once(self):
        first = self.desk._reply("", "Words", token="t")
        self.assertEqual(self.desk._reply("", "Other words", token="t"), first)
        self.assertEqual(len(self.sent()), 1)
        self.desk._reply("", "Words", token="u")
        self.assertEqual(len(self.sent()), 2)

    def test_what_waits_is_settled(self):
        self.assertTrue(self.appeal.needs_answer)
        self.desk._reply("", "Words")
        self.assertFalse(self.appeal.needs_answer)
        self.assertEqual(self.contact.settled_how, "answered")

    def test_it_is_audited_without_words(self):
        (delivery,) = self.desk._reply("", "Secret words").values()
        self.env.cr.execute(
            "SELECT detail::text FROM cc_audit_entry WHERE action = 'reply.sent' "
            "AND res_id = %s",
            (self.appeal.id,),
        )
        ((detail,),) = self.env.cr.fetchall()
        self.assertIn(str(delivery.id), detail)
        self.assertNotIn("Secret", detail)

    def test_who_may_not_write_the_appeal_answers_nothing(self):
        for role in ("auditor", "data_officer", "employee"):
            with self.assertRaises(AccessError):
                self.as_role(role, self.appeal)._reply("", "Words")
        with self.assertRaises(MissingError):
            self.as_role("executor", self.appeal)._reply("", "Words")
        far = self.make_appeal(
            direction_id=self.other_direction.id, applicant_id=self.stranger.id
        )
        with self.assertRaises(MissingError):
            self.as_role("operator", far)._reply("", "Words")

    # whom
    def test_who_is_on_the_stop_list_is_not_written_to(self):
        self.env["cc.stop.entry"].create(
            {"kind": "email", "value": self.identity.value, "reason": "asked for it"}
        )
        found = self.desk._reply("", "Words")[self.appeal.id]
        self.assertEqual(found, self.outbox._sentences()["stopped"])
        self.assertFalse(self.sent())

    def test_the_stop_list_of_another_client_is_not_ours(self):
        self.env["cc.stop.entry"].create(
            {
                "kind": "email",
                "value": self.identity.value,
                "reason": "asked for it",
                "client_id": self.other.id,
            }
        )
        self.assertNotIsInstance(self.desk._reply("", "W")[self.appeal.id], str)

    def test_a_dead_address_is_left_alone_until_it_writes(self):
        (delivery,) = self.desk._reply("", "Words").values()
        delivery.sudo().write(
            {
                "state": "bounced",
                "error_code": "dead_address",
                "tried_at": fields.Datetime.now(),
            }
        )
        self.assertIsInstance(self.desk._reply("", "Words")[self.appeal.id], str)
        contact = self.receive(make_letter("alive", body="I am here")).interaction_id
        contact.sudo().happened_at = fields.Datetime.now() + timedelta(minutes=1)
        self.assertNotIsInstance(self.desk._reply("", "W")[self.appeal.id], str)

    def test_who_called_is_answered_by_the_letter_box_of_the_line(self):
        visits = self.env["cc.channel"].create(
            {"name": "Hall", "kind": "visit", "direction_id": self.direction.id}
        )
        appeal = self.make_appeal(channel_id=visits.id)
        (delivery,) = self.as_role("operator", appeal)._reply("", "Words").values()
        self.assertEqual(delivery.channel_id, self.channel)
        found = self.as_role("operator", appeal)._reply("", "W", channel=visits)
        self.assertIn("Hall", found[appeal.id])

    def test_nobody_of_another_client_is_written_to(self):
        self.appeal.sudo().interaction_ids = [
            Command.create(
                {
                    "channel_id": self.make_mailbox("Far", self.other_direction).id,
                    "client_id": self.other.id,
                    "partner_id": self.stranger.id,
                    "identity_id": self.stranger.cc_identity_ids[-1:].id,
                }
            )
        ]
        (delivery,) = self.desk._reply("", "Words").values()
        self.assertEqual(delivery.identity_id, self.identity)

    # files, batches
    def test_files_go_with_each_answer(self):
        other = self.make_appeal()
        files = self.file(self.desk) + self.file(self.desk, "map.txt", b"A map")
        both = (self.appeal + other).with_user(self.users["operator"])
        both._reply("", "Words", attachments=files)
        for appeal in both:
            copies = self.sent(appeal.sudo()).attachment_ids.sorted("id")
            self.assertEqual(copies.mapped("name"), ["scan.pdf", "map.txt"])
            self.assertEqual(copies[0].raw, b"%PDF-1.4 scan")
            self.assertFalse(copies & files)
        letter = self.letter(self.sent(other).delivery_id)
        self.assertEqual(
            [(file.name, file.content) for file in letter.attachments],
            [("scan.pdf", b"%PDF-1.4 scan"), ("map.txt", b"A map")],
        )

    def test_50_answers_ask_what_one_asks(self):
        people = [
            self.make_person(f"P{n}", self.own, f"+7916001{n:04}", f"p{n}@example.ru")
            for n in range(51)
        ]
        appeals = self.env["cc.appeal"].concat(
            *(self.make_appeal(applicant_id=person.id) for person in people)
        )
        appeals = appeals.with_user(self.users["operator"])
        files = self.file(appeals[0])

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = some._reply("{subject}", "Dear {name}", attachments=files)
            self.env.flush_all()
            self.assertEqual(len(found), len(some))
            self.assertFalse([each for each in found.values() if isinstance(each, str)])
            return self.env.cr.sql_log_count - before

        # the first queues a run of the account, and caches start anew
        count(self.desk)
        count(self.desk)
        one, fifty = count(appeals[:1]), count(appeals[1:])
        self.assertEqual(one, fifty)
        self.assertLessEqual(fifty, 60)
