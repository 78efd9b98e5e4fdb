from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcTopic(CcAppealsCase):
    def test_full_name_follows_the_tree(self):
        child = self.env["cc.topic"].create(
            {"name": "Riser", "parent_id": self.topic.id}
        )
        self.assertEqual(child.complete_name, "Hot water › Riser")
        self.topic.name = "Water"
        self.assertEqual(child.complete_name, "Water › Riser")

    def test_no_topic_under_itself(self):
        with self.assertRaises(UserError):
            self.topic.parent_id = self.topic
