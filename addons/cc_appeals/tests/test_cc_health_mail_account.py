from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .outgoing_case import OutgoingCase


@tagged("post_install", "-at_install")
class TestCcHealthMailAccount(OutgoingCase):
    def line(self):
        found = self.env["cc.health"]._lines()
        (line,) = [each for each in found if each["code"] == "mail_account"]
        return line

    def test_without_an_account_there_is_a_step_to_do(self):
        self.env["cc.mail.account"].search([]).active = False
        line = self.line()
        self.assertEqual((line["state"], line["key"]), ("todo", "first"))

    def test_an_account_is_set_up_once_it_sent_and_red_when_it_fails(self):
        others = self.env["cc.mail.account"].search([]) - self.account
        others.active = False
        self.assertEqual(self.line()["state"], "todo")
        self.account.last_sent_at = fields.Datetime.now()
        self.assertEqual(self.line()["state"], "ok")
        states = []
        for _failure in range(3):
            self.account._fail("refused")
            states.append(self.line()["state"])
        self.assertEqual(states, ["warning", "warning", "failing"])

    def test_only_an_administrator_tests(self):
        health = self.env["cc.health.mail.account"]
        with self.assertRaises(AccessError):
            self.as_role("supervisor", health)._cc_test(str(self.account.id))
        is_well, sentence = health._cc_test(str(self.account.id))
        self.assertFalse(is_well)
        self.assertIn("127.0.0.1", sentence)
