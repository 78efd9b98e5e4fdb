from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcHealthMail(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["cc.mailbox"].search([]).active = False
        cls.health = cls.env["cc.health"]

    def make_box(self, **vals):
        return self.env["cc.mailbox"].create(
            {
                "channel_id": self.channel.id,
                "host": "imap.example.org",
                "login": "line@example.org",
                "secret_ref": "no-such-secret-anywhere",
            }
            | vals
        )

    def lines(self, code):
        return [each for each in self.health._lines() if each["code"] == code]

    def test_without_a_mailbox_there_is_a_step_to_do(self):
        (line,) = self.lines("mail")
        self.assertEqual((line["state"], line["section"]), ("todo", "setup"))
        self.assertEqual(line["action"]["target"], "new")
        self.assertFalse(self.lines("mail_fetch"))

    def test_a_mailbox_is_set_up_once_it_worked(self):
        (first,) = self.lines("mail")
        box = self.make_box()
        step, line = self.lines("mail")
        self.assertEqual((step["id"], step["title"]), (first["id"], first["title"]))
        self.assertEqual((step["state"], step["is_part"]), ("todo", False))
        self.assertEqual((line["test"], line["is_part"]), (str(box.id), True))
        self.assertTrue(self.health._has_todo())
        box.last_fetch_at = fields.Datetime.now()
        # one that worked stands under “Health” alone
        self.assertEqual([line["state"] for line in self.lines("mail")], ["ok"])
        self.assertEqual(self.lines("mail_fetch")[0]["test"], str(box.id))
        self.make_box(login="second@example.org")
        self.assertEqual(self.lines("mail")[0]["state"], "warning")
        self.assertEqual(self.lines("mail_fetch")[0]["state"], "ok")

    def test_a_failing_or_silent_mailbox_is_red(self):
        box = self.make_box(last_fetch_at=fields.Datetime.now())
        box.write({"error_code": "timeout", "error_count": 1})
        self.assertEqual(self.lines("mail_fetch")[0]["state"], "warning")
        self.assertEqual(len(self.lines("mail")), 1, "a failing one stands there once")
        box.error_count = 3
        (line,) = self.lines("mail_fetch")
        self.assertEqual(line["state"], "failing")
        self.assertIn("does not answer", line["sentence"])
        box.write({"error_code": False, "error_count": 0, "missing_count": 2})
        box.reconciled_at = box.last_fetch_at
        self.assertEqual(self.lines("mail_fetch")[0]["state"], "failing")
        box.missing_count = 0
        silent = fields.Datetime.now() - timedelta(hours=2)
        box.write({"error_code": False, "error_count": 0, "last_fetch_at": silent})
        (line,) = self.lines("mail_fetch")
        self.assertEqual(line["state"], "failing")
        self.assertIn("2 h", line["sentence"])

    def test_one_that_never_worked_stands_in_the_setup_alone(self):
        box = self.make_box()
        box.write({"error_code": "timeout", "error_count": 5})
        _step, line = self.lines("mail")
        self.assertEqual(line["state"], "warning")
        self.assertIn("does not answer", line["sentence"])
        self.assertFalse(self.lines("mail_fetch"))

    def test_one_login_on_several_servers_is_told_apart(self):
        box = self.make_box(login="anna")
        self.assertEqual(box.display_name, "anna / INBOX")
        other = self.make_box(login="anna", host="mail.example.net")
        (box | other).invalidate_recordset(["display_name"])
        names = (box | other).mapped("display_name")
        hosts = ["imap.example.org", "mail.example.net"]
        self.assertEqual(names, [f"anna / INBOX ({host})" for host in hosts])

    def test_the_test_is_real_and_the_administrators(self):
        box = self.make_box()
        admin = self.as_role("admin", self.health)
        found = admin.action_test("mail", str(box.id))
        self.assertEqual(found["state"], "failing")
        self.assertIn("no-such-secret-anywhere", found["sentence"])
        with self.assertRaises(AccessError):
            self.as_role("supervisor", self.health).action_test("mail", str(box.id))
        for code in ("mail", "mail_fetch", "mail_out", "mail_send"):
            with self.subTest(code=code), self.assertRaises(AccessError):
                admin.action_test(code, "x")
