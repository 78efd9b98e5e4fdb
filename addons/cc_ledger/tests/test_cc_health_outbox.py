from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.cc_ledger.outcome import REFUSED, Outcome

from .outbox_case import OutboxCase


@tagged("post_install", "-at_install")
class TestCcHealthOutbox(OutboxCase):
    def lines(self):
        found = self.env["cc.health"]._lines()
        return {each["key"]: each for each in found if each["code"] == "outbox"}

    def test_nothing_waits(self):
        states = {line["state"] for line in self.lines().values()}
        self.assertEqual(states, {"ok"})

    def test_what_waits_too_long_is_red(self):
        delivery = self.enqueue()
        self.assertEqual(self.lines()["waiting"]["state"], "ok")
        for minutes, state in ((16, "warning"), (61, "failing")):
            self.env.cr.execute(
                "UPDATE cc_outbox_delivery SET create_date = %s WHERE id = %s",
                (fields.Datetime.now() - timedelta(minutes=minutes), delivery.id),
            )
            self.env.invalidate_all()
            self.assertEqual(self.lines()["waiting"]["state"], state)

    def test_what_did_not_arrive_asks_for_a_person(self):
        self.enqueue()
        self.run_with(Outcome(REFUSED, "internal", "550"))
        line = self.lines()["attention"]
        self.assertEqual(line["state"], "warning")
        self.assertTrue(line["sentence"].startswith("1 "))
