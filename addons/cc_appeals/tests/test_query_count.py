from odoo.tests import tagged, users, warmup

from .common import CcAppealsCase
from .view_spec import view_spec

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

    def queries(self, ask):
        """Count the statements of `ask` and of writing what it left."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        ask()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def new_appeals(self, count):
        return self.env["cc.appeal"].create(
            [
                {
                    "name": f"No hot water {i}",
                    "text": "For three days.",
                    "direction_id": self.direction.id,
                    "client_id": self.own.id,
                    "applicant_id": self.person.id,
                    "channel_id": self.channel.id,
                    "topic_id": self.topic.id,
                    "owner_id": self.env.uid,
                }
                for i in range(count)
            ]
        )

    @users("t_operator")
    @warmup
    def test_creating_asks_the_same_for_1_and_50(self):
        self.queries(lambda: self.new_appeals(2))
        one, many = (self.queries(lambda n=n: self.new_appeals(n)) for n in (1, 50))
        self.assertEqual(one, many)
        # number, appeal, applicant, step, audit
        self.assertLessEqual(many, 5)

    @users("t_operator")
    @warmup
    def test_a_topic_with_questions_costs_one_statement_more(self):
        self.topic.question_definition = [
            {"name": "floor", "string": "Floor", "type": "integer", "default": 1}
        ]
        self.queries(lambda: self.new_appeals(2))
        one, many = (self.queries(lambda n=n: self.new_appeals(n)) for n in (1, 50))
        self.assertEqual(one, many)
        self.assertLessEqual(many, 6)

    @users("t_operator")
    @warmup
    def test_opening_the_form_asks_the_same_for_1_and_50(self):
        appeals = self.appeals.with_env(self.env)
        spec = view_spec(appeals, "form")
        self.queries(lambda: appeals.web_read(spec))
        one, many = (
            self.queries(lambda n=n: appeals[:n].web_read(spec)) for n in (1, 50)
        )
        self.assertEqual(one, many)
        self.assertLessEqual(one, 25)

    def board_queries(self, count, spec):
        appeals = self.env["cc.appeal"]
        domain = [("id", "in", self.appeals[:count].ids)]
        bar = {"late": "danger", "warning": "warning", "quiet": "muted"}

        def ask():
            appeals.web_read_group(
                domain,
                ["state"],
                [],
                auto_unfold=True,
                unfold_read_specification=spec,
                unfold_read_default_limit=40,
            )
            appeals.read_progress_bar(
                domain, "state", {"field": "deadline_state", "colors": bar}
            )

        return self.queries(ask)

    @users("t_operator")
    @warmup
    def test_the_board_asks_the_same_for_1_and_50(self):
        spec = view_spec(self.env["cc.appeal"], "kanban")
        self.board_queries(50, spec)
        self.assertEqual(self.board_queries(1, spec), self.board_queries(50, spec))
        self.assertLessEqual(self.board_queries(50, spec), 12)

    @users("t_operator")
    @warmup
    def test_steps_ask_the_same_for_1_and_50(self):
        hand_over = self.department.id
        steps = (
            lambda appeals: appeals.action_hand_over(hand_over, token="a"),
            lambda appeals: appeals.action_take_back("called again", token="b"),
            lambda appeals: appeals.action_close("answered", token="c"),
        )
        warm, one, many = (self.new_appeals(count) for count in (2, 1, 50))
        for step in steps:
            self.queries(lambda step=step: step(warm))
            asked = self.queries(lambda step=step: step(one))
            self.assertEqual(asked, self.queries(lambda step=step: step(many)))
            self.assertLessEqual(asked, 24)
        self.assertEqual(set((one + many).mapped("state")), {"closed"})
