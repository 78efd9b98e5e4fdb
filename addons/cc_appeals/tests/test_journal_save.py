from contextlib import suppress
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .journal_case import JournalCase
from .test_wrong_types import WRONG


class Undone(Exception):
    """Rolls back what was taken: the next try starts from the same values."""


@tagged("post_install", "-at_install")
class TestJournalSave(JournalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.topic = cls.env["cc.topic"].create({"name": "Hot water"})
        cls.urgent = cls.env["cc.topic"].create({"name": "Gas", "priority": "1"})
        cls.appeal = cls.make_appeal(name="No water", topic_id=cls.topic.id)

    def save(self, changes, base, role="operator"):
        return self.journal(role).journal_save(self.appeal.id, changes, base)

    def test_what_was_changed_is_written_and_shown(self):
        found = self.save({"name": " No gas "}, {"name": "No water"})
        self.assertEqual(found["appeal"][self.appeal.id]["name"], "No gas")
        self.assertEqual(self.appeal.name, "No gas")
        self.assertEqual(self.appeal.topic_id, self.topic)

    def test_a_chosen_topic_brings_its_priority(self):
        self.save({"topic_id": self.urgent.id}, {"topic_id": self.topic.id})
        self.assertEqual(self.appeal.topic_id, self.urgent)
        self.assertEqual(self.appeal.priority, "1")
        self.save({"topic_id": False}, {"topic_id": self.urgent.id})
        self.assertFalse(self.appeal.topic_id)

    def test_a_repeated_request_writes_nothing(self):
        asked = ({"name": "No gas"}, {"name": "No water"})
        self.save(*asked)
        with patch.object(type(self.appeal), "write") as write:
            found = self.save(*asked)
        write.assert_not_called()
        self.assertEqual(found["appeal"][self.appeal.id]["name"], "No gas")

    def test_what_others_changed_meanwhile_is_said_and_nothing_is_written(self):
        self.appeal.name = "Pipe burst"
        changes = {"name": "No gas", "topic_id": self.urgent.id}
        with self.assertRaises(UserError) as refused:
            self.save(changes, {"name": "No water", "topic_id": self.topic.id})
        self.assertIn("Pipe burst", str(refused.exception))
        told = refused.exception.context["changed"]
        self.assertEqual(told, {"id": self.appeal.id, "name": "Pipe burst"})
        self.env.invalidate_all()
        self.assertEqual(self.appeal.name, "Pipe burst")
        self.assertEqual(self.appeal.topic_id, self.topic)
        # whoever has seen it may write over it
        self.save(changes, {"name": "Pipe burst", "topic_id": self.topic.id})
        self.assertEqual(self.appeal.name, "No gas")
        self.assertEqual(self.appeal.topic_id, self.urgent)

    def test_a_topic_changed_meanwhile_is_told_by_its_name(self):
        self.appeal.topic_id = self.urgent
        with self.assertRaises(UserError) as refused:
            self.save({"topic_id": False}, {"topic_id": self.topic.id})
        told = refused.exception.context["changed"]["topic_id"]
        self.assertEqual(told, {"id": self.urgent.id, "display_name": "Gas"})

    def test_an_appeal_is_about_something(self):
        with self.assertRaises(UserError):
            self.save({"name": " "}, {"name": "No water"})
        self.assertEqual(self.appeal.name, "No water")

    def test_only_the_desk_and_only_what_it_sees(self):
        changed = ({"name": "No gas"}, {"name": "No water"})
        with self.assertRaises(UserError):
            self.save(*changed, role=self.stranger_user)
        with self.assertRaises(AccessError):
            self.save(*changed, role="executor")

    def test_nothing_but_these_fields(self):
        self.save({"state": "closed", "owner_id": False}, {})
        self.assertEqual(self.appeal.state, "registered")

    def test_wrong_types_are_a_sentence(self):
        for wrong in WRONG:
            for changes, base in (
                (wrong, {}),
                ({"name": "No gas"}, wrong),
                ({"name": wrong}, {"name": "No water"}),
                ({"name": "No gas"}, {"name": wrong}),
                ({"topic_id": wrong}, {"topic_id": wrong}),
            ):
                with self.subTest(changes=repr(changes), base=repr(base)):
                    try:
                        with suppress(Undone), self.env.cr.savepoint():
                            self.save(changes, base)
                            self.env.flush_all()
                            raise Undone
                    except UserError as refusal:
                        self.assertNotIn("psycopg", str(refusal))
