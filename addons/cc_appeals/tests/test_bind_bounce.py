from itertools import permutations

from odoo.tests import tagged

from odoo.addons.cc_appeals.engine.letter import parse
from odoo.addons.cc_ledger.outcome import ACCEPTED, Outcome

from .outgoing_case import OutgoingCase

REPORT = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: {to}
{extra}Subject: {subject}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

{text}

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; anna@example.ru
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--b
Content-Type: text/rfc822-headers

From: line@example.org
To: anna@example.ru
Message-ID: <{message_id}>
Subject: Answer

--b--
"""
DELAY = """\
Return-Path: <>
From: Mail Delivery System <mailer-daemon@mx.example.ru>
To: line@example.org
Subject: Warning: message delayed 24 hours

This message was created automatically by mail delivery software.
Your letter has not yet been delivered to:

  anna@example.ru

Delivery attempts will continue for some time.

Return-path: <line@example.org>
From: line@example.org
To: anna@example.ru
Message-ID: <{message_id}>
Subject: Answer

"""
RECEIPT = """\
From: anna@example.ru
To: line@example.org
Subject: Read: Answer
{thread}MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary=b

--b

The letter was read.

--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822; anna@example.ru
Original-Message-ID: <{message_id}>
Disposition: manual-action/MDN-sent-manually; displayed

