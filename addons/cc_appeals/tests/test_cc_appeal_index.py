from datetime import datetime, timedelta

from odoo.fields import Domain
from odoo.tests import tagged

from .common import CcAppealsCase

BAR = {
    "field": "deadline_state",
    "colors": {"late": "danger", "warning": "warning", "quiet": "muted"},
}


@tagged("post_install", "-at_install")
class TestCcAppealIndex(CcAppealsCase):
    """Each index is taken by the query it was made for: at a million rows it must be."""

    def plan(self, sql, *switches):
        for switch in ("enable_seqscan", *switches):
            self.env.cr.execute(f"SET LOCAL {switch} = off")
        self.env.cr.execute("EXPLAIN " + sql.code, sql.params)
        return "\n".join(row[0] for row in self.env.cr.fetchall())

    def test_a_column_of_the_board(self):
        appeals = self.as_role("operator", self.env["cc.appeal"])
        order = "priority desc, due_at, id desc"
        found = appeals._search([("state", "in", ["feedback"])], order=order, limit=40)
        plan = self.plan(found.select(), "enable_sort", "enable_bitmapscan")
        self.assertIn("cc_appeal_column_idx", plan)

    def test_the_counts_of_the_board(self):
        appeals = self.as_role("operator", self.env["cc.appeal"])
        query = appeals._search([])
        query.groupby = appeals._field_to_sql("cc_appeal", "state", query)
        plan = self.plan(query.select(query.groupby), "enable_bitmapscan")
        self.assertIn("Index Only Scan using cc_appeal_count_idx", plan)

    def test_the_list_is_read_in_the_order_of_its_index(self):
        order = "is_open desc, priority desc, due_at, id desc"
        sql = self.env["cc.appeal"]._search([], order=order, limit=80).select()
        plan = self.plan(sql, "enable_sort")
        self.assertIn("cc_appeal_list_idx", plan)
        self.assertNotIn("Sort", plan)

    def test_bars_count_what_the_filters_find(self):
        now = datetime.now()
        appeals = self.env["cc.appeal"]
        for due, warn, state in (
            (-1, -2, "registered"),
            (1, -1, "registered"),
            (5, 2, "registered"),
            (5, 2, "feedback"),
            (None, None, "registered"),
            (-1, -2, "closed"),
        ):
            appeals += self.make_appeal()
            self.env.cr.execute(
                "UPDATE cc_appeal SET due_at = %s, warn_at = %s, state = %s,"
                " is_open = %s, closing_method = 'spam' WHERE id = %s",
                (
                    due and now + timedelta(due),
                    warn and now + timedelta(warn),
                    state,
                    state != "closed",
                    appeals[-1].id,
                ),
            )
        self.env.invalidate_all()
        ours = Domain("id", "in", appeals.ids)
        found = appeals.read_progress_bar(list(ours), "state", BAR)
        self.assertEqual(
            found,
            {
                "registered": {"late": 1, "warning": 1, "quiet": 2},
                "feedback": {"late": 0, "warning": 0, "quiet": 1},
            },
        )
        for state, counts in found.items():
            for term, count in counts.items():
                asked = ours & Domain("state", "=", state)
                asked &= Domain("deadline_state", "=", term)
                self.assertEqual(appeals.search_count(asked), count, (state, term))
        none = appeals.read_progress_bar([("id", "=", 0)], "state", BAR)
        self.assertEqual(none, {})
        by_owner = appeals.read_progress_bar(list(ours), "owner_id", BAR)
        self.assertEqual(by_owner["False"], {"late": 1, "warning": 1, "quiet": 3})
