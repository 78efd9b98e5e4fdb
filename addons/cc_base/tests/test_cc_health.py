from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CcCase

SERVICE = "odoo.addons.cc_base.models.cc_health"
STATES = {"ok", "warning", "failing", "todo"}


@tagged("post_install", "-at_install")
class TestCcHealth(CcCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.health = cls.env["cc.health"]
        cls.plugs = cls.env["cc.extension"]._cc_all("health")

    def page(self, role):
        return self.as_role(role, self.health).get_page()

    def patched(self, code, name, answer):
        plug = self.env.registry[self.plugs[code]._name]
        return patch.object(plug, name, answer)

    def test_each_plug_in_keeps_the_contract(self):
        self.assertTrue(self.plugs)
        for code, plug in self.plugs.items():
            self.assertIn(plug._cc_section, ("setup", "health"))
            self.assertNotEqual(plug._cc_title(), code)
            for line in plug._cc_lines():
                with self.subTest(code=code, key=line["key"]):
                    self.assertIn(line["state"], STATES)
                    self.assertTrue(line["title"] and line["sentence"])
                    self.assertEqual(bool(line["action"]), bool(line["action_label"]))
                    self.assertFalse(line["sentence"] != line["sentence"].strip())

    def test_every_line_has_an_id_of_its_own(self):
        ids = [line["id"] for line in self.health._lines()]
        self.assertEqual(len(ids), len(set(ids)))

    @mute_logger(SERVICE)
    def test_a_line_that_raises_fails_alone(self):
        def broken(plug):
            plug.env.cr.execute("SELECT no_such_column FROM cc_direction")

        before = {line["code"] for line in self.health._lines()}
        with self.patched("direction", "_cc_lines", broken), mute_logger("odoo.sql_db"):
            lines = self.health._lines()
        (line,) = [each for each in lines if each["code"] == "direction"]
        self.assertEqual((line["key"], line["state"]), ("broken", "failing"))
        self.assertEqual({each["code"] for each in lines}, before)

    def test_what_a_fault_says_is_not_logged(self):
        def broken(plug):
            raise ValueError("anna@example.ru")

        with (
            self.patched("direction", "_cc_lines", broken),
            self.assertLogs(SERVICE, "ERROR") as logs,
        ):
            self.health._lines()
        self.assertNotIn("anna", "".join(logs.output))

    def test_the_page_is_for_administrators_and_supervisors(self):
        for role in ("admin", "supervisor"):
            self.assertTrue(self.page(role)["setup"])
        for role in ("operator", "senior", "auditor", "accountant", "employee"):
            with self.assertRaises(AccessError):
                self.page(role)
            with self.assertRaises(AccessError):
                self.as_role(role, self.health).action_test("direction", "x")

    def test_a_supervisor_is_not_offered_what_he_may_not_do(self):
        line = {"groups": "cc_base.cc_base_group_admin", "test": "x"} | {
            "key": "k",
            "title": "T",
            "state": "ok",
            "sentence": "S.",
            "action": {"type": "x"},
            "action_label": "Open",
        }
        with self.patched("direction", "_cc_lines", lambda plug: [dict(line)]):
            for role, offered in (("admin", True), ("supervisor", False)):
                found = self.page(role)["setup"]
                (mine,) = [each for each in found if each["code"] == "direction"]
                self.assertEqual(bool(mine["action"]), offered)
                self.assertEqual(bool(mine["test"]), offered)
                self.assertNotIn("groups", mine)

    def test_a_test_answers_in_a_sentence(self):
        def answer(plug, token):
            return token == "good", f"Tried {token}."

        health = self.as_role("admin", self.health)
        with self.patched("direction", "_cc_test", answer):
            self.assertEqual(
                health.action_test("direction", "good"),
                {"state": "ok", "sentence": "Tried good."},
            )
            self.assertEqual(health.action_test("direction", "bad")["state"], "failing")
        with self.assertRaises(AccessError):
            health.action_test("no such", "x")
