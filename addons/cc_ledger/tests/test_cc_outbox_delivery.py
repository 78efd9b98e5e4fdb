from datetime import timedelta
from unittest.mock import patch

import psycopg2
from psycopg2.errorcodes import SERIALIZATION_FAILURE

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.cc_ledger.outcome import LATER, REFUSED, UNKNOWN, Outcome

from .outbox_case import OutboxCase


@tagged("post_install", "-at_install")
class TestCcOutboxDelivery(OutboxCase):
    def test_a_delivery_waits_and_its_gateway_is_woken_once(self):
        deliveries = self.enqueue(3)
        self.assertEqual(set(deliveries.mapped("state")), {"waiting"})
        self.assertEqual(deliveries.direction_id, self.direction)
        self.assertEqual(deliveries.client_id, self.own)
        self.assertEqual(self.gateway.woken, [0])

    def test_the_same_matter_is_one_delivery(self):
        first = self.enqueue()
        again = self.outbox._enqueue([self.vals(), self.vals(), self.vals(2)])
        self.assertEqual([again[0], again[1]], [first, first])
        self.assertNotEqual(again[2], first)

    def test_the_key_tells_version_template_and_recipient(self):
        phone = self.person.cc_identity_ids - self.identity
        keys = {
            self.outbox._enqueue([self.vals(**changes)]).key
            for changes in (
                {},
                {"version": 2},
                {"template": "other"},
                {"identity_id": phone.id},
                {"key": "0b6a8c1e-52f3-5d7e-9a40-1c2d3e4f5a6b"},
            )
        }
        self.assertEqual(len(keys), 5)

    def test_a_key_of_another_database_is_another_one(self):
        first = self.outbox._make_key("a")
        self.env["ir.config_parameter"].set_param("database.uuid", "elsewhere")
        self.assertNotEqual(self.outbox._make_key("a"), first)

    def test_a_person_of_another_client_is_refused(self):
        stranger = self.stranger.cc_identity_ids[:1]
        with self.assertRaises(ValueError):
            self.enqueue(identity_id=stranger.id)

    @mute_logger("odoo.sql_db")
    def test_a_key_put_there_out_of_sight_is_tried_again_not_raised(self):
        self.enqueue()
        with (
            patch.object(
                type(self.outbox), "search", lambda *args, **kwargs: self.outbox
            ),
            self.assertRaises(psycopg2.errors.SerializationFailure) as raised,
        ):
            self.enqueue()
        # Odoo looks its name up before it tries again
        self.assertEqual(raised.exception.pgcode, SERIALIZATION_FAILURE)

    def test_nobody_deletes_or_edits(self):
        delivery = self.enqueue()
        with self.assertRaises(UserError):
            delivery.unlink()
        for role in ("supervisor", "admin", "operator"):
            with self.assertRaises(AccessError):
                self.as_role(role, delivery).write({"state": "sent"})
            with self.assertRaises(AccessError):
                self.as_role(role, self.outbox).create(self.vals())

    def test_the_words_are_not_for_the_administrator(self):
        delivery = self.enqueue()
        self.assertEqual(self.as_role("operator", delivery).body, "Words")
        with self.assertRaises(AccessError):
            self.as_role("admin", delivery).read(["body"])
        shown = self.as_role("admin", delivery).read(["recipient_masked"])[0]
        self.assertEqual(shown["recipient_masked"], "a…@e….ru")

    def test_what_failed_is_sent_again_by_a_supervisor(self):
        delivery = self.enqueue()
        key = delivery.key
        self.run_with(Outcome(REFUSED, "internal", "no"))
        self.assertTrue(delivery.is_attention)
        with self.assertRaises(AccessError):
            self.as_role("operator", delivery).action_retry()
        self.as_role("supervisor", delivery).action_retry()
        self.assertFalse(delivery.is_attention)
        self.run_with(self.accepted())
        self.assertEqual((delivery.state, delivery.key), ("sent", key))
        self.assertFalse(delivery.is_maybe_repeated)

    def test_what_is_not_known_is_marked_when_a_person_sends_it_again(self):
        delivery = self.enqueue()
        self.run_with(Outcome(UNKNOWN, "internal"))
        self.as_role("supervisor", delivery).action_retry()
        self.assertEqual(delivery.state, "waiting")
        self.assertTrue(delivery.is_maybe_repeated)

    def test_what_was_sent_is_not_repeated_by_the_button(self):
        delivery = self.enqueue()
        self.run_with(self.accepted())
        self.as_role("supervisor", delivery).action_retry()
        self.assertEqual(delivery.state, "sent")

    def test_taking_back_needs_a_reason_and_a_role(self):
        delivery = self.enqueue()
        with self.assertRaises(UserError):
            self.as_role("supervisor", delivery).action_cancel(" ")
        with self.assertRaises(AccessError):
            self.as_role("operator", delivery).action_cancel("why")
        self.as_role("supervisor", delivery).action_cancel("answered by phone")
        self.assertEqual((delivery.state, delivery.error_code), ("failed", "cancelled"))
        self.assertEqual(delivery.cancel_note, "answered by phone")
        self.assertFalse(delivery.is_attention)
        self.assertEqual(self.run_with(self.accepted()), [])

    def test_what_is_on_its_way_is_not_taken_back_in_silence(self):
        delivery = self.enqueue()
        delivery._begin()
        with self.assertRaises(UserError):
            self.as_role("supervisor", delivery).action_cancel("too late")
        delivery._conclude(self.accepted(), ("waiting", False))
        with self.assertRaises(UserError):
            self.as_role("supervisor", delivery).action_cancel("too late")
        self.assertEqual((delivery.state, delivery.cancel_note), ("sent", False))

    def test_the_dialog_takes_back_what_was_chosen(self):
        deliveries = self.enqueue(2)
        dialog = self.as_role("supervisor", self.env["cc.outbox.cancel"])
        dialog = dialog.with_context(active_ids=deliveries.ids)
        dialog.create({"reason": "a mistake"}).action_cancel()
        self.assertEqual(set(deliveries.mapped("cancel_note")), {"a mistake"})

    def test_what_failed_leaves_the_list_with_a_note(self):
        delivery = self.enqueue()
        self.run_with(Outcome(REFUSED, "internal", "no"))
        self.as_role("supervisor", delivery).action_cancel("no such address")
        self.assertEqual((delivery.state, delivery.is_attention), ("failed", False))
        self.assertEqual(delivery.error_code, "internal")

    def test_every_outcome_has_a_sentence_without_holes(self):
        for code in [*self.outbox._sentences(), "never heard of"]:
            sentence = self.outbox._sentence(code, "50% [x]")
            self.assertNotIn("%(", sentence)
            self.assertRegex(sentence, r"^.{20,}$")

    def test_a_code_is_never_shown(self):
        for code in [*self.outbox._sentences(), "raw_name"]:
            for detail in ("", "raw_name:", "raw_name: 451 later"):
                last = detail if code == "gave_up" else detail.partition(": ")[2]
                sentence = self.outbox._sentence(code, last)
                self.assertNotIn("_", sentence, (code, detail))
        given_up = self.outbox._sentence("gave_up", "raw_name: 451 later")
        self.assertIn("451 later", given_up)
        self.assertIn("send it again", given_up)

    def test_the_history_tells_each_try_in_words(self):
        delivery = self.enqueue()
        self.run_with(Outcome(LATER, "other", "first"))
        self.run_with(Outcome(LATER, "internal", "never reached"))
        delivery.next_try_at = "2026-01-01 00:00:00"
        self.run_with(Outcome(LATER, "other", "second"))
        lines = delivery.history_text.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertIn("first", lines[0])
        self.assertIn("second", lines[1])

    def test_addresses_in_a_servers_words_are_masked(self):
        delivery = self.enqueue()
        said = "550 5.1.1 <Anna@Example.ru>: no such user here, anna@example.ru"
        self.run_with(Outcome(REFUSED, "internal", said))
        self.assertNotIn("nna@", delivery.error_detail.lower())
        self.assertIn("550 5.1.1", delivery.error_detail)
        self.assertNotIn("nna@", str(delivery.history).lower())

    def test_automatic_ones_of_an_address_are_counted(self):
        self.enqueue(2, is_automatic=True)
        self.enqueue(5)
        args = [self.identity.value], "email", self.own, timedelta(hours=1)
        self.assertEqual(self.outbox._latest_automatic(*args), {self.identity.value: 2})
        self.assertEqual(
            self.outbox._latest_automatic(args[0], "email", self.other, args[3]), {}
        )
