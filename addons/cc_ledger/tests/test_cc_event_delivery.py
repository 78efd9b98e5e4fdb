from unittest.mock import patch

import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from .outbox_case import OutboxCase

LOGGER = "odoo.addons.cc_ledger.models.cc_event_delivery"


@tagged("post_install", "-at_install")
class TestCcEventDelivery(OutboxCase):
    """Who listens hears what became of a delivery, once, and cannot undo it."""

    def setUp(self):
        super().setUp()
        self.told = []
        self.fault = None

    def emit(self, event, records, **values):
        if event == "delivery.settled":
            if self.fault:
                raise self.fault
            self.told.append((records.ids, values["state"]))

    def tell(self, deliveries, **vals):
        with patch.object(
            self.env.registry["cc.event"],
            "_emit",
            lambda _events, *args, **values: self.emit(*args, **values),
        ):
            deliveries.write(vals)

    def test_each_end_is_told_once_for_all(self):
        both = self.enqueue(2)
        for state in ("sending", "unknown", "waiting"):
            self.tell(both, state=state)
        self.assertFalse(self.told)
        for state in ("sent", "delivered", "bounced", "failed", "expired"):
            for _twice in range(2):
                self.tell(both, state=state)
            self.assertEqual(self.told.pop(), (both.ids, state))
            self.assertFalse(self.told)

    def test_a_faulty_listener_does_not_undo_that_it_was_sent(self):
        delivery = self.enqueue()
        self.fault = ValueError("of a listener")
        with mute_logger(LOGGER):
            self.tell(delivery, state="sent")
        delivery.invalidate_recordset()
        self.assertEqual(delivery.state, "sent")

    def test_a_listener_that_met_somebody_is_told_once_more(self):
        delivery = self.enqueue()
        self.fault = psycopg2.errors.SerializationFailure("somebody was faster")
        self.tell(delivery, state="bounced")
        self.assertEqual(delivery.state, "bounced")
        job = self.env["queue.job"].search(
            [("method_name", "=", "_job_tell_settled")], order="id desc", limit=1
        )
        self.assertEqual(job.records, delivery)
        self.fault = None
        with patch.object(
            self.env.registry["cc.event"],
            "_emit",
            lambda _events, *args, **values: self.emit(*args, **values),
        ):
            delivery._job_tell_settled("bounced")
            delivery._job_tell_settled("sent")
        self.assertEqual(self.told, [(delivery.ids, "bounced")])
