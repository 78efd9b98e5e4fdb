import uuid

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.cc_appeals.engine.message_id import make

from .common import CcAppealsCase, make_letter

REPORT = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: line@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

No such user.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; anna@example.ru
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

From: line@example.org
Message-ID: {message_id}
Subject: Answer

--b--
"""
STRANGER = "Чужой <stranger@example.com>"


@tagged("post_install", "-at_install")
class TestCcChannelMailThread(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appeal = cls.receive(make_letter("first")).interaction_id.appeal_ids
        cls.key = str(uuid.uuid4())
        cls.env["cc.outbox.delivery"]._enqueue(
            [
                {
                    "key": cls.key,
                    "channel_id": cls.channel.id,
                    "identity_id": cls.person.cc_identity_ids.filtered(
                        lambda identity: identity.kind == "email"
                    ).id,
                    "kind": "reply",
                    "res_model": "cc.appeal",
                    "res_id": cls.appeal.id,
                }
            ]
        )
        cls.message_id = make(cls.key, "example.org")

    def answer(self, key="answer", header="In-Reply-To", message_id=None, **letter):
        extra = f"{header}: {message_id or self.message_id}\n"
        letter.setdefault("body", "Спасибо, но воды нет.")
        letter.setdefault("subject", "Re: ответ")
        return self.receive(make_letter(key, extra=extra, **letter)).interaction_id

    def test_an_answer_from_the_recipient_joins_the_appeal(self):
        for header in ("In-Reply-To", "References"):
            contact = self.answer(f"by {header}", header, body=header)
            self.assertEqual(contact.appeal_ids, self.appeal)
            self.assertEqual(contact.partner_id, self.person)
            self.assertFalse(contact.claimed_appeal_id)

    def test_the_address_counts_and_not_the_name(self):
        twin = self.env["res.partner"].create(
            {
                "name": "Борис",
                "is_cc_applicant": True,
                "cc_client_id": self.own.id,
                "email": "anna@example.ru",
            }
        )
        contact = self.answer(sender="Семья Смирновых <ANNA@example.ru>")
        self.assertEqual(contact.appeal_ids, self.appeal)
        self.assertEqual(contact.partner_id, self.person)
        self.assertFalse(twin.cc_interaction_ids)

    def test_another_address_with_our_message_id_only_claims(self):
        contact = self.answer(sender=STRANGER)
        self.assertEqual(len(contact.appeal_ids), 1)
        self.assertNotEqual(contact.appeal_ids, self.appeal)
        self.assertEqual(contact.claimed_appeal_id, self.appeal)
        self.assertEqual(contact.appeal_ids.claimed_appeal_id, self.appeal)
        self.assertNotEqual(contact.partner_id, self.person)
        self.assertEqual(len(self.appeal.interaction_ids), 1)
        self.assertEqual(self.appeal.claiming_ids, contact)

    def test_a_strangers_number_only_claims(self):
        contact = self.receive(
            make_letter("n", subject=f"№ {self.appeal.number}", sender=STRANGER)
        ).interaction_id
        self.assertEqual(contact.claimed_appeal_id, self.appeal)
        self.assertNotEqual(contact.appeal_ids, self.appeal)

    def test_a_key_nobody_gave_is_no_key(self):
        contact = self.answer(message_id=make(str(uuid.uuid4()), "example.org"))
        self.assertNotEqual(contact.appeal_ids, self.appeal)
        self.assertFalse(contact.claimed_appeal_id)

    def test_the_number_helps_where_the_message_id_is_of_another(self):
        contact = self.answer(
            message_id="<x@example.ru>", subject=f"№ {self.appeal.number}"
        )
        self.assertEqual(contact.appeal_ids, self.appeal)

    def test_another_clients_appeals_are_not_named(self):
        far = self.make_mailbox("Far", self.other_direction)
        extra = f"In-Reply-To: {self.message_id}\n"
        subject = f"№ {self.appeal.number}"
        contact = self.receive(
            make_letter("far", subject=subject, extra=extra), channel=far
        ).interaction_id
        self.assertFalse(contact.claimed_appeal_id)
        self.assertEqual(contact.appeal_ids.client_id, self.other)

    def test_a_letter_to_another_direction_is_an_appeal_there(self):
        # who has the appeal does not see what comes to the other direction's box
        beside = self.env["cc.direction"].create(
            {"name": "Beside", "code": "T-BESIDE", "client_ids": self.own.ids}
        )
        box = self.make_mailbox("Beside", beside)
        letters = (
            make_letter("b1", subject=f"№ {self.appeal.number}", body="Сюда"),
            make_letter("b2", extra=f"In-Reply-To: {self.message_id}\n", body="И я"),
        )
        for contact in self.receive(*letters, channel=box).interaction_id:
            self.assertEqual(contact.appeal_ids.direction_id, beside)
            self.assertEqual(contact.partner_id, self.person)
            self.assertFalse(contact.claimed_appeal_id)

    def test_a_report_reaches_its_delivery(self):
        delivery = self.env["cc.outbox.delivery"].search([("key", "=", self.key)])
        delivery.state = "sent"
        event = self.receive(REPORT.format(message_id=self.message_id).encode())
        self.assertEqual((event.state, event.kind), ("ignored", "bounce"))
        self.assertEqual(delivery.state, "bounced")
        self.assertFalse(event.interaction_id.appeal_ids)

    def test_a_bulk_letter_is_marked(self):
        plain = self.receive(make_letter("plain"))
        bulk = self.receive(make_letter("bulk", extra="Precedence: bulk\n", body="2"))
        self.assertFalse(plain.interaction_id.is_bulk)
        self.assertTrue(bulk.interaction_id.is_bulk)

    def test_an_answer_and_a_stranger_in_one_batch(self):
        extra = f"In-Reply-To: {self.message_id}\n"
        events = self.receive(
            make_letter("a", extra=extra, body="Моё"),
            make_letter("b", extra=extra, sender=STRANGER, body="Чужое"),
            make_letter("c", body="Новое"),
        )
        own, strange, new = (event.interaction_id for event in events)
        self.assertEqual(own.appeal_ids, self.appeal)
        self.assertEqual(strange.claimed_appeal_id, self.appeal)
        self.assertFalse(new.claimed_appeal_id)

    def test_an_executor_is_not_told_of_other_appeals(self):
        contact = self.answer(sender=STRANGER)
        appeal = contact.appeal_ids
        operator = self.as_role("operator", appeal)
        self.assertEqual(operator.claimed_appeal_id, self.appeal)
        operator.action_hand_over(self.department.id)
        seen = self.as_role("executor", contact)
        self.assertTrue(seen.subject)
        with self.assertRaises(AccessError):
            seen.read(["claimed_appeal_id"])
