import socket
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.cc_appeals.models import cc_channel_mail_send
from odoo.addons.cc_ledger.outcome import REFUSED

from .common import make_letter
from .outgoing_case import OutgoingCase


@tagged("post_install", "-at_install")
class TestOutgoingLetter(OutgoingCase):
    """What a delivery of the mail channel looks like to its recipient."""

    def test_the_letter_says_who_what_and_when(self):
        delivery = self.enqueue(subject="Ответ на обращение", body="Вода есть.")
        letter = self.letter(delivery)
        self.assertEqual(letter.sender, "line@example.org")
        self.assertEqual(letter.recipients, (self.identity.value,))
        self.assertEqual(letter.subject, "Ответ на обращение")
        self.assertEqual(letter.text.strip(), "Вода есть.")
        self.assertEqual(letter.message_id, f"cc.{delivery.key}@example.org")
        self.assertEqual(delivery.message_id, letter.message_id)
        self.assertEqual(letter.kind, "letter")

    def test_each_letter_has_a_return_address_of_its_own(self):
        delivery = self.enqueue()
        bare = delivery.key.replace("-", "")
        envelope = self.parcel(delivery).envelope_from
        self.assertEqual(envelope, f"bounces+{bare}@example.org")
        self.account.bounce_sign = False
        self.assertEqual(self.parcel(delivery).envelope_from, "bounces@example.org")
        self.account.bounce_address = False
        self.assertEqual(self.parcel(delivery).envelope_from, "line@example.org")

    def test_every_try_is_the_same_letter(self):
        delivery = self.enqueue()
        first = self.parcel(delivery)
        delivery.write({"attempts": 3, "is_maybe_repeated": True})
        self.assertEqual(self.parcel(delivery), first)

    def test_its_name_stays_when_the_account_is_changed(self):
        delivery = self.enqueue()
        before = self.letter(delivery).message_id
        self.account.sender = "line@example.com"
        self.assertEqual(self.letter(delivery).message_id, before)

    def test_it_joins_the_thread_of_the_letter_it_answers(self):
        contact = self.receive(make_letter("one")).interaction_id
        delivery = self.enqueue(interaction_id=contact.id)
        letter = self.letter(delivery)
        self.assertEqual(letter.in_reply_to, ("one@example.ru",))
        self.assertEqual(letter.references, ("one@example.ru",))

    def test_only_an_automatic_letter_says_it_is(self):
        self.assertEqual(self.letter(self.enqueue()).kind, "letter")
        automatic = self.letter(self.enqueue(version=2, is_automatic=True))
        self.assertEqual(automatic.kind, "auto_reply")

    def test_who_is_on_the_stop_list_gets_nothing(self):
        self.env["cc.stop.entry"].create(
            {"kind": "email", "value": self.identity.value, "reason": "asked for it"}
        )
        outcome = self.parcel(self.enqueue())
        self.assertEqual((outcome.kind, outcome.code), (REFUSED, "stopped"))

    def test_one_that_cannot_be_composed_does_not_hold_up_the_others(self):
        bad, good = self.enqueue(subject="Bad"), self.enqueue(subject="Good")
        real = cc_channel_mail_send.compose

        def compose(draft):
            if draft.subject == "Bad":
                raise ValueError("words of a letter")
            return real(draft)

        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.account.port = listener.getsockname()[1]
        with (
            patch.object(cc_channel_mail_send, "compose", compose),
            self.assertLogs(cc_channel_mail_send.__name__, "ERROR") as logs,
        ):
            self.outbox._job_send("cc.mail.account", self.account.id)
        self.assertEqual((bad.state, bad.error_code), ("failed", "internal"))
        # a person is told in words; the class of the fault is the log's
        self.assertNotIn(bad.error_detail, bad.error_text)
        self.assertIn(bad.error_detail, "".join(logs.output))
        self.assertEqual(good.state, "waiting")
        self.assertEqual(self.account.error_code, "refused", "the server was asked")
        self.assertNotIn("words of a letter", "".join(logs.output))

    def test_a_phone_gets_no_letter(self):
        phone = self.person.cc_identity_ids - self.identity
        outcome = self.parcel(self.enqueue(identity_id=phone.id))
        self.assertEqual((outcome.kind, outcome.code), (REFUSED, "no_address"))

    def test_it_stands_with_its_appeal(self):
        delivery = self.enqueue()
        self.assertEqual(delivery.appeal_id.delivery_ids, delivery)
        shown = self.as_role("operator", delivery.appeal_id).delivery_ids
        self.assertEqual(shown.recipient_masked, "a…@e….ru")

    def test_every_outcome_has_a_sentence_without_holes(self):
        for code in self.outbox._sentences():
            sentence = self.outbox._sentence(code, "50% [x]")
            self.assertNotIn("%(", sentence)
