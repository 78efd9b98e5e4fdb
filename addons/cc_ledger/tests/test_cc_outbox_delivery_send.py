from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.cc_ledger import outbox_run
from odoo.addons.cc_ledger.outcome import (
    DELIVERED,
    DOWN,
    LATER,
    REFUSED,
    UNKNOWN,
    Outcome,
)

from .outbox_case import OutboxCase

LATE = Outcome(LATER, "other", "451 later")
CUT = Outcome(LATER, "internal", "421 closing", is_line=True)
LOST = Outcome(UNKNOWN, "internal", "no answer", is_line=True)
GONE = Outcome(DOWN, "refused")


@tagged("post_install", "-at_install")
class TestCcOutboxDeliverySend(OutboxCase):
    def due(self, deliveries):
        deliveries.next_try_at = fields.Datetime.now()

    def test_what_is_accepted_is_sent_and_says_so(self):
        deliveries = self.enqueue(3)
        seen = self.run_with(self.accepted("2.0.0 queued"))
        self.assertEqual(len(seen), 3)
        self.assertEqual(set(deliveries.mapped("state")), {"sent"})
        self.assertEqual(set(deliveries.mapped("provider_ref")), {"2.0.0 queued"})
        self.assertTrue(all(deliveries.mapped("sent_at")))
        self.assertEqual(self.run_with(self.accepted()), [])

    def test_the_try_is_counted_and_marked_before_the_provider_is_called(self):
        self.enqueue()
        told = []

        def answer(delivery):
            told.append((delivery.state, delivery.attempts, bool(delivery.lease_until)))
            return self.accepted()

        self.run_with(answer)
        self.assertEqual(told, [("sending", 1, True)])

    def test_a_permanent_refusal_waits_for_a_person(self):
        delivery = self.enqueue()
        self.run_with(Outcome(REFUSED, "internal", "550 no"))
        self.assertEqual((delivery.state, delivery.next_try_at), ("failed", False))
        self.assertTrue(delivery.is_attention)
        self.assertEqual(self.gateway.error_count, 0)

    @freeze_time("2026-03-02 10:00:00")
    def test_waits_double_up_to_half_an_hour(self):
        delivery = self.enqueue()
        waits = []
        for _try in range(7):
            self.due(delivery)
            self.run_with(LATE)
            self.assertEqual(delivery.state, "waiting")
            spread = timedelta(seconds=delivery.id % 30)
            waits.append(delivery.next_try_at - fields.Datetime.now() - spread)
        minutes = [wait.total_seconds() / 60 for wait in waits]
        self.assertEqual(minutes, [1, 2, 4, 8, 16, 30, 30])
        self.assertEqual(self.run_with(self.accepted()), [], "not before its time")

    def test_after_three_days_it_is_given_up_to_a_person(self):
        with freeze_time("2026-03-02 10:00:00"):
            delivery = self.enqueue()
            self.due(delivery)
            self.run_with(LATE)
        with freeze_time("2026-03-05 09:59:00"):
            self.run_with(LATE)
            self.assertEqual(delivery.state, "waiting")
        with freeze_time("2026-03-05 11:00:00"):
            self.run_with(LATE)
        self.assertEqual(delivery.state, "expired")
        self.assertTrue(delivery.is_attention)
        self.assertIn("451 later", delivery.error_text)
        # the last fault is kept as a code: the reader's language is known later
        self.assertEqual(delivery.error_detail, f"{LATE.code}: 451 later")

    def test_what_nobody_knows_is_sent_once_more_and_marked(self):
        delivery = self.enqueue()
        self.run_with(LOST)
        self.assertEqual(delivery.state, "unknown")
        self.assertFalse(delivery.is_maybe_repeated or delivery.is_attention)
        self.due(delivery)
        self.run_with(self.accepted())
        self.assertEqual((delivery.state, delivery.attempts), ("sent", 2))
        self.assertTrue(delivery.is_maybe_repeated)

    def test_the_second_time_nobody_knows_a_person_decides(self):
        delivery = self.enqueue()
        self.run_with(LOST)
        self.due(delivery)
        self.run_with(LOST)
        self.assertEqual((delivery.state, delivery.next_try_at), ("unknown", False))
        self.assertTrue(delivery.is_attention)
        self.assertEqual(self.run_with(self.accepted()), [])

    def test_the_provider_settles_what_nobody_knows(self):
        for said, state in (
            (self.accepted("ref"), "sent"),
            (Outcome(DELIVERED), "delivered"),
            (Outcome(REFUSED, "internal"), "failed"),
        ):
            delivery = self.outbox._enqueue([self.vals(version=state)])
            self.run_with(LOST)
            self.due(delivery)
            self.assertEqual(self.run_with(self.accepted(), status=said), [])
            self.assertEqual(delivery.state, state)
            self.assertFalse(delivery.is_maybe_repeated)

    def test_what_the_provider_never_got_is_sent_as_if_for_the_first_time(self):
        delivery = self.enqueue()
        self.run_with(LOST)
        self.due(delivery)
        self.run_with(self.accepted(), status=LATE)
        self.due(delivery)
        self.assertEqual(delivery.state, "waiting")
        self.run_with(self.accepted())
        self.assertEqual((delivery.state, delivery.is_maybe_repeated), ("sent", False))

    def test_what_a_lost_worker_was_sending_is_not_known_after_its_lease(self):
        delivery = self.enqueue()
        self.assertTrue(delivery._begin())
        self.assertEqual(self.run_with(self.accepted()), [], "the lease still runs")
        self.assertEqual(delivery.state, "sending")
        delivery.lease_until = fields.Datetime.now() - timedelta(seconds=1)
        self.run_with(self.accepted())
        self.assertEqual((delivery.state, delivery.is_maybe_repeated), ("sent", True))
        self.assertEqual(delivery.history[0]["code"], "worker_lost")

    def test_what_loses_its_workers_three_times_is_left_to_a_person(self):
        delivery, left = self.enqueue(), []
        for _worker in range(3):
            self.assertTrue(delivery._begin())
            delivery.lease_until = fields.Datetime.now() - timedelta(seconds=1)
            self.outbox._recover(self.channel)
            self.env.invalidate_all()
            left.append((delivery.state, not delivery.next_try_at))
        self.assertEqual(left, [("unknown", False)] * 2 + [("unknown", True)])
        self.assertTrue(delivery.is_attention)

    def test_a_receipt_that_came_first_stands(self):
        delivery = self.enqueue()

        def answer(each):
            each.state = "bounced"
            self.env.flush_all()
            return self.accepted("ref")

        self.run_with(answer)
        self.assertEqual((delivery.state, delivery.provider_ref), ("bounced", "ref"))

    def test_what_was_taken_back_meanwhile_is_not_sent(self):
        first, second = self.enqueue(2)

        def answer(each):
            self.as_role("supervisor", second).action_cancel("not needed")
            self.env.flush_all()
            return self.accepted()

        self.assertEqual(self.run_with(answer), [first])
        self.assertEqual(second.error_code, "cancelled")

    def test_a_gateway_that_is_down_burns_no_tries(self):
        deliveries = self.enqueue(5)
        self.assertEqual(len(self.run_with(GONE)), 1, "the first one tells")
        self.assertEqual(set(deliveries.mapped("state")), {"waiting"})
        self.assertEqual(set(deliveries.mapped("attempts")), {0})
        self.assertFalse(any(deliveries.mapped("first_try_at")))
        self.assertEqual(
            (self.gateway.error_code, self.gateway.woken), ("refused", [0])
        )

    def test_it_is_probed_with_one_delivery_a_minute(self):
        deliveries = self.enqueue(5)
        with freeze_time(fields.Datetime.now()) as clock:
            for _minute in range(3):
                self.assertEqual(len(self.run_with(GONE)), 1)
                self.assertEqual(self.run_with(GONE), [], "it rests")
                clock.tick(timedelta(minutes=1))
            self.run_with(self.accepted())
        self.assertEqual(set(deliveries.mapped("state")), {"sent"})
        self.assertEqual(self.gateway.error_count, 0)

    def test_broken_lines_in_a_row_open_the_breaker(self):
        deliveries = self.enqueue(20)
        self.assertEqual(len(self.run_with(CUT)), outbox_run.STREAK)
        self.assertEqual(self.gateway.error_count, 1)
        self.assertEqual(sum(deliveries.mapped("attempts")), outbox_run.STREAK)

    def test_the_gateways_fault_names_no_recipient(self):
        self.enqueue(20)
        said = "421 too many for <anna@example.ru>"
        self.run_with(Outcome(LATER, "busy", said, is_line=True))
        self.assertEqual(self.gateway.error_count, 1)
        self.assertIn("421 too many", self.gateway.error_detail)
        self.assertNotIn("anna@", self.gateway.error_detail)

    def test_a_probe_that_is_not_answered_keeps_the_breaker_open(self):
        deliveries = self.enqueue(3)
        self.gateway.error_count = 1
        self.assertEqual(len(self.run_with(LOST)), 1)
        self.assertEqual(self.gateway.error_count, 2)
        self.assertEqual(self.gateway.woken, [0], "the sweep comes, no job at once")
        self.assertEqual(deliveries.mapped("attempts"), [1, 0, 0])

    def test_greylisting_is_no_fault_of_the_gateway(self):
        self.enqueue(20)
        self.assertEqual(len(self.run_with(LATE)), 20)
        self.assertEqual(self.gateway.error_count, 0)

    def test_what_nobody_knows_is_not_repeated_into_a_gateway_that_is_down(self):
        lost = self.enqueue()
        self.run_with(LOST)
        self.due(lost)
        self.run_with(GONE)
        self.assertEqual((lost.state, lost.attempts), ("unknown", 1))
        self.assertFalse(lost.is_maybe_repeated)

    def test_the_rate_of_the_provider_is_kept(self):
        self.gateway.rate_per_minute = 4
        self.enqueue(10)
        with freeze_time(fields.Datetime.now()) as clock:
            self.assertEqual(len(self.run_with(self.accepted())), 4)
            self.assertEqual(self.gateway.woken[-1], 10, "it comes again soon")
            clock.tick(timedelta(seconds=30))
            self.assertEqual(self.run_with(self.accepted()), [])
            clock.tick(timedelta(seconds=31))
            self.assertEqual(len(self.run_with(self.accepted())), 4)

    def test_a_long_run_lets_others_have_their_turn(self):
        self.enqueue(3)
        with patch.object(outbox_run, "RUN_SECONDS", -1):
            self.assertEqual(self.run_with(self.accepted()), [])
        self.assertEqual(self.gateway.woken[-1], 0)

    @mute_logger("odoo.addons.cc_ledger.outbox_run")
    def test_a_fault_of_ours_stops_the_gateway_with_a_word(self):
        delivery = self.enqueue()

        def answer(each):
            raise KeyError("words of a letter")

        self.run_with(answer)
        self.assertEqual(self.gateway.error_code, "internal")
        self.assertEqual(delivery.state, "sending", "nobody knows: its lease runs")

    def test_that_fault_is_logged_without_words(self):
        self.enqueue()

        def answer(each):
            raise KeyError("words of a letter")

        with self.assertLogs("odoo.addons.cc_ledger.outbox_run", "ERROR") as logs:
            self.run_with(answer)
        self.assertNotIn("words of a letter", "".join(logs.output))

    def test_a_conflict_at_the_end_is_tried_again(self):
        delivery = self.enqueue()
        real = type(delivery)._conclude
        failures = [
            psycopg2.errors.SerializationFailure("receipt"),
            psycopg2.errors.LockNotAvailable("receipt"),
        ]

        def conclude(each, outcome, before):
            if failures:
                raise failures.pop()
            return real(each, outcome, before)

        with patch.object(type(delivery), "_conclude", conclude):
            self.run_with(self.accepted())
        self.assertEqual(delivery.state, "sent")

    def test_rows_somebody_works_on_are_passed_over(self):
        # a lock of another session needs rows that are committed: tests/e2e; here that
        # a row which is being sent is not claimed again
        first, second = self.enqueue(2)
        first._begin()
        self.assertEqual(self.outbox._claim(self.channel, 9), second)

    def test_the_sweep_wakes_what_is_due(self):
        # what the database held before is not this test's matter
        self.outbox.search([("state", "!=", "failed")]).write({"state": "failed"})
        delivery = self.enqueue()
        self.gateway.woken.clear()
        self.env.flush_all()
        self.outbox._cron_sweep()
        self.assertEqual(self.gateway.woken, [0])
        delivery.next_try_at = fields.Datetime.now() + timedelta(minutes=1)
        self.env.flush_all()
        self.outbox._cron_sweep()
        self.assertEqual(self.gateway.woken, [0])
        delivery.write({"state": "sending", "lease_until": "2026-01-01 00:00:00"})
        self.env.flush_all()
        self.outbox._cron_sweep()
        self.assertEqual(self.gateway.woken, [0, 0])

    def test_a_channel_without_a_gateway_keeps_its_deliveries(self):
        self.gateway = None
        delivery = self.enqueue()
        self.outbox._cron_sweep()
        self.assertEqual(delivery.state, "waiting")

    def test_fifty_cost_no_more_queries_each_than_one(self):
        def cost(count):
            self.enqueue(count, version=count)
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            self.run_with(self.accepted())
            return self.env.cr.sql_log_count - start

        cost(1)
        one, many = cost(1), cost(50)
        # begun, locked, read, written, told to the audit; a savepoint around who
        # listens to what became of it, and its release
        self.assertLessEqual((many - one) / 49, 8)
