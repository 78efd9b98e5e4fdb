from odoo.tests import tagged, users, warmup

from .common import CcAppealsCase

SPEC = {
    "number": {},
    "name": {},
    "applicant_id": {"fields": {"display_name": {}}},
    "topic_id": {"fields": {"display_name": {}}},
    "department_id": {"fields": {"display_name": {}}},
    "owner_id": {"fields": {"display_name": {}}},
    "channel_icon": {},
    "state": {},
    "due_at": {},
    "deadline_state": {},
}
CARD = {
    "proposed_department_id": {"fields": {"display_name": {}}},
    "department_hint": {},
    "department_chain": {},
    "executor_line": {},
    "has_my_part": {},
    "in_my_department": {},
    "topic_answers": {},
    "topic_instruction": {},
    "territory_id": {"fields": {"display_name": {}}},
    "rework_count": {},
    "answered_at": {},
}


@tagged("post_install", "-at_install")
class TestQueryCount(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appeals = cls.env["cc.appeal"].create(
            [
                {
                    "name": f"Appeal {i}",
                    "direction_id": cls.direction.id,
                    "applicant_id": cls.person.id,
                    "channel_id": cls.channel.id,
                }
                for i in range(50)
            ]
        )

    def list_queries(self, count):
        domain = [("id", "in", self.appeals[:count].ids)]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["cc.appeal"].web_search_read(domain, SPEC, limit=80)
        return self.env.cr.sql_log_count - before

    def card_queries(self, count):
        """Count what the card of structure reads: departments, executors, topic."""
        appeals = self.appeals[:count].with_env(self.env)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        appeals.web_read(CARD)
        return self.env.cr.sql_log_count - before

    @users("t_operator")
    @warmup
    def test_cards_ask_the_same_for_1_and_50(self):
        self.env["cc.appeal.assignment"].sudo().create(
            [
                {"appeal_id": appeal.id, "department_id": self.department.id}
                for appeal in self.appeals
            ]
        )
        self.card_queries(50)
        self.assertEqual(self.card_queries(1), self.card_queries(50))
        self.assertLessEqual(self.card_queries(50), 25)

    @users("t_operator")
    @warmup
    def test_a_list_page_asks_the_same_for_1_and_50(self):
        self.list_queries(1)
        self.assertEqual(self.list_queries(1), self.list_queries(50))
        self.assertLessEqual(self.list_queries(50), 12)
