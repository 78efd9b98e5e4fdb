from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcAuditAppeal(CcAppealsCase):
    def setUp(self):
        super().setUp()
        self.log = self.env["cc.audit.entry"]
        self.since = self.log.search([], limit=1).id

    def entries(self, action):
        self.env.flush_all()
        found = self.log.search([("id", ">", self.since), ("action", "=", action)])
        return found.sorted("id")

    def test_a_step_of_an_appeal_is_an_entry(self):
        appeal = self.make_appeal()
        self.as_role("operator", appeal).action_hand_over(self.department.id)
        row = self.entries("appeal.moved")
        self.assertEqual((row.model, row.res_id), ("cc.appeal", appeal.id))
        self.assertEqual(row.user_id, self.users["operator"])
        self.assertEqual(
            row.detail, {"transition": "hand_over", "state": "handed_over"}
        )
        self.assertEqual((row.direction_id, row.client_id), (self.direction, self.own))
        self.assertEqual(row.subject_id, self.person)
        seen = self.as_role("auditor", row)
        self.assertEqual(seen.action_text, "Moved an appeal")
        self.assertIn("Handed over", seen.detail_text)

    def test_a_refused_step_is_none(self):
        appeal = self.make_appeal()
        with self.assertRaises(UserError):
            self.as_role("operator", appeal).action_close("by_magic")
        self.assertFalse(self.entries("appeal.moved"))

    def test_a_mailbox_is_a_setting_and_its_fetching_is_none(self):
        box = self.env["cc.mailbox"].create(
            {
                "channel_id": self.channel.id,
                "host": "imap.example.org",
                "login": "hotline",
                "secret_ref": "CC_SECRET_HOTLINE",
            }
        )
        box.write({"last_uid": 7, "error_count": 1})
        box.write({"secret_ref": "CC_SECRET_OTHER", "port": 994})
        rows = self.entries("settings.changed")
        self.assertEqual(rows.mapped("model"), ["cc.mailbox", "cc.mailbox"])
        self.assertEqual(
            rows[1].detail,
            {
                "operation": "write",
                "fields": ["port", "secret_ref"],
                "values": {"port": [993, 994]},
            },
        )
        self.assertNotIn("CC_SECRET", str(rows.mapped("detail")))
