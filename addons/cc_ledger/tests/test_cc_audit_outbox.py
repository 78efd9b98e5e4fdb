from odoo.tests import tagged

from odoo.addons.cc_ledger.outcome import LATER, REFUSED, Outcome

from .outbox_case import OutboxCase


@tagged("post_install", "-at_install")
class TestCcAuditOutbox(OutboxCase):
    """Each end of a delivery is an entry, and what people do with it."""

    def entries(self, delivery):
        self.env.cr.execute(
            """
            SELECT action, detail, reason, client_id FROM cc_audit_entry
             WHERE model = 'cc.outbox.delivery' AND res_id = %s ORDER BY id
            """,
            (delivery.id,),
        )
        return self.env.cr.fetchall()

    def test_sent_failed_retried_and_taken_back(self):
        first, second = self.enqueue(2)
        self.run_with(
            lambda each: (
                Outcome(REFUSED, "internal", "anna@example.ru is unknown")
                if each == first
                else self.accepted()
            )
        )
        self.as_role("supervisor", first).action_retry()
        self.as_role("supervisor", first).action_cancel("a mistake")
        actions = [entry[0] for entry in self.entries(first)]
        self.assertEqual(actions[:2], ["outbox.failed", "outbox.retried"])
        self.assertEqual(self.entries(first)[-1][2], "a mistake")
        ((action, detail, _reason, client),) = self.entries(second)
        self.assertEqual((action, client), ("outbox.sent", self.own.id))
        self.assertEqual((detail["state"], detail["attempts"]), ("sent", 1))
        self.assertNotIn("anna", str(self.entries(first)))

    def test_waiting_again_is_no_entry(self):
        delivery = self.enqueue()
        self.run_with(Outcome(LATER, "internal", "451"))
        self.assertEqual(self.entries(delivery), [])
