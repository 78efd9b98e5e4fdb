from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import CcAppealsCase

FLOOR = {"name": "f100", "string": "Which floor?", "type": "integer"}
WHERE = {
    "name": "w100",
    "string": "Where?",
    "type": "selection",
    "selection": [["all", "Whole house"], ["one", "One flat"]],
}


@tagged("post_install", "-at_install")
class TestCcTopic(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.child = cls.env["cc.topic"].create(
            {"name": "Riser", "parent_id": cls.topic.id}
        )

    def test_full_name_follows_the_tree(self):
        self.assertEqual(self.child.complete_name, "Hot water › Riser")
        self.topic.name = "Water"
        self.assertEqual(self.child.complete_name, "Water › Riser")

    def test_no_topic_under_itself_or_below(self):
        for parent in (self.topic, self.child):
            with self.assertRaisesRegex(UserError, "Hot water.*under itself"):
                self.topic.parent_id = parent

    def test_a_topic_below_serves_the_same_direction(self):
        self.topic.direction_id = self.direction
        self.assertEqual(self.child.direction_id, self.direction)
        with self.assertRaisesRegex(UserError, "another direction"):
            self.child.direction_id = self.other_direction

    def test_archiving_takes_the_branch_and_comes_back_with_its_parents(self):
        self.topic.active = False
        self.assertFalse(self.child.active)
        offered = self.env["cc.topic"].name_search("Riser")
        self.assertFalse(offered)
        self.child.active = True
        self.assertTrue(self.topic.active)

    def test_a_new_topic_wakes_the_branch_it_stands_in(self):
        self.topic.active = False
        self.env["cc.topic"].create({"name": "Tap", "parent_id": self.topic.id})
        self.assertTrue(self.topic.active)

    def test_an_archived_topic_is_not_taken(self):
        appeal = self.make_appeal()
        self.child.active = False
        with self.assertRaisesRegex(UserError, "Riser.*archived"):
            self.as_role("operator", appeal).topic_id = self.child
        # what was chosen before stays, and the appeal goes on
        self.child.active = True
        appeal.topic_id = self.child
        self.child.active = False
        self.as_role("operator", appeal).action_close("answered")

    def test_a_topic_of_another_direction_is_not_taken(self):
        self.topic.direction_id = self.other_direction
        with self.assertRaisesRegex(UserError, "another direction"):
            self.make_appeal(topic_id=self.topic.id)

    def test_the_nearest_instruction_and_priority_count(self):
        self.topic.write({"instruction": "Ask the address", "priority": "1"})
        appeal = self.make_appeal(topic_id=self.child.id)
        self.assertEqual(appeal.topic_instruction, "Ask the address")
        self.assertEqual(appeal.priority, "1")
        self.child.write({"instruction": "Ask the floor", "priority": "0"})
        appeal.invalidate_recordset()
        self.assertEqual(appeal.topic_instruction, "Ask the floor")
        self.assertEqual(self.make_appeal(topic_id=self.child.id).priority, "0")
        chosen = self.make_appeal(topic_id=self.topic.id, priority="0")
        self.assertEqual(chosen.priority, "0")

    def test_the_form_turns_urgent_with_the_topic(self):
        self.topic.priority = "1"
        operator = self.env["cc.appeal"].with_user(self.users["operator"])
        with Form(operator) as form:
            form.name = "No water"
            form.direction_id = self.direction
            form.topic_id = self.child
            self.assertEqual(form.priority, "1")

    def test_questions_are_answered_by_operators_and_made_by_supervisors(self):
        self.as_role("supervisor", self.topic).question_definition = [FLOOR, WHERE]
        self.assertEqual(self.topic.question_count, 2)
        appeal = self.make_appeal(topic_id=self.topic.id)
        self.as_role("operator", appeal).topic_answers = {"f100": 5, "w100": "one"}
        answers = dict(appeal.topic_answers)
        self.assertEqual(answers, {"f100": 5, "w100": "One flat"})
        with self.assertRaises(AccessError):
            self.as_role("operator", self.topic).question_definition = []
        with self.assertRaises(AccessError):
            self.as_role("operator", appeal).topic_answers = [
                WHERE | {"value": "one", "definition_changed": True}
            ]
