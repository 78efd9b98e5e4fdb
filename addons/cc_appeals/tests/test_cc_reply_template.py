from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcReplyTemplate(CcAppealsCase):
    """Words used again: whose they are, and what they may name."""

    def make(self, **vals):
        return self.env["cc.reply.template"].create(
            {"name": "Template", "body": "Good day!"} | vals
        )

    def test_an_unknown_placeholder_is_refused_where_it_stands(self):
        for text, wrong in (
            ("No. {nummer}", "{nummer}"),
            ("{number.__class__}", "{number.__class__}"),
            ("{number", "{"),
            ("{}", "{}"),
        ):
            for name in ("subject", "body"):
                with self.assertRaises(ValidationError) as raised:
                    self.make(**{name: text})
                sentence = str(raised.exception)
                self.assertIn(f"“{wrong}”", sentence)
                self.assertIn("{number}", sentence)
                label = self.env["cc.reply.template"]._fields[name]
                self.assertIn(label._description_string(self.env), sentence)
        self.assertTrue(self.make(body="{number} {name} {due} {operator}"))

    def test_what_stands_nearest_to_the_topic_comes_first(self):
        leaf = self.env["cc.topic"].create(
            {"name": "Rust", "parent_id": self.topic.id, "direction_id": False}
        )
        general = self.make(name="A")
        line = self.make(name="B", direction_id=self.direction.id)
        above = self.make(name="C", topic_id=self.topic.id)
        own = self.make(name="D", topic_id=leaf.id)
        others = self.make(direction_id=self.other_direction.id)
        others += self.make(topic_id=self.env["cc.topic"].create({"name": "Roads"}).id)
        others += self.make(topic_id=leaf.id, active=False)
        appeal = self.make_appeal(topic_id=leaf.id)
        templates = self.env["cc.reply.template"]
        mine = templates._for_appeal(appeal)
        wanted = own + above + line + general
        self.assertEqual(mine & wanted, wanted)
        self.assertFalse(mine & others)
        self.topic.reply_template_id = line
        self.assertEqual(templates._for_appeal(appeal)[:2], line + own)
        plain = templates._for_appeal(self.make_appeal())
        self.assertEqual(plain & wanted, line + general)

    def test_a_template_belongs_to_the_direction_of_its_topic(self):
        topic = self.env["cc.topic"].create(
            {"name": "Far", "direction_id": self.other_direction.id}
        )
        template = self.make(topic_id=topic.id)
        self.assertEqual(template.direction_id, self.other_direction)
        with self.assertRaises(ValidationError):
            template.direction_id = self.direction

    def test_supervisors_write_those_of_their_directions(self):
        mine = self.make(direction_id=self.direction.id)
        far = self.make(direction_id=self.other_direction.id)
        supervisor = self.as_role("supervisor", mine)
        supervisor.body = "Good morning!"
        supervisor.create({"name": "New", "body": "Words"})
        self.assertFalse(self.as_role("supervisor", far).has_access("read"))
        with self.assertRaises(AccessError):
            supervisor.create(
                {"name": "N", "body": "W", "direction_id": self.other_direction.id}
            )
        with self.assertRaises(AccessError):
            self.as_role("operator", mine).body = "Hi"
