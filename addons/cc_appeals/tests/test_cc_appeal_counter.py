from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CcAppealsCase

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestCcAppealCounter(CcAppealsCase):
    def setUp(self):
        super().setUp()
        self.appeal = self.make_appeal()

    def by(self, role):
        return self.as_role(role, self.appeal)

    def to_feedback(self):
        self.by("operator").action_hand_over(self.department.id)
        self.by("executor").action_await_feedback("Applicant", "2040-03-01")

    def test_every_step_back_asks_a_reason(self):
        self.by("operator").action_hand_over(self.department.id)
        for empty in (None, "", "  "):
            with self.assertRaisesRegex(UserError, "reason"):
                self.by("operator").action_take_back(empty)
        self.by("executor").action_await_feedback("Applicant", "2040-03-01")
        with self.assertRaisesRegex(UserError, "reason"):
            self.by("senior").action_rework(self.department.id, "")
        self.assertEqual(self.appeal.state, "feedback")

    def test_rework_counts_and_keeps_the_reason(self):
        for count in (1, 2):
            if count == 1:
                self.to_feedback()
            else:
                self.by("executor").action_await_feedback("Applicant", "2040-03-01")
            self.by("senior").action_rework(self.department.id, f"reason {count}")
            self.assertEqual(self.appeal.state, "handed_over")
            self.assertEqual(self.appeal.rework_count, count)
        last = self.appeal.interval_ids[:1]
        self.assertEqual((last.transition, last.reason), ("rework", "reason 2"))
        # who gave it back may take it back
        self.by("senior").action_take_back("mistake")
        self.assertEqual(self.appeal.rework_count, 2)

    def test_an_operator_does_not_give_back_for_rework(self):
        self.to_feedback()
        with self.assertRaisesRegex(UserError, "role"):
            self.by("operator").action_rework(self.department.id, "not enough")

    def test_rework_in_an_archived_department_is_refused_by_name(self):
        self.to_feedback()
        self.department.active = False
        with self.assertRaisesRegex(UserError, "Housing.*archived"):
            self.by("senior").action_rework(self.department.id, "not enough")
        self.by("senior").action_close("answered")
        with self.assertRaisesRegex(UserError, "Housing.*archived"):
            self.by("supervisor").action_reopen_to_department(
                self.department.id, "again"
            )

    def test_first_closing_stays_frozen(self):
        self.by("operator").action_close("answered")
        first = self.appeal.first_closed_at
        self.assertTrue(first)
        self.assertTrue(self.appeal.first_closed_in_time)
        self.by("supervisor").action_reopen("not solved")
        self.appeal.due_at = fields.Datetime.now() - DAY
        self.by("operator").action_close("answered")
        self.assertEqual(self.appeal.first_closed_at, first)
        self.assertTrue(self.appeal.first_closed_in_time)
        self.assertEqual(self.appeal.reopen_count, 1)

    def test_late_first_closing_stays_late(self):
        self.appeal.due_at = fields.Datetime.now() - DAY
        self.by("operator").action_close("answered")
        self.assertFalse(self.appeal.first_closed_in_time)
        self.by("supervisor").action_reopen("not solved")
        self.appeal.due_at = fields.Datetime.now() + DAY
        self.by("operator").action_close("answered")
        self.assertFalse(self.appeal.first_closed_in_time)

    def test_reopening_into_a_department(self):
        self.by("operator").action_close("answered")
        self.by("supervisor").action_reopen_to_department(
            self.department.id, "not solved", token="again"
        )
        self.by("supervisor").action_reopen_to_department(
            self.department.id, "not solved", token="again"
        )
        self.assertEqual(self.appeal.state, "handed_over")
        self.assertEqual(self.appeal.reopen_count, 1)
        self.assertFalse(self.appeal.closing_method or self.appeal.closed_at)

    def test_the_window_of_reopening(self):
        self.direction.reopen_days = 10
        self.by("operator").action_close("answered")
        self.appeal.closed_at -= 11 * DAY
        self.assertFalse(self.by("supervisor").allowed_steps)
        with self.assertRaisesRegex(UserError, "new appeal"):
            self.by("supervisor").action_reopen("not solved")
        self.direction.reopen_days = 0
        self.by("supervisor").action_reopen("not solved")
        self.assertEqual(self.appeal.state, "registered")

    def test_counters_are_not_written_by_hand(self):
        for name in ("rework_count", "reopen_count", "first_closed_in_time"):
            with self.assertRaises(UserError):
                self.by("supervisor").write({name: 7})
        made = (
            self.env["cc.appeal"]
            .with_user(self.users["operator"])
            .with_context(default_reopen_count=3)
            .create({"name": "x", "direction_id": self.direction.id, "rework_count": 9})
        )
        self.assertEqual((made.rework_count, made.reopen_count), (0, 0))

    def test_the_awaited_answer_is_noted_once(self):
        with self.assertRaisesRegex(UserError, "awaits no answer"):
            self.by("operator").action_answer_came()
        self.to_feedback()
        self.by("executor").action_answer_came()
        came = self.appeal.answered_at
        self.assertTrue(came)
        self.assertEqual(self.appeal.state, "feedback")
        self.by("operator").action_answer_came()
        self.assertEqual(self.appeal.answered_at, came)
        self.by("senior").action_rework(self.department.id, "not enough")
        self.assertFalse(self.appeal.answered_at)

    def test_strangers_note_no_answer(self):
        self.to_feedback()
        for role in ("auditor", "accountant", "admin"):
            with self.assertRaises(AccessError):
                self.by(role).action_answer_came()

    def test_endings_are_counted_by_method(self):
        for method in ("spam", "spam", "not_for_us"):
            self.make_appeal().with_user(self.users["operator"]).action_close(method)
        groups = (
            self.env["cc.appeal"]
            .with_user(self.users["operator"])
            .formatted_read_group(
                [("closing_method", "in", ("spam", "not_for_us"))],
                ["closing_method"],
                ["__count"],
            )
        )
        counts = {group["closing_method"]: group["__count"] for group in groups}
        self.assertEqual(counts["spam"], 2)
        self.assertEqual(counts["not_for_us"], 1)
