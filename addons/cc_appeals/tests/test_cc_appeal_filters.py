from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import CcAppealsCase

# filters that ask of appeals which somebody still has to do something about
OPEN_ONLY = (
    "mine_open",
    "nobody",
    "is_open",
    "burning",
    "late",
    "soon",
    "for_rework",
    "repeated",
    "co_late",
    "answer_came",
    "control_passed",
)
GROUPS = (
    "by_state by_direction by_client by_product by_topic by_department by_owner "
    "by_territory by_formal by_closing by_channel by_identification by_day "
    "by_month_closed"
).split()


@tagged("post_install", "-at_install")
class TestCcAppealFilters(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        view = cls.env["cc.appeal"].get_view(view_type="search")
        arch = etree.fromstring(view["arch"])
        cls.filters = {each.get("name"): each for each in arch.iter("filter")}

    def domain(self, name):
        return safe_eval(
            self.filters[name].get("domain"), {"uid": self.users["operator"].id}
        )

    def found(self, name, appeals):
        """Return which of `appeals` the operator finds with the filter `name`."""
        asked = [("id", "in", appeals.ids), *self.domain(name)]
        operator = self.as_role("operator", self.env["cc.appeal"])
        return operator.search(asked).with_env(self.env)

    def test_each_filter_is_a_domain(self):
        appeals = self.as_role("operator", self.env["cc.appeal"])
        asked = [name for name, each in self.filters.items() if each.get("domain")]
        self.assertGreater(len(asked), 20)
        for name in asked:
            appeals.search(self.domain(name), limit=1)

    def test_filters_of_open_appeals_leave_closed_ones_out(self):
        closed = self.make_appeal()
        closed.sudo().write(
            {
                "due_at": fields.Datetime.now() - timedelta(days=1),
                "warn_at": fields.Datetime.now() - timedelta(days=2),
                "rework_count": 1,
            }
        )
        self.make_appeal()
        self.as_role("operator", closed).action_close("spam")
        for name in OPEN_ONLY:
            self.assertFalse(self.found(name, closed), name)

    def test_each_group(self):
        self.make_appeal()
        appeals = self.as_role("operator", self.env["cc.appeal"])
        for name in GROUPS:
            context = safe_eval(self.filters[name].get("context"))
            self.assertTrue(
                appeals.formatted_read_group([], [context["group_by"]], ["__count"]),
                name,
            )

    def test_mine_and_nobodys(self):
        mine, nobodys = self.make_appeal(), self.make_appeal()
        mine.owner_id = self.users["operator"]
        both = mine + nobodys
        self.assertEqual(self.found("mine_open", both), mine)
        self.assertEqual(self.found("nobody", both), nobodys)

    def test_being_reworked_and_wrote_before(self):
        one, two = self.make_appeal(), self.make_appeal(applicant_id=False)
        self.as_role("operator", one).action_hand_over(self.department.id)
        one.sudo().rework_count = 1
        self.assertEqual(self.found("for_rework", one + two), one)
        self.assertFalse(self.found("repeated", one + two), "one appeal of the person")
        three = self.make_appeal()
        self.assertEqual(self.found("repeated", one + two + three), one + three)
        self.assertEqual(one.is_repeated, bool(one.repeated_count))

    def test_an_appeal_out_of_reach_makes_nothing_repeated(self):
        line = self.env["cc.direction"].create(
            {"name": "Hidden", "code": "HID", "client_ids": self.own.ids}
        )
        near = self.make_appeal()
        far = self.make_appeal(direction_id=line.id, channel_id=False)
        self.assertEqual(far.applicant_id, near.applicant_id)
        self.assertFalse(self.found("repeated", near))
        auditor = self.as_role("auditor", self.env["cc.appeal"])
        both = [("id", "in", (near + far).ids), ("is_repeated", "=", True)]
        self.assertEqual(len(auditor.search(both)), 2)

    def test_a_late_co_executor(self):
        late, waits = self.make_appeal(), self.make_appeal()
        parts = self.env["cc.appeal.assignment"].create(
            [
                {"appeal_id": appeal.id, "department_id": self.department.id}
                for appeal in late + waits
            ]
        )
        parts[0].due_on = fields.Date.today() - timedelta(days=2)
        self.assertEqual(self.found("co_late", late + waits), late)

    def test_closed_this_week(self):
        now, before = self.make_appeal(), self.make_appeal()
        self.as_role("operator", now + before).action_close("answered")
        before.sudo().closed_at = fields.Datetime.now() - timedelta(days=8)
        self.assertEqual(self.found("closed_week", now + before), now)

    def test_how_sure_it_is_who_wrote(self):
        sure, named = (
            self.make_appeal(identification=code) for code in ("document", "named")
        )
        unknown = self.make_appeal()
        three = sure + named + unknown
        self.assertEqual(self.found("identified", three), sure)
        self.assertEqual(self.found("not_identified", three), named + unknown)

    def test_an_operator_keeps_a_favourite(self):
        favourites = self.as_role("operator", self.env["ir.filters"])
        kept = favourites.create_filter(
            {
                "name": "My roofs",
                "model_id": "cc.appeal",
                "domain": "[('is_open', '=', True)]",
                "user_ids": [self.users["operator"].id],
            }
        )
        names = [each["name"] for each in favourites.get_filters("cc.appeal")]
        self.assertTrue(kept)
        self.assertIn("My roofs", names)
