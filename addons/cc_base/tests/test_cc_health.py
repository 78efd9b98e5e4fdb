from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
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

    def setup_line(self, code):
        (line,) = [each for each in self.health._lines() if each["code"] == code]
        return line

    def test_who_sets_up_needs_no_direction(self):
        desk = self.env.ref("cc_base.cc_base_group_supervisor")
        someone = self.users["operator"]
        self.assertTrue(someone.cc_direction_ids)
        setter = self.users["admin"]
        setter.write({"group_ids": [Command.link(desk.id)], "cc_direction_ids": False})
        self.assertNotIn(setter.name, self.setup_line("staff")["sentence"])
        someone.cc_direction_ids = False
        line = self.setup_line("staff")
        self.assertEqual(line["state"], "warning")

    def test_a_new_channel_has_the_only_kind_and_the_only_client(self):
        plug = self.plugs["channel"]
        self.assertIn(plug._only_kind(), (False, "mail"))
        kinds = self.env["cc.extension"]._cc_all("channel")
        taking = type("Taking", (), {"_cc_process": lambda *_args: {}})()
        deaf = self.env["cc.channel.contract"]
        with patch.object(
            self.env.registry["cc.extension"],
            "_cc_all",
            lambda _self, kind: {"deaf": deaf, "one": taking},
        ):
            self.assertEqual(plug._only_kind(), "one")
        self.assertTrue(kinds)

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

    def test_whatever_is_sent_to_be_tested_is_answered(self):
        health = self.as_role("admin", self.health)
        for code, token in (
            ({}, "x"),
            (["direction"], "x"),
            (None, "x"),
            ("direction", {}),
            ("direction", 7),
            # has no test
            ("direction", "x"),
        ):
            with self.subTest(code=code, token=token), self.assertRaises(AccessError):
                health.action_test(code, token)

    def test_a_token_names_a_record_or_nothing(self):
        plug = self.env["cc.health.contract"]
        found = plug._named("cc.direction", str(self.direction.id))
        self.assertEqual(found, self.direction)
        for token in ("", "x", "-1", "0", "٣", "1.0", " 1", str(2**31), "9" * 5000):
            with self.subTest(token=token[:9]), self.assertRaises(AccessError):
                plug._named("cc.direction", token)

    def test_a_copy_says_that_it_is_one_and_urges_nobody(self):
        def asleep(lines):
            return [
                line["id"]
                for line in lines
                if self.plugs[line["code"]]._cc_rests_on_copy
            ]

        lines = self.health._lines()
        self.assertIn("backup/known", asleep(lines))
        self.assertNotIn("copy", [each["code"] for each in lines])
        self.env["ir.config_parameter"].set_param("database.is_neutralized", True)
        first, *others = self.health._lines("health")
        self.assertEqual((first["code"], first["state"]), ("copy", "ok"))
        self.assertTrue(first["is_first"])
        self.assertIn("./run restore FILE --live", first["sentence"])
        self.assertFalse(any(each["is_first"] for each in others))
        # what it does not do is neither a fault of it nor a step to take
        self.assertFalse(asleep(self.health._lines()))

    def test_the_last_backup_is_told_and_its_age(self):
        self.env["ir.config_parameter"].search(
            [("key", "=", "cc_base.last_backup_at")]
        ).unlink()
        self.assertEqual(self.setup_line("backup")["state"], "warning")
        self.assertIn("./run backup", self.setup_line("backup")["sentence"])
        now = fields.Datetime.now()
        for days, state, words in ((1, "ok", "1 d ago"), (8, "warning", "8 d old")):
            # as the command line does it: past Odoo
            self.env.cr.execute(
                """
                INSERT INTO ir_config_parameter (key, value)
                VALUES ('cc_base.last_backup_at', %s)
                    ON CONFLICT (key) DO UPDATE SET value = excluded.value
                """,
                [fields.Datetime.to_string(now - timedelta(days=days))],
            )
            line = self.setup_line("backup")
            self.assertEqual(line["state"], state)
            self.assertIn(words, line["sentence"])
