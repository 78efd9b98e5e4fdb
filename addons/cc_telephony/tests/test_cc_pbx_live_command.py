from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .pbx_case import PbxCase


@tagged("post_install", "-at_install")
class TestCcPbxLiveCommand(PbxCase):
    def setUp(self):
        super().setUp()
        self.pbx._hear({"has_ami": True, "is_ami_up": True})
        self.own = self.env["cc.pbx.extension"].create(
            {
                "pbx_id": self.pbx.id,
                "number": "110",
                "user_id": self.users["supervisor"].id,
                "is_registered": True,
            }
        )
        self.show(self.change("began"), self.change("talking", extension="101"))
        self.call = self.live.search([("pbx_id", "=", self.pbx.id)])

    def as_role(self, role, record):
        return record.with_user(self.users[role])

    @property
    def command(self):
        return self.env["cc.pbx.command"].search([], limit=1)

    def audited(self, action):
        return self.env["cc.audit.entry"].search_count([("action", "=", action)])

    def test_listening_and_prompting(self):
        call = self.as_role("supervisor", self.call)
        call.action_listen()
        params = self.command.params
        self.assertEqual((params["extension"], params["target"]), ("110", "101"))
        self.assertFalse(params["is_whispering"])
        call.action_whisper()
        self.assertTrue(self.command.params["is_whispering"])
        self.assertEqual(self.audited("call.listened_in"), 1)
        self.assertEqual(self.audited("call.whispered"), 1)

    def test_the_ear_is_no_call_of_the_page(self):
        self.as_role("supervisor", self.call).action_listen()
        name = self.command.params["channel_id"]
        self.show(self.change("began", name), self.change("ringing", name))
        picture = {"calls": [{"linkedid": name, "state": "talking"}], "members": []}
        self.show(picture=picture)
        self.assertFalse(self.live.search([("linked_id", "=", name)]))

    def test_a_call_is_ended_by_its_name(self):
        self.as_role("supervisor", self.call).action_hang_up()
        self.assertEqual(self.command.action, "hang_up")
        self.assertEqual(self.command.params, {"linkedid": self.call.linked_id})
        self.assertEqual(self.audited("call.hung_up"), 1)

    def test_what_cannot_be_is_said(self):
        call = self.as_role("supervisor", self.call)
        self.own.is_registered = False
        with self.assertRaisesRegex(UserError, "110"):
            call.action_listen()
        self.own.user_id = False
        with self.assertRaisesRegex(UserError, self.pbx.name):
            call.action_listen()
        self.show(self.change("left", extension="101"))
        with self.assertRaises(UserError):
            call.action_listen()
        self.show(self.change("ended"))
        with self.assertRaises(UserError):
            call.action_hang_up()
        self.assertFalse(self.command)

    def test_nobody_else_commands(self):
        self.phone.queue_names = "support"
        for role in ("operator", "senior", "auditor", "admin"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_role(role, self.call).action_hang_up()
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_role(role, self.phone).action_pause()

    def test_pausing_somebody(self):
        phone = self.as_role("supervisor", self.phone)
        with self.assertRaises(UserError):
            phone.action_pause()
        self.phone.queue_names = "support"
        phone.action_pause()
        self.assertEqual(self.command.params, {"extension": "101", "is_paused": True})
        phone.action_resume()
        self.assertFalse(self.command.params["is_paused"])
        self.assertEqual(self.audited("phone.paused"), 1)
        self.assertEqual(self.audited("phone.resumed"), 1)

    def test_people_of_another_direction_are_not_paused(self):
        self.phone.queue_names = "support"
        self.users["operator"].cc_direction_ids = self.other_direction
        with self.assertRaises(AccessError):
            self.as_role("supervisor", self.phone).action_pause()

    def test_who_asked_hears_that_it_came_to_nothing(self):
        self.as_role("supervisor", self.call).action_hang_up()
        self.env["cc.pbx.command"]._take(self.pbx)
        result = {"id": self.command.id, "is_done": False, "sentence": "No channel"}
        self.env["cc.pbx.command"]._settle(self.pbx, [result])
        (told,) = self.sent("cc_telephony/command")
        self.assertIn("No channel", told["sentence"])

    def test_who_asked_hears_it_in_his_own_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        asker = self.users["supervisor"]
        asker.lang = "ru_RU"
        self.as_role("supervisor", self.call).action_hang_up()
        named = {
            lang: dict(
                self.command._fields["action"]._description_selection(
                    self.command.with_context(lang=lang).env
                )
            )["hang_up"]
            for lang in ("ru_RU", "en_US")
        }
        self.assertNotEqual(named["ru_RU"], named["en_US"])
        self.command.with_context(lang="en_US")._tell_asker()
        (told,) = self.sent("cc_telephony/command")
        self.assertIn(named["ru_RU"], told["sentence"])

    # the head of the page
    def now(self, role):
        return self.as_role(role, self.live).get_now()

    def test_figures_and_phones(self):
        self.show(self.change("began", "t-2"), self.change("queued", "t-2", queue="q"))
        self.phone.write({"is_registered": True, "phone_state": "talking"})
        found = self.now("supervisor")
        self.assertEqual(found["calls"], {"talking": 1, "queued": 1})
        self.assertTrue(found["waiting_since"])
        self.assertEqual(found["directions"], self.direction.ids)
        self.assertTrue(found["can_pause"])
        states = {each["number"]: each["state"] for each in found["phones"]}
        self.assertEqual((states["101"], states["110"]), ("talking", "unknown"))
        self.assertNotIn("102", states)
        names = [each["name"] for each in found["quiet"]]
        self.assertNotIn(self.pbx.name, names)

    def test_an_operator_sees_calls_and_no_colleagues(self):
        found = self.now("operator")
        self.assertEqual((found["phones"], found["can_pause"]), ([], False))

    def test_a_pbx_without_a_live_picture_is_named(self):
        self.pbx.is_ami_up = False
        names = [each["name"] for each in self.now("operator")["quiet"]]
        self.assertIn(self.pbx.name, names)

    def test_a_phone_that_was_paused_is_told(self):
        member = {"type": "member", "queue": "support", "extension": "101"}
        before = len(self.sent("cc_telephony/live"))
        self.pbx.live_told_at = 0
        self.show(member | {"state": "free", "is_paused": True})
        self.assertEqual(len(self.sent("cc_telephony/live")), before + 1)
