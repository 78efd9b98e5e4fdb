from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcAppealDepartment(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["cc.product"].create(
            {"name": "Heating", "client_id": cls.own.id}
        )
        cls.below = cls.env["cc.topic"].create(
            {"name": "Riser", "parent_id": cls.topic.id}
        )
        cls.water, cls.heat = cls.env["hr.department"].create(
            [
                {"name": "Water", "parent_id": cls.department.id},
                {"name": "Heat", "parent_id": cls.department.id},
            ]
        )

    def rule(self, department, **vals):
        return self.env["cc.department.rule"].create(
            {"department_id": department.id} | vals
        )

    def proposed(self, role="operator", **vals):
        appeal = self.as_role(role, self.make_appeal(**vals))
        return appeal.proposed_department_id, appeal.department_hint

    def test_the_topics_default_is_inherited_and_told(self):
        for topic in (self.topic, self.below):
            self.assertEqual(
                self.proposed(topic_id=topic.id),
                (self.department, "from topic Hot water"),
            )
        self.assertEqual(self.proposed(), (self.env["hr.department"], False))

    def test_a_rule_that_names_more_wins(self):
        self.rule(self.water, topic_id=self.topic.id)
        self.assertEqual(self.proposed(topic_id=self.below.id)[0], self.water)
        self.rule(self.heat, topic_id=self.topic.id, product_id=self.product.id)
        self.assertEqual(
            self.proposed(topic_id=self.below.id, product_id=self.product.id),
            (self.heat, "from topic Hot water, product Heating"),
        )

    def test_a_client_or_a_direction_alone(self):
        self.rule(self.heat, client_id=self.own.id)
        self.assertEqual(self.proposed(), (self.heat, "from client Own"))
        self.rule(self.water, direction_id=self.direction.id)
        self.assertEqual(self.proposed()[0], self.heat)

    def test_the_form_fills_in_without_typing(self):
        operator = self.env["cc.appeal"].with_user(self.users["operator"])
        with Form(operator) as form:
            form.name = "No water"
            form.direction_id = self.direction
            self.assertFalse(form.proposed_department_id)
            form.topic_id = self.below
            self.assertEqual(form.proposed_department_id, self.department)
            self.assertEqual(form.department_hint, "from topic Hot water")

    def test_an_archived_department_is_proposed_to_nobody(self):
        rule = self.rule(self.water, topic_id=self.below.id)
        self.assertEqual(self.proposed(topic_id=self.below.id)[0], self.water)
        self.water.active = False
        self.assertEqual(self.proposed(topic_id=self.below.id)[0], self.department)
        self.department.active = False
        self.assertFalse(self.proposed(topic_id=self.below.id)[0])
        with self.assertRaisesRegex(UserError, "Water.*archived"):
            rule.copy({"topic_id": self.topic.id})

    def test_the_hint_is_silent_where_a_person_decided_otherwise(self):
        appeal = self.make_appeal(topic_id=self.topic.id)
        appeal.action_hand_over(self.heat.id)
        seen = self.as_role("operator", appeal)
        self.assertFalse(seen.department_hint)
        self.assertEqual(seen.proposed_department_id, self.department)

    def test_the_management_stands_on_the_card_for_who_sees_it(self):
        heads = self.env["hr.employee"].create([{"name": "Igor"}, {"name": "Nina"}])
        self.water.manager_id, self.department.manager_id = heads
        appeal = self.make_appeal(topic_id=self.topic.id)
        self.assertEqual(appeal.department_chain, "Nina (Housing)")
        appeal.action_hand_over(self.water.id)
        self.users["executor"].cc_department_ids |= self.water
        for role in ("operator", "executor", "auditor"):
            seen = self.as_role(role, appeal)
            self.assertEqual(
                seen.department_chain, "Igor (Water) → Nina (Housing)", role
            )

    def test_rules_that_say_nothing_or_never_fit(self):
        with self.assertRaisesRegex(UserError, "Say for what"):
            self.rule(self.water)
        with self.assertRaisesRegex(UserError, "never"):
            self.rule(self.water, product_id=self.product.id, client_id=self.other.id)

    def test_a_rule_reads_as_a_sentence(self):
        rule = self.rule(self.water, topic_id=self.below.id, client_id=self.own.id)
        self.assertEqual(
            rule.display_name, "topic Hot water › Riser, client Own → Water"
        )

    def test_proposals_cost_the_same_for_1_and_50(self):
        self.rule(self.heat, topic_id=self.topic.id, product_id=self.product.id)
        appeals = self.env["cc.appeal"].concat(
            *(self.make_appeal(topic_id=self.below.id) for _each in range(50))
        )
        counts = []
        for some in (appeals[:1], appeals):
            self.env.flush_all()
            some = self.as_role("operator", some)
            some.mapped("name")
            before = self.env.cr.sql_log_count
            self.assertEqual(some.proposed_department_id, self.department)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)


@tagged("post_install", "-at_install")
class TestDepartmentInbox(CcAppealsCase):
    def inbox(self, role="executor"):
        appeals = self.env["cc.appeal"].with_user(self.users[role])
        return {part["filter"]: part["count"] for part in appeals.department_inbox()}

    def test_the_executor_sees_what_waits_for_the_department(self):
        elsewhere = self.env["hr.department"].create({"name": "Elsewhere"})
        mine, late, answered, foreign, closed = [self.make_appeal() for _ in range(5)]
        for appeal in (mine, late, answered, closed):
            appeal.action_hand_over(self.department.id)
        foreign.action_hand_over(elsewhere.id)
        late.due_at = "2020-01-01 00:00:00"
        answered.with_user(self.users["executor"]).action_await_feedback(
            "Applicant", "2040-01-01"
        )
        closed.action_close("answered")
        counts = self.inbox()
        self.assertEqual(counts["for_us"], 2)
        self.assertEqual(counts["late"], 1)
        found = (
            self.env["cc.appeal"]
            .with_user(self.users["executor"])
            .search([("in_my_department", "=", True), ("is_open", "=", True)])
        )
        self.assertEqual(found, mine + late + answered)
        self.assertEqual(set(found.mapped("in_my_department")), {True})

    def test_others_have_their_own_inbox_or_none(self):
        appeal = self.make_appeal()
        appeal.action_hand_over(self.department.id)
        self.users["operator"].cc_department_ids = False
        self.assertEqual(set(self.inbox("operator").values()), {0})
        seen = self.as_role("operator", appeal)
        self.assertFalse(seen.in_my_department)
        self.assertIn(seen, seen.search([("in_my_department", "=", False)]))

    def test_each_figure_is_a_filter_of_the_search(self):
        arch = self.env.ref(
            "cc_appeals.cc_appeal_view_search_inbox"
        ).get_combined_arch()
        for name in self.inbox():
            self.assertIn(f'<filter name="{name}"', arch)

    def test_departments_show_what_is_open_and_late_to_the_reader(self):
        appeals = self.make_appeal() + self.make_appeal()
        appeals.action_hand_over(self.department.id)
        appeals[0].due_at = "2020-01-01 00:00:00"
        seen = self.as_role("supervisor", self.department)
        self.assertEqual((seen.cc_open_count, seen.cc_late_count), (2, 1))
        self.assertEqual(seen.action_cc_appeals()["domain"][0][2], seen.ids)
        nobody = self.as_role("admin", self.department)
        self.assertEqual(nobody.cc_open_count, 0)
