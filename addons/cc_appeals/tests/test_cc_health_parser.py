from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.cc_appeals.letter_reader import HelperLost

from .common import CcAppealsCase, make_letter

MODULE = "odoo.addons.cc_appeals.models.cc_health_parser"


@tagged("post_install", "-at_install")
class TestCcHealthParser(CcAppealsCase):
    def line(self):
        lines = self.env["cc.health"]._lines("health")
        (line,) = [each for each in lines if each["code"] == "parser"]
        return line

    def test_letters_that_broke_a_limit_are_told(self):
        self.env["cc.inbox.event"].search([]).write({"reason": False})
        self.env.flush_all()
        self.assertEqual(self.line()["state"], "ok")
        (event,) = self.receive(make_letter("bomb"))
        event.write({"state": "quarantined", "reason": "memory"})
        self.env.flush_all()
        self.assertEqual(self.line()["state"], "warning")

    def test_the_test_reads_a_letter_for_real(self):
        health = self.as_role("admin", self.env["cc.health"])
        for is_caged, said in ((True, "The kernel keeps"), (False, "has no cage")):
            with patch(f"{MODULE}.is_caged", return_value=is_caged):
                found = health.action_test("parser", "helper")
            self.assertEqual(found["state"], "ok")
            self.assertIn("A test letter was read.", found["sentence"])
            self.assertIn(said, found["sentence"])
        with patch(f"{MODULE}.read_letters", side_effect=HelperLost("gone")):
            found = health.action_test("parser", "helper")
        self.assertEqual(found["state"], "failing")
        self.assertIn("does not start", found["sentence"])
