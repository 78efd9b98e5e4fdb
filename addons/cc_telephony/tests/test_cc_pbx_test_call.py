from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .pbx_case import PbxCase


@tagged("post_install", "-at_install")
class TestCcPbxTestCall(PbxCase):
    def setUp(self):
        super().setUp()
        now = fields.Datetime.now().timestamp()
        self.pbx._hear({"clock": now, "has_ami": True, "is_ami_up": True})
        self.own = self.env["cc.pbx.extension"].create(
            {
                "pbx_id": self.pbx.id,
                "number": "110",
                "user_id": self.users["supervisor"].id,
                "is_registered": True,
            }
        )

    def press(self, role="supervisor", token=None):
        """Press “Test”, or ask again; return the answer."""
        health = self.env["cc.health"].with_user(self.users[role])
        return health.action_test("pbx", token or str(self.pbx.id))

    @property
    def command(self):
        return self.env["cc.pbx.command"].search([], limit=1)

    def tell(self, outcome):
        told = {
            "type": "originated",
            "linkedid": self.command.params["channel_id"],
            "outcome": outcome,
        }
        self.show(told)

    def grow_old(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE cc_pbx_command SET create_date = create_date - interval '40 s'"
        )
        self.env.invalidate_all()

    def test_a_phone_that_answers_and_a_history_that_comes(self):
        found = self.press()
        self.assertEqual(found["state"], "running")
        params = self.command.params
        self.assertEqual((params["extension"], params["number"]), ("110", "*43"))
        self.env["cc.pbx.command"]._take(self.pbx)
        found = self.press(token=found["next"])
        self.assertIn("110", found["sentence"])
        self.tell("answered")
        waiting = self.press(token=found["next"])
        self.assertEqual(waiting["state"], "running")
        line = f'{{"linkedid": "{params["channel_id"]}", "eventtype": "CHAN_START"}}'
        self.env["cc.call.event"].create(
            {
                "pbx_id": self.pbx.id,
                "linked_id": params["channel_id"],
                "line": line,
                "digest": "0" * 32,
            }
        )
        found = self.press(token=found["next"])
        self.assertEqual(found["state"], "ok")
        self.assertNotIn("next", found)

    def test_a_history_that_does_not_come(self):
        token = self.press()["next"]
        self.tell("answered")
        self.grow_old()
        found = self.press(token=token)
        self.assertEqual(found["state"], "failing")
        self.assertIn("cel.conf", found["sentence"])

    def test_what_became_of_the_phone_is_a_sentence_of_its_own(self):
        token = self.press()["next"]
        sentences = set()
        for outcome in ("no_answer", "busy", "refused", "impossible", "failed"):
            self.tell(outcome)
            found = self.press(token=token)
            self.assertEqual(found["state"], "failing")
            self.assertIn("110", found["sentence"])
            sentences.add(found["sentence"])
        self.assertEqual(len(sentences), 5)

    def test_nobody_waits_longer_than_half_a_minute(self):
        token = self.press()["next"]
        self.grow_old()
        late = self.press(token=token)
        self.assertEqual(late["state"], "failing")
        self.env["cc.pbx.command"]._take(self.pbx)
        self.assertEqual(self.press(token=token)["state"], "failing")

    def test_a_phone_that_is_not_registered(self):
        self.own.is_registered = False
        found = self.press()
        self.assertEqual(found["state"], "failing")
        self.assertIn("110", found["sentence"])
        self.assertFalse(self.command)

    def test_who_has_no_phone_hears_the_echo_called(self):
        self.own.user_id = False
        self.press()
        self.assertNotIn("extension", self.command.params)

    def test_a_connector_that_is_away_and_a_wrong_secret(self):
        self.pbx._hear(
            {"is_ami_up": False, "fault": {"code": "ami_refuses", "sentence": "No."}}
        )
        found = self.press()
        self.assertEqual(found["state"], "failing")
        self.assertIn("secret", found["sentence"])
        self.pbx.seen_at = fields.Datetime.now() - timedelta(minutes=10)
        self.assertIn("10 min", self.press()["sentence"])
        self.pbx.has_ami = False
        self.pbx.seen_at = fields.Datetime.now()
        self.assertIn("[ami]", self.press()["sentence"])
        self.assertFalse(self.command)

    def test_who_may_and_whose_call_it_is(self):
        with self.assertRaises(AccessError):
            self.press("operator")
        token = self.press()["next"]
        with self.assertRaises(AccessError):
            self.press("admin", token)

    def test_a_token_of_anybody_s_making_is_answered(self):
        health = self.env["cc.health"].with_user(self.users["supervisor"])
        own = self.pbx.id
        for token in ("x", "-", "", f"{own}-x", f"{own}-0", f"{own}--1", "9" * 5000):
            with self.subTest(token=token[:9]), self.assertRaises(AccessError):
                health.action_test("pbx", token)

    def test_words_of_a_stranger_change_nothing(self):
        self.press()
        self.show(
            {"type": "originated", "linkedid": ["x"], "outcome": "answered"},
            {"type": "originated", "linkedid": "nobody's", "outcome": "answered"},
            {"type": "originated", "outcome": "answered"},
        )
        self.tell("sung")
        self.assertFalse(self.command.outcome)


@tagged("post_install", "-at_install")
class TestCcHealthPbxSetup(PbxCase):
    def setUp(self):
        super().setUp()
        self.env["cc.pbx"].search([("id", "!=", self.pbx.id)]).active = False

    def state(self):
        found = self.env["cc.health"]._lines("setup")
        (line,) = [each for each in found if each["code"] == "pbx_setup"]
        return line["state"]

    def test_the_first_run_leads_to_a_pbx_that_is_heard(self):
        self.assertEqual(self.state(), "warning")
        self.pbx._hear({})
        self.assertEqual(self.state(), "ok")
        self.phone.user_id = False
        self.assertEqual(self.state(), "todo")
        self.line.active = False
        self.assertEqual(self.state(), "todo")
        self.pbx.active = False
        self.assertEqual(self.state(), "todo")
