from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.cc_appeals.models.journal.cc_journal_source import EMPTY, TABS

from .journal_case import JournalCase


@tagged("post_install", "-at_install")
class TestJournalRows(JournalCase):
    def test_the_window_opens_with_my_work(self):
        mine = self.make_appeal(owner_id=self.operator.id)
        self.make_appeal(owner_id=self.colleague.id)
        start = self.journal().journal_start()
        self.assertEqual(start["tab"], "mine")
        self.assertEqual([row["id"] for row in start["rows"]], mine.ids)
        self.assertEqual(start["counts"]["mine"], 1)
        self.assertEqual(start["bar"]["mine"], 1)
        self.assertTrue(start["now"])
        self.assertIn("cc.journal", start["channels"])
        self.assertFalse(start["settings"]["is_senior"])

    def test_a_row_says_what_its_contract_promises(self):
        self.person.name = "Смирнова Анна Петровна"
        appeal = self.make_appeal(owner_id=self.operator.id)
        row = self.journal().journal_rows("mine")["rows"][0]
        self.assertEqual(row.keys(), EMPTY.keys() | {"key", "model", "id"})
        self.assertEqual(row["key"], f"cc.appeal,{appeal.id}")
        self.assertEqual(row["tab"], "mine")
        self.assertEqual(row["who"], "Смирнова А. П.")
        self.assertEqual(row["what"], "No hot water")
        self.assertEqual(row["due_at"], fields.Datetime.to_string(appeal.due_at))
        self.assertFalse(row["is_unread"])

    def test_who_has_no_name_is_shown_by_the_mask(self):
        self.person.name = "No name"
        self.make_appeal(owner_id=self.operator.id)
        row = self.journal().journal_rows("mine")["rows"][0]
        self.assertIn("***", row["who"])

    def test_the_nearest_deadline_stands_first(self):
        late, soon, later = (
            self.make_appeal(owner_id=self.operator.id) for _each in range(3)
        )
        now = fields.Datetime.now()
        for appeal, days in ((later, 9), (late, -1), (soon, 1)):
            appeal.sudo().due_at = now + timedelta(days=days)
            appeal.sudo().warn_at = now + timedelta(days=days - 2)
        rows = self.journal().journal_rows("mine")["rows"]
        self.assertEqual([row["id"] for row in rows], (late + soon + later).ids)
        self.assertEqual(self.journal().journal_start()["bar"]["burning"], 2)

    def test_what_nobody_has_stands_in_the_queue(self):
        appeal = self.make_appeal()
        self.assertEqual(self.keys("queue"), [f"cc.appeal,{appeal.id}"])
        found = self.journal().journal_rows("queue")
        scope = f"{self.direction.id}_{self.own.id}"
        self.assertEqual(found["scopes"]["queue"], {scope: 1})
        self.assertEqual(found["counts"]["queue"], 1)
        appeal.action_hand_over(self.department.id)
        self.assertFalse(self.keys("queue"), "a department has it")
        self.make_contact(appeal_ids=[(6, 0, appeal.ids)], needs_answer=True)
        self.assertEqual(self.keys("queue"), [f"cc.appeal,{appeal.id}"])

    def test_an_awaited_answer_stands_under_control_and_tells_when_it_came(self):
        appeal = self.make_appeal(owner_id=self.operator.id)
        appeal.action_hand_over(self.department.id)
        appeal.action_await_feedback("Water company", fields.Date.today())
        self.assertEqual(self.keys("control"), [f"cc.appeal,{appeal.id}"])
        self.assertFalse(self.journal().journal_rows("mine")["rows"][0]["is_unread"])
        appeal.action_answer_came()
        row = self.journal().journal_rows("mine")["rows"][0]
        self.assertTrue(row["is_unread"])
        self.assertEqual(row["why"], "answer_came")

    def test_an_answer_that_came_back_is_unread_again(self):
        appeal = self.make_appeal(owner_id=self.operator.id)
        appeal._raise_again("bounced")
        row = self.journal().journal_rows("mine")["rows"][0]
        self.assertEqual((row["is_unread"], row["why"]), (True, "bounced"))

    def test_a_contact_without_an_appeal_waits_for_who_wrote_it_down(self):
        contact = self.make_contact(needs_answer=True)
        key = f"cc.interaction,{contact.id}"
        self.assertEqual(self.keys("queue"), [key])
        self.assertFalse(self.keys("mine"))
        self.env.cr.execute(
            "UPDATE cc_interaction SET create_uid = %s WHERE id = %s",
            (self.operator.id, contact.id),
        )
        self.assertEqual(self.keys("mine"), [key])
        self.assertFalse(self.keys("queue"))
        self.assertFalse(self.keys("queue", self.colleague))
        contact._settle("no_answer", "thanks")
        self.assertFalse(self.keys("mine") + self.keys("queue", self.colleague))

    def test_a_letter_about_my_appeal_waits_for_me(self):
        appeal = self.make_appeal(owner_id=self.operator.id)
        contact = self.make_contact(needs_answer=True, claimed_appeal_id=appeal.id)
        row = next(
            row
            for row in self.journal().journal_rows("mine")["rows"]
            if row["model"] == "cc.interaction"
        )
        self.assertEqual((row["id"], row["why"]), (contact.id, "claimed"))

    def test_nothing_of_another_direction_or_client_is_there(self):
        far = self.make_appeal(
            direction_id=self.other_direction.id, applicant_id=self.stranger.id
        )
        self.assertFalse(self.keys("queue"))
        self.assertEqual(
            self.keys("queue", self.stranger_user), [f"cc.appeal,{far.id}"]
        )
        shared = self.env["cc.client"].create({"name": "Third", "code": "T-THIRD"})
        self.direction.client_ids += shared
        self.operator.cc_client_ids = self.own
        self.make_appeal(client_id=shared.id, applicant_id=False)
        self.assertFalse(self.keys("queue"), "limited to one client")
        self.assertTrue(self.keys("queue", self.colleague))

    def test_an_unknown_part_of_the_list_is_a_sentence(self):
        for tab in ("nothing", None, 5, ["mine"], {}):
            with self.subTest(tab=tab), self.assertRaises(UserError):
                self.journal().journal_rows(tab)

    def test_only_operators_have_the_window(self):
        appeal = self.make_appeal()
        for role in ("executor", "auditor", "data_officer", "accountant", "employee"):
            journal = self.journal(role)
            asked = {
                "start": journal.journal_start,
                "rows": lambda journal=journal: journal.journal_rows("mine"),
                "contact": lambda journal=journal: journal.journal_contact(
                    "cc.appeal", appeal.id
                ),
                "appeal": lambda journal=journal: journal.journal_appeal(appeal.id),
                "look": lambda journal=journal: journal.journal_look(appeal.id, True),
            }
            for name, ask in asked.items():
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    ask()

    def test_every_tab_can_be_asked_by_every_role_of_the_desk(self):
        for role in ("operator", "senior", "supervisor"):
            for tab in TABS:
                self.assertEqual(self.journal(role).journal_rows(tab)["tab"], tab)
