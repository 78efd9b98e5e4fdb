from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcHealthMailOut(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["cc.mail.account"].search([]).active = False

    def line(self):
        (line,) = [
            each
            for each in self.env["cc.health"]._lines()
            if each["code"] == "mail_out"
        ]
        return line

    def test_an_account_is_a_step_then_a_line_with_a_test(self):
        self.assertEqual(self.line()["state"], "todo")
        account = self.env["cc.mail.account"].create(
            {
                "name": "Answers",
                "host": "smtp.example.org",
                "sender": "line@example.org",
                "login": "line",
                "secret_ref": "no-such-secret-anywhere",
            }
        )
        self.assertEqual(self.line()["state"], "warning", "no channel sends through it")
        self.channel.mail_account_id = account
        account.invalidate_recordset()
        self.assertEqual(self.line()["state"], "ok")
        account.last_sent_at = fields.Datetime.now()
        self.assertIn("ago", self.line()["sentence"])
        account._fail("timeout")
        self.assertEqual(self.line()["state"], "warning")
        account.error_count = 3
        self.assertEqual(self.line()["state"], "failing")

        health = self.as_role("admin", self.env["cc.health"])
        found = health.action_test("mail_out", str(account.id))
        self.assertEqual(found["state"], "failing")
        self.assertIn("no-such-secret-anywhere", found["sentence"])
        with self.assertRaises(AccessError):
            self.as_role("supervisor", health).action_test("mail_out", str(account.id))
