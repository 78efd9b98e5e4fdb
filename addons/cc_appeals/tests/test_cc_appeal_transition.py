from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcAppealTransition(CcAppealsCase):
    def setUp(self):
        super().setUp()
        self.appeal = self.make_appeal()

    def by(self, role):
        return self.as_role(role, self.appeal)

    def test_hand_over_take_back_close(self):
        self.by("operator").action_hand_over(self.department.id)
        self.assertEqual(self.appeal.state, "handed_over")
        self.assertEqual(self.appeal.department_id, self.department)
        self.by("operator").action_take_back("called again")
        self.assertEqual(self.appeal.state, "registered")
        self.assertFalse(self.appeal.department_id)
        self.by("operator").action_close("answered", note="told by phone")
        self.assertEqual(self.appeal.state, "closed")
        self.assertFalse(self.appeal.is_open)
        self.assertTrue(self.appeal.closed_at)
        steps = self.appeal.interval_ids.sorted("id").mapped("transition")
        self.assertEqual(steps, ["register", "hand_over", "take_back", "close"])

    def test_deadline_does_not_restart_on_return(self):
        due = self.appeal.due_at
        self.by("operator").action_hand_over(self.department.id)
        self.by("operator").action_take_back("called again")
        self.assertEqual(self.appeal.due_at, due)

    def test_another_operators_hand_over_is_not_taken_back(self):
        self.by("senior").action_hand_over(self.department.id)
        with self.assertRaisesRegex(UserError, "role"):
            self.by("operator").action_take_back("mistake")
        self.by("supervisor").action_take_back("mistake")
        self.assertEqual(self.appeal.state, "registered")

    def test_closing_needs_a_method(self):
        for method in (None, False, ""):
            with self.assertRaisesRegex(UserError, "fill in"):
                self.by("operator").action_close(method)
        with self.assertRaisesRegex(UserError, "no closing method"):
            self.by("operator").action_close("by_magic")
        self.assertEqual(self.appeal.state, "registered")

    def test_archived_department_is_named(self):
        self.department.active = False
        with self.assertRaisesRegex(UserError, "Housing.*archived"):
            self.by("operator").action_hand_over(self.department.id)

    def test_no_department_no_hand_over(self):
        for department in (None, 0, 10**6):
            with self.assertRaisesRegex(UserError, "fill in"):
                self.by("operator").action_hand_over(department)

    def test_feedback_needs_source_and_day(self):
        with self.assertRaisesRegex(UserError, "fill in"):
            self.by("operator").action_await_feedback("", None)
        self.by("operator").action_await_feedback("Waterworks", "2030-03-01")
        self.assertEqual(self.appeal.state, "feedback")
        self.assertEqual(str(self.appeal.control_on), "2030-03-01")

    def test_executor_answers_and_does_not_close(self):
        self.by("operator").action_hand_over(self.department.id)
        with self.assertRaisesRegex(UserError, "role"):
            self.by("executor").action_close("answered")
        self.by("executor").action_await_feedback("Applicant", "2030-03-01")
        self.assertEqual(self.appeal.state, "feedback")

    def test_reopening_is_a_supervisors_with_a_reason(self):
        self.by("operator").action_close("answered")
        with self.assertRaises(UserError):
            self.by("operator").action_reopen("not solved")
        with self.assertRaises(UserError):
            self.by("supervisor").action_reopen(" ")
        self.by("supervisor").action_reopen("not solved")
        self.assertEqual(self.appeal.state, "registered")
        self.assertFalse(self.appeal.closing_method or self.appeal.closed_at)

    def test_a_repeated_request_changes_nothing(self):
        for _again in range(2):
            self.by("operator").action_hand_over(self.department.id, token="t1")
        self.assertEqual(len(self.appeal.interval_ids), 2)

    def test_a_step_from_the_wrong_state_says_so(self):
        self.by("operator").action_close("answered")
        with self.assertRaisesRegex(UserError, "meanwhile"):
            self.by("operator").action_hand_over(self.department.id)

    def test_another_clients_appeal_does_not_move(self):
        far = self.make_appeal(
            direction_id=self.other_direction.id, applicant_id=self.stranger.id
        )
        for role in ("operator", "supervisor", "executor", "auditor", "employee"):
            rightless = role in ("auditor", "employee")
            with self.assertRaises(AccessError if rightless else MissingError):
                self.as_role(role, far).action_close("spam")

    def test_allowed_steps_follow_the_role(self):
        def steps(role):
            return {step["name"] for step in self.by(role).allowed_steps}

        self.assertEqual(steps("operator"), {"hand_over", "await_feedback", "close"})
        self.by("operator").action_hand_over(self.department.id)
        self.assertIn("take_back", steps("operator"))
        self.assertNotIn("take_back", steps("senior"))
        self.assertEqual(steps("executor"), {"await_feedback"})
