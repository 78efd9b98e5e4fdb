from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcAppealAssignment(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead_department = cls.env["hr.department"].create({"name": "Roads"})
        cls.appeal = cls.make_appeal(topic_id=cls.topic.id)
        cls.appeal.action_hand_over(cls.lead_department.id)
        cls.executor = cls.users["executor"]

    def ask(self, role="operator", **vals):
        """Ask the executor's department for a part."""
        return (
            self.env["cc.appeal.assignment"]
            .with_user(self.users[role])
            .create(
                {
                    "appeal_id": self.appeal.id,
                    "department_id": self.department.id,
                    "part": "The pipe",
                }
                | vals
            )
        )

    def parts(self, role):
        self.appeal.invalidate_recordset(["assignment_ids"])
        return self.appeal.assignment_ids.filtered(lambda each: each.role == role)

    def test_the_card_asks_a_department_in_one_step(self):
        appeal = self.as_role("operator", self.appeal)
        appeal.action_ask_department(self.department.id, " The pipe ", "t-1")
        part = self.parts("co")
        self.assertEqual((part.department_id, part.part), (self.department, "The pipe"))
        self.assertEqual(part.state, "waiting")
        for wrong in (False, "5", 2**31):
            with self.assertRaisesRegex(UserError, "Choose the department"):
                appeal.action_ask_department(wrong)
        with self.assertRaises(AccessError):
            self.as_role("executor", self.appeal).action_ask_department(
                self.department.id
            )

    def test_the_lead_follows_the_status_line(self):
        lead = self.parts("lead")
        self.assertEqual(lead.department_id, self.lead_department)
        self.assertEqual(lead.state, "waiting")
        self.appeal.action_await_feedback("Applicant", "2040-01-01")
        self.assertEqual(lead.state, "done")
        self.appeal.action_rework(self.lead_department.id, "not enough")
        self.assertEqual((lead.state, self.parts("lead")), ("waiting", lead))
        self.appeal.action_take_back("mistake")
        self.assertEqual(lead.state, "withdrawn")
        self.appeal.action_hand_over(self.department.id)
        now = self.parts("lead") - lead
        self.assertEqual(now.department_id, self.department)

    def test_a_co_executor_that_gets_the_appeal_leads_it(self):
        part = self.ask()
        self.appeal.action_take_back("mistake")
        self.appeal.action_hand_over(self.department.id)
        self.assertEqual(part.sudo().role, "lead")
        self.assertFalse(self.parts("co"))

    def test_the_co_executor_sees_the_appeal_its_person_and_letters(self):
        contact = self.env["cc.interaction"].create(
            {
                "channel_id": self.channel.id,
                "client_id": self.own.id,
                "partner_id": self.person.id,
                "appeal_ids": [(6, 0, self.appeal.ids)],
            }
        )
        seen = self.appeal.with_user(self.executor)
        self.assertFalse(seen.has_access("read"))
        part = self.ask()
        for record in (self.appeal, contact, self.person, self.appeal.interval_ids[:1]):
            self.assertTrue(self.as_role("executor", record).has_access("read"), record)
            self.assertFalse(self.as_role("executor", record).has_access("write"))
        self.assertFalse(self.as_role("executor", self.appeal).allowed_steps)
        with self.assertRaises(AccessError):
            seen.action_await_feedback("Applicant", "2040-01-01")
        part.action_withdraw()
        for record in (self.appeal, contact, self.person, part):
            self.assertFalse(
                self.as_role("executor", record).has_access("read"), record
            )

    def test_the_department_answers_its_part(self):
        part = self.ask(due_on=fields.Date.today() + timedelta(days=5))
        mine = self.as_role("executor", part)
        with self.assertRaisesRegex(UserError, "Write the answer"):
            mine.action_answer()
        mine.answer = "The pipe is repaired"
        mine.action_answer()
        self.assertEqual((part.state, part.done_by_id), ("done", self.executor))
        mine.action_answer()
        with self.assertRaisesRegex(UserError, "was given"):
            mine.answer = "Or not"
        posted = self.appeal.message_ids[:1]
        self.assertIn("Housing has done its part", posted.body)
        part.action_ask_again()
        self.assertEqual(part.state, "waiting")

    def test_a_department_changes_nothing_else(self):
        part = self.ask()
        mine = self.as_role("executor", part)
        for vals in ({"part": "x"}, {"due_on": "2040-01-01"}, {"text": "x"}):
            with self.assertRaises(AccessError):
                mine.write(vals)
        for vals in ({"state": "done"}, {"role": "lead"}, {"department_id": 1}):
            for role in ("executor", "supervisor"):
                with self.assertRaises(UserError):
                    self.as_role(role, part).write(vals)
        for step in ("action_withdraw", "action_ask_again"):
            with self.assertRaises(AccessError):
                getattr(self.as_role("executor", part), step)()

    def test_by_hand_only_co_executors_are_asked(self):
        part = (
            self.env["cc.appeal.assignment"]
            .with_user(self.users["operator"])
            .with_context(default_role="lead", default_state="done")
            .create(
                {
                    "appeal_id": self.appeal.id,
                    "department_id": self.department.id,
                    "answer": "made up",
                }
            )
        )
        self.assertEqual((part.role, part.state), ("co", "waiting"))
        self.assertFalse(part.answer)
        lead = self.parts("lead")
        for step in ("action_withdraw", "action_ask_again"):
            with self.assertRaisesRegex(UserError, "status line"):
                getattr(self.as_role("supervisor", lead), step)()

    def test_who_is_not_asked(self):
        self.ask()
        with self.assertRaisesRegex(Exception, "already works|_department_uniq"):
            with self.env.cr.savepoint():
                self.ask()
        archived = self.env["hr.department"].create({"name": "Old", "active": False})
        with self.assertRaisesRegex(UserError, "Old.*archived"):
            self.ask(department_id=archived.id)
        self.appeal.action_close("answered")
        with self.assertRaisesRegex(UserError, "is closed"):
            self.ask(department_id=self.department.copy().id)

    def test_another_clients_appeal_gets_no_co_executor(self):
        far = self.make_appeal(
            direction_id=self.other_direction.id, applicant_id=self.stranger.id
        )
        with self.assertRaises(MissingError):
            self.ask(appeal_id=far.id)

    def test_the_own_term_ends_at_local_midnight_within_the_appeals(self):
        self.direction.tz = "Asia/Yekaterinburg"
        part = self.ask(due_on="2026-03-10")
        self.assertEqual(str(part.due_at), "2026-03-10 19:00:00")
        self.assertEqual(str(part.warn_at), "2026-03-09 19:00:00")
        late = self.appeal.due_at.date() + timedelta(days=1)
        with self.assertRaisesRegex(UserError, "Housing.*earlier day"):
            part.due_on = late

    def test_the_card_shows_co_executors_and_their_clocks(self):
        part = self.ask(due_on="2026-03-10")
        line = self.as_role("operator", self.appeal).executor_line
        self.assertTrue(line["mayAdd"])
        ((row),) = line["rows"]
        self.assertEqual((row["name"], row["part"]), ("Housing", "The pipe"))
        self.assertEqual(row["dueAt"], "2026-03-10 21:00:00")
        self.assertFalse(self.as_role("executor", self.appeal).executor_line["mayAdd"])
        part.action_withdraw()
        self.assertFalse(self.as_role("operator", self.appeal).executor_line["rows"])

    def test_the_inbox_has_the_part(self):
        appeals = self.env["cc.appeal"].with_user(self.executor)
        domain = [("in_my_department", "=", True)]
        self.assertFalse(appeals.search(domain))
        part = self.ask()
        self.assertEqual(appeals.search(domain), self.appeal)
        self.assertEqual(appeals.search([("has_my_part", "=", True)]), self.appeal)
        self.assertTrue(self.as_role("executor", self.appeal).in_my_department)
        counts = {each["filter"]: each["count"] for each in appeals.department_inbox()}
        self.assertEqual((counts["our_part"], counts["for_us"]), (1, 0))
        self.as_role("executor", part).answer = "Done"
        self.as_role("executor", part).action_answer()
        self.assertFalse(appeals.search(domain))
        # what was answered stays readable
        self.assertTrue(self.as_role("executor", self.appeal).has_access("read"))

    def test_a_part_is_never_deleted(self):
        part = self.ask()
        for role in ("supervisor", "executor", "admin"):
            with self.assertRaises(AccessError):
                self.as_role(role, part).unlink()
