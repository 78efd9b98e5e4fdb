from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .common import CcLedgerCase


@tagged("post_install", "-at_install")
class TestCcHealthLedger(CcLedgerCase):
    def setUp(self):
        super().setUp()
        self.env["queue.job"].search([]).state = "done"
        self.inbox.search([("state", "!=", "processed")]).write({"state": "processed"})
        self.env.flush_all()

    def line(self, key):
        (line,) = [each for each in self.env["cc.health"]._lines() if each["id"] == key]
        return line

    def back(self, **span):
        return fields.Datetime.now() - timedelta(**span)

    def test_the_age_of_the_oldest_waiting_decides(self):
        self.assertEqual(self.line("inbox/waiting")["state"], "ok")
        event = self.record(b"letter")
        for minutes, state in ((1, "ok"), (6, "warning"), (40, "failing")):
            event.received_at = self.back(minutes=minutes)
            self.env.flush_all()
            found = self.line("inbox/waiting")
            self.assertEqual(found["state"], state)
            self.assertIn(f"{minutes} min", found["sentence"])

    def test_quarantine_and_attempts_are_told(self):
        self.assertEqual(self.line("inbox/quarantine")["state"], "ok")
        events = self.record(b"one", b"two", b"three")
        events[0].state = "quarantined"
        events[1].attempts = 2
        events[2].fault_count = 1
        self.env.flush_all()
        self.assertEqual(self.line("inbox/quarantine")["state"], "warning")
        self.assertIn("1 could", self.line("inbox/quarantine")["sentence"])
        self.assertIn("2 did not", self.line("inbox/attempts")["sentence"])

    def test_a_source_that_loops_is_shown(self):
        self.inbox.search([]).received_at = self.back(hours=2)
        self.env.flush_all()
        self.assertIn("0 came, and their sources repeated 0", self.repeats())
        event = self.record(b"letter")
        self.assertEqual(self.line("inbox/repeats")["state"], "ok")
        event.redelivery_count = 60
        self.assertEqual(self.line("inbox/repeats")["state"], "warning")

    def repeats(self):
        return self.line("inbox/repeats")["sentence"]

    def test_jobs_that_nobody_takes_are_a_failure(self):
        self.assertEqual(self.line("jobs/runner")["state"], "ok")
        self.inbox._wake()
        job = self.env["queue.job"].search([("state", "=", "pending")])
        for minutes, state in ((1, "ok"), (5, "warning"), (20, "failing")):
            # queue_job lets nobody but itself change this
            self.env.cr.execute(
                "UPDATE queue_job SET date_created = %s WHERE id = %s",
                (self.back(minutes=minutes), job.id),
            )
            job.invalidate_recordset()
            self.assertEqual(self.line("jobs/runner")["state"], state)
        job.eta = fields.Datetime.now() + timedelta(hours=1)
        self.assertEqual(self.line("jobs/runner")["state"], "ok", "not due yet")

    def test_a_supervisor_sees_the_counts_of_his_own_directions(self):
        far = self.make_channel("Far", self.other_direction)
        self.record(b"far", channel=far).state = "quarantined"
        self.env.flush_all()
        page = self.as_role("supervisor", self.env["cc.health"]).get_page()
        (line,) = [each for each in page["health"] if each["id"] == "inbox/quarantine"]
        self.assertEqual(line["state"], "ok")

    def test_deliveries_that_stand_or_failed_are_told(self):
        deliveries = self.env["cc.outbox.delivery"]
        deliveries.search([]).write({"state": "sent"})
        self.assertEqual(self.line("outbox/waiting")["state"], "ok")
        self.assertEqual(self.line("outbox/attention")["state"], "ok")
        identity = self.person.cc_identity_ids[0]
        delivery = deliveries._enqueue(
            [
                {
                    "channel_id": self.channel.id,
                    "identity_id": identity.id,
                    "kind": "reply",
                    "res_model": "res.partner",
                    "res_id": self.person.id,
                }
            ]
        )
        self.env.flush_all()
        for span, state in ((1, "ok"), (20, "warning"), (90, "failing")):
            self.env.cr.execute(
                "UPDATE cc_outbox_delivery SET create_date = %s WHERE id = %s",
                (self.back(minutes=span), delivery.id),
            )
            delivery.invalidate_recordset()
            self.assertEqual(self.line("outbox/waiting")["state"], state)
        delivery.write({"state": "failed"})
        self.env.flush_all()
        self.assertEqual(self.line("outbox/attention")["state"], "warning")

    def test_an_overdue_anchor_and_a_log_in_reach_are_shown(self):
        anchors = self.env.registry["cc.audit.anchor"]
        now = fields.Datetime.now()
        for age, state in ((5, "ok"), (60, "failing")):
            last = {"seq": 7, "at": now - timedelta(minutes=age)}
            with patch.object(anchors, "_last", lambda record, last=last: last):
                self.assertEqual(self.line("audit/anchor")["state"], state)
        with patch.object(anchors, "_last", lambda record: None):
            self.assertEqual(self.line("audit/anchor")["state"], "warning")
        for found, state in (("protected", "ok"), ("unprotected", "warning")):
            with patch.object(
                anchors, "_protection", lambda record, found=found: found
            ):
                self.assertEqual(self.line("audit/protection")["state"], state)
