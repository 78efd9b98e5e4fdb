from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.cc_base.tests.common import OTHER_PHONE

from .common import CcTelephonyCase, incoming, outgoing

THIRD = "+79990000003"


@tagged("post_install", "-at_install")
class TestCallbackReport(CcTelephonyCase):
    """Each who was owed a call once: whose, in time or late, how, how fast."""

    def rows(self, role="supervisor"):
        self.env.flush_all()
        report = self.env["cc.callback.report"].with_user(self.users[role])
        return report.search([("pbx_id", "=", self.pbx.id)], order="id")

    def test_results(self):
        self.direction.callback_minutes = 10
        self.take(incoming("a.1"), outgoing("a.2", at=120, talk=3))
        self.take(
            incoming("b.1", number=OTHER_PHONE),
            outgoing("b.2", number=OTHER_PHONE, at=1800, talk=3),
        )
        self.take(incoming("c.1", number=THIRD))
        self.take(incoming("d.1", number="+79990000004"))
        self.take(incoming("e.1", number="+79990000005"))
        given_up, owed = self.env["cc.callback"].search(
            [("pbx_id", "=", self.pbx.id), ("state", "=", "open")], order="id"
        )[1:]
        self.as_role("operator", given_up).action_give_up("No such person")
        owed.due_at = fields.Datetime.now() + timedelta(minutes=5)
        rows = self.rows()
        self.assertEqual(
            rows.mapped("result"),
            ["1_in_time", "2_late", "5_overdue", "3_given_up", "4_owed"],
        )
        self.assertEqual(rows.mapped("late_count"), [0, 1, 1, 0, 0])
        self.assertEqual(rows.mapped("owed_count"), [0, 0, 1, 0, 1])
        self.assertEqual([round(each) for each in rows.mapped("minutes")][:2], [2, 30])
        self.assertEqual(rows[0].operator_id, self.users["operator"])
        self.assertEqual(rows[0].action_open_source()["res_id"], rows[0].id)

    def test_the_middle_of_minutes_not_their_mean(self):
        for name, number, at in (
            ("a", "+79990000001", 60),
            ("b", "+79990000002", 120),
            ("c", THIRD, 6000),
        ):
            self.take(
                incoming(f"{name}.1", number=number),
                outgoing(f"{name}.2", number=number, at=at, talk=3),
            )
        self.take(incoming("d.1", number=OTHER_PHONE))
        self.env.flush_all()
        report = self.env["cc.callback.report"].with_user(self.users["supervisor"])
        (group,) = report.formatted_read_group(
            [("pbx_id", "=", self.pbx.id)],
            ["direction_id"],
            ["__count", "minutes:median", "owed_count:sum"],
        )
        self.assertEqual((group["__count"], group["owed_count:sum"]), (4, 1))
        self.assertAlmostEqual(group["minutes:median"], 2, delta=0.2)
        (total,) = report.formatted_read_group(
            [("id", "=", 0)], [], ["__count", "minutes:median"]
        )
        self.assertFalse(total["minutes:median"])