--b--
"""


@tagged("post_install", "-at_install")
class TestBindBounce(OutgoingCase):
    def setUp(self):
        super().setUp()
        self.delivery = self.enqueue()
        self.delivery.state = "sent"

    def report(
        self,
        action="failed",
        status="5.1.1",
        diagnostic="550 5.1.1 no such user",
        message_id=None,
        to="line@example.org",
        extra="",
    ):
        raw = REPORT.format(
            to=to,
            extra=extra,
            subject="Undelivered Mail Returned to Sender",
            text="This is the mail system. Your message could not be delivered.",
            action=action,
            status=status,
            diagnostic=diagnostic,
            message_id=message_id or self.delivery.message_id,
        )
        letter = parse(raw.encode())
        has_arrived = status.startswith("2.")
        self.assertEqual(letter.kind, "auto_reply" if has_arrived else "bounce")
        return letter

    def verp(self):
        return f"bounces+{self.delivery.key.replace('-', '')}@example.org"

    def bind(self, letter, channel=None):
        return self.outbox._bind_bounce(channel or self.channel, letter)

    def test_a_dead_address_is_told_by_our_message_id(self):
        self.assertEqual(self.bind(self.report()), self.delivery)
        self.assertEqual(self.delivery.state, "bounced")
        self.assertTrue(self.delivery.is_attention)
        self.assertIn("no such user", self.delivery.error_text)
        # what the numbers mean comes first, the server's words are a quotation
        said = "The address does not work: there is no such address (“5.1.1"
        self.assertTrue(self.delivery.error_text.startswith(said))

    def test_a_server_that_gave_nothing_but_words_is_quoted(self):
        self.delivery.write({"error_code": "busy", "error_detail": "try me later"})
        words = "The mail server asks to come later: “try me later”"
        self.assertEqual(self.delivery.error_text, words)
        self.delivery.error_code = "gave_up"
        self.delivery.error_detail = "busy: try me later"
        self.assertIn("not tried any more", self.delivery.error_text)
        self.assertTrue(self.delivery.error_text.endswith(f": {words}"))

    def test_the_return_address_is_surer_than_the_returned_headers(self):
        other = self.enqueue(version=2)
        for place in ({"to": self.verp()}, {"extra": f"Delivered-To: {self.verp()}\n"}):
            self.delivery.state = "sent"
            report = self.report(message_id=other.message_id, **place)
            self.assertEqual(self.bind(report), self.delivery)
            self.assertEqual(self.delivery.state, "bounced")
        self.assertEqual(other.state, "waiting")

    def test_the_return_address_is_enough(self):
        report = self.report(to=self.verp(), message_id="somebody@else")
        self.assertEqual(self.bind(report), self.delivery)

    def test_a_report_about_somebody_elses_letter_is_nobodys(self):
        self.assertFalse(self.bind(self.report(message_id="x@example.com")))
        self.assertEqual(self.delivery.state, "sent")

    def test_another_clients_mailbox_binds_nothing(self):
        far = self.make_mailbox("Far", self.other_direction)
        self.assertFalse(self.bind(self.report(), channel=far))
        self.assertEqual(self.delivery.state, "sent")

    def test_a_delay_is_not_the_end(self):
        report = self.report("delayed", "4.4.1", "421 4.4.1 connection timed out")
        self.assertEqual(self.bind(report), self.delivery)
        self.assertEqual(self.delivery.state, "sent")
        self.assertFalse(self.delivery.is_attention)
        self.assertIn("connection timed out", self.delivery.history_text)

    def test_a_delay_told_in_words_alone_is_not_the_end(self):
        letter = parse(DELAY.format(message_id=self.delivery.message_id).encode())
        self.assertEqual(self.bind(letter), self.delivery)
        self.assertEqual(self.delivery.state, "sent")
        self.assertEqual(self.delivery.error_code, "delayed")

    def test_a_server_that_gave_up_is_the_end_though_the_address_lives(self):
        report = self.report("failed", "4.4.7", "delivery time expired")
        self.assertFalse(report.bounce.hard)
        self.bind(report)
        self.assertEqual(
            (self.delivery.state, self.delivery.error_code), ("bounced", "returned")
        )

    def test_a_full_box_is_the_end_though_the_address_lives(self):
        self.bind(self.report("failed", "5.2.2", "552 5.2.2 mailbox full"))
        self.assertEqual(
            (self.delivery.state, self.delivery.error_code), ("bounced", "returned")
        )

    def test_a_servers_receipt_and_a_readers_receipt_say_it_is_there(self):
        receipts = [self.report("delivered", "2.0.0", "250 ok")]
        for thread in ("", f"In-Reply-To: <{self.delivery.message_id}>\n"):
            raw = RECEIPT.format(message_id=self.delivery.message_id, thread=thread)
            receipts.append(parse(raw.encode()))
        for receipt in receipts:
            self.delivery.state = "sent"
            self.assertEqual(self.bind(receipt), self.delivery)
            self.assertEqual(self.delivery.state, "delivered")

    def test_an_automatic_reply_is_bound_and_changes_nothing(self):
        raw = (
            f"From: anna@example.ru\nTo: {self.verp()}\nSubject: On holiday\n"
            "Auto-Submitted: auto-replied\n\nback on Monday\n"
        )
        self.assertEqual(self.bind(parse(raw.encode())), self.delivery)
        self.assertEqual(self.delivery.state, "sent")

    def test_what_nobody_knew_is_settled_by_a_report(self):
        for report, state in (
            (self.report("delayed", "4.4.1", "421 slow"), "sent"),
            (self.report(), "bounced"),
            (self.report("delivered", "2.0.0", "250 ok"), "delivered"),
        ):
            self.delivery.write({"state": "unknown", "next_try_at": "2026-01-01"})
            self.bind(report)
            self.assertEqual(
                (self.delivery.state, self.delivery.next_try_at), (state, False)
            )
            self.env.flush_all()
            self.assertFalse(self.outbox._claim(self.channel, 1))

    def test_a_delay_told_while_it_is_being_sent_leaves_nothing_behind(self):
        self.delivery.write({"state": "waiting", "next_try_at": "2026-01-01"})
        self.env.flush_all()
        self.assertTrue(self.delivery._begin())
        self.bind(self.report("delayed", "4.4.1", "421 slow"))
        # its worker dies now: the server has said that it took the letter
        self.assertEqual(self.delivery.state, "sent")
        self.assertTrue(self.delivery.sent_at)

    def test_whatever_comes_first_the_end_is_the_same(self):
        steps = {
            "accepted": lambda: self.delivery._conclude(
                Outcome(ACCEPTED, ref="250"), ("waiting", False)
            ),
            "delayed": lambda: self.bind(self.report("delayed", "4.4.1", "421 slow")),
            "receipt": lambda: self.bind(self.report("delivered", "2.0.0", "250")),
            "bounce": lambda: self.bind(self.report()),
        }
        for order in permutations(steps):
            self.delivery.write({"state": "sending", "provider_ref": False})
            self.env.flush_all()
            for name in order:
                steps[name]()
                self.env.flush_all()
            self.assertEqual(self.delivery.state, "bounced", order)
            self.assertEqual(self.delivery.provider_ref, "250", order)

    def test_the_diagnostic_is_kept_without_the_address(self):
        self.bind(self.report(diagnostic="550 5.1.1 <anna@example.ru> no such user"))
        self.assertNotIn("anna@", self.delivery.error_text)

    def test_a_complaint_is_noted(self):
        raw = (
            f"From: fbl@mx.example.net\nTo: {self.verp()}\nSubject: complaint\n"
            "MIME-Version: 1.0\nContent-Type: multipart/report;"
            " report-type=feedback-report; boundary=b\n\n--b\n\nspam\n\n--b\n"
            "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--b--\n"
        )
        self.assertEqual(self.bind(parse(raw.encode())), self.delivery)
        self.assertEqual(self.delivery.state, "sent")
        self.assertEqual(self.delivery.history[-1]["code"], "complaint")
