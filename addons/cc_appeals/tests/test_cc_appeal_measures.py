from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcAppealMeasures(CcAppealsCase):
    def make_four(self):
        """Make open in time, open late, closed in time and closed late appeals."""
        now = fields.Datetime.now()
        four = self.env["cc.appeal"]
        for hours, due, is_closed in (
            (10, 5, False),
            (20, -1, False),
            (40, -1, True),
            (50, -30, True),
        ):
            appeal = self.make_appeal(received_at=now - timedelta(hours=hours))
            appeal.sudo().due_at = now + timedelta(hours=due)
            four += appeal
            if is_closed:
                self.as_role("operator", appeal).action_close("answered")
                appeal.sudo().closed_at = now - timedelta(hours=10)
        self.env.flush_all()
        return four

    def test_a_report_measures_as_the_record_does(self):
        four = self.make_four()
        self.assertEqual(four.mapped("late_count"), [0, 1, 0, 1])
        hours = [round(each) for each in four.mapped("hours_open")]
        self.assertEqual(hours, [10, 20, 30, 40])
        appeals = self.as_role("operator", self.env["cc.appeal"])
        rows = appeals._read_group(
            [("id", "in", four.ids)],
            ["state"],
            ["__count", "late_count:sum", "hours_open:avg"],
        )
        measured = {
            state: (count, late, round(float(mean)))
            for state, count, late, mean in rows
        }
        self.assertEqual(measured, {"registered": (2, 1, 15), "closed": (2, 1, 35)})

    def test_reports_offer_the_measures(self):
        offered = self.env["cc.appeal"].fields_get(
            ["late_count", "hours_open"], ["aggregator"]
        )
        self.assertEqual(offered["late_count"]["aggregator"], "sum")
        self.assertEqual(offered["hours_open"]["aggregator"], "avg")

    def test_thirty_days_are_read_through_an_index(self):
        domain = [("received_at", ">=", "today -30d")]
        query = self.env["cc.appeal"]._search(domain)
        self.assertIn("cc_appeal_received_idx", self.plan(query))
        refused = [("closing_method", "in", ("spam", "not_for_us"))]
        year = [*refused, ("closed_at", ">=", "today -12m")]
        query = self.env["cc.appeal"]._search(year)
        self.assertIn("cc_appeal_refused_idx", self.plan(query))

    def plan(self, query):
        sql = query.select()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("EXPLAIN " + sql.code, sql.params)
        return "\n".join(row[0] for row in self.env.cr.fetchall())

    def test_reports_open_with_a_bounded_period(self):
        for name in ("flow", "endings", "refused"):
            action = self.env.ref(f"cc_appeals.cc_appeal_action_{name}")
            self.assertIn("search_default_", action.context, name)

    def test_the_audit_of_an_appeal_is_its_own(self):
        appeal = self.make_appeal()
        self.make_appeal()
        auditor = self.as_role("auditor", appeal)
        action = auditor.action_audit()
        self.env.flush_all()
        entries = auditor.env[action["res_model"]].search(action["domain"])
        self.assertEqual(entries.mapped("action"), ["appeal.registered"])
        self.assertEqual(entries.res_id, appeal.id)
