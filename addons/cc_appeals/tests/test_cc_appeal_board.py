from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import CcAppealsCase

BAR = {
    "field": "deadline_state",
    "colors": {"late": "danger", "warning": "warning", "quiet": "muted"},
}


@tagged("post_install", "-at_install")
class TestCcAppealBoard(CcAppealsCase):
    def test_bars_count_terms_per_column(self):
        now = fields.Datetime.now()
        late, soon, quiet, closed = (self.make_appeal() for _i in range(4))
        late.sudo().due_at = now - timedelta(hours=3)
        soon.sudo().warn_at = now - timedelta(hours=1)
        self.as_role("operator", closed).action_close("spam")
        appeals = self.as_role("operator", self.env["cc.appeal"])
        ids = (late + soon + quiet + closed).ids
        found = appeals.read_progress_bar([("id", "in", ids)], "state", BAR)
        self.assertEqual(found, {"registered": {"late": 1, "warning": 1, "quiet": 1}})

    def test_all_columns_are_there_and_closed_is_folded(self):
        self.make_appeal()
        appeals = self.as_role("operator", self.env["cc.appeal"])
        found = appeals.with_context(read_group_expand=True).web_read_group(
            [], ["state"], ["__count"], auto_unfold=True, unfold_read_specification={}
        )
        unfolded = {group["state"]: "__records" in group for group in found["groups"]}
        self.assertEqual(
            unfolded,
            {
                "registered": True,
                "handed_over": True,
                "feedback": True,
                "closed": False,
            },
        )

    def test_smart_buttons_count(self):
        one, two = self.make_appeal(), self.make_appeal()
        self.assertEqual((one.repeated_count, two.interaction_count), (1, 0))
        self.assertEqual(one.action_repeated()["domain"][0][2], self.person.ids)

    def test_beside_its_matter_an_appeal_is_named_by_number(self):
        appeal = self.make_appeal()
        self.assertEqual(
            appeal.with_context(cc_number_only=True).display_name, f"№ {appeal.number}"
        )
        self.assertEqual(appeal.display_name, f"№ {appeal.number} {appeal.name}")
