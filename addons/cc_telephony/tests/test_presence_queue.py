from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.pbx import cc_pbx_command
from .pbx_case import PbxCase


@tagged("post_install", "-at_install")
class TestPresenceQueue(PbxCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls.users["operator"]
        queues = cls.env["cc.pbx.queue"]
        own = {"pbx_id": cls.pbx.id}
        cls.queue = queues.create(own | {"name": "support"})
        queues.create(own | {"name": "far", "direction_id": cls.other_direction.id})
        cls.pbx.seen_at = fields.Datetime.now()
        cls.direction.write({"wrap_up_seconds": 20, "missed_limit": 2})

    def set(self, state):
        return self.env["cc.presence"].with_user(self.operator).presence_set(state)

    @property
    def state(self):
        return (
            self.env["cc.presence.interval"]
            .search([("user_id", "=", self.operator.id), ("to_at", "=", False)])
            .state
        )

    def orders(self):
        """Take what waits for the connector: [(action, queue or pause)]."""
        # frozen clocks and the transaction's own differ: none is too late here
        with patch.object(cc_pbx_command, "STALE", timedelta(hours=1)):
            found = self.env["cc.pbx.command"]._take(self.pbx)
        for each in found:
            self.assertEqual(each["params"]["extension"], "101")
        return [
            (
                each["action"],
                each["params"].get("queue", each["params"].get("is_paused")),
            )
            for each in found
        ]

    def member(self, is_paused=False):
        return {
            "queue": "support",
            "extension": "101",
            "state": "free",
            "is_paused": is_paused,
        }

    def joined(self):
        """Let the phone be a member, as the PBX tells after what was asked."""
        self.show({"type": "member"} | self.member())

    def test_available_enters_the_queues_of_his_directions(self):
        self.set("available")
        self.assertEqual(self.orders(), [("add_member", "support")])

    def test_queues_of_a_phone_may_be_named(self):
        far = self.pbx.queue_ids.filtered(lambda queue: queue.name == "far")
        self.phone.queue_ids = far
        self.set("available")
        self.assertEqual(self.orders(), [("add_member", "far")])

    def test_a_break_pauses_and_the_end_of_it_too(self):
        self.set("available")
        self.joined()
        self.orders()
        self.set("break")
        self.assertEqual(self.orders(), [("pause_member", True)])
        self.set("training")
        self.assertEqual(self.orders(), [])
        self.set("available")
        self.assertEqual(self.orders(), [("pause_member", False)])

    def test_offline_leaves_the_queues(self):
        self.set("available")
        self.joined()
        self.orders()
        self.set("offline")
        self.assertEqual(self.orders(), [("remove_member", "support")])

    def test_who_comes_back_at_once_is_put_in_again(self):
        self.set("available")
        self.joined()
        self.set("offline")
        self.orders()
        # the PBX has not told yet that he is gone
        self.set("available")
        self.assertEqual(
            self.orders(), [("add_member", "support"), ("pause_member", False)]
        )

    def test_who_never_came_is_left_to_the_pbx(self):
        self.show(picture={"calls": [], "members": [self.member()]})
        self.assertEqual(self.orders(), [])

    def test_a_silent_pbx_stops_nobody_and_hears_it_later(self):
        self.pbx.seen_at = False
        self.set("available")
        self.assertEqual(self.state, "available")
        self.assertEqual(self.orders(), [])
        self.pbx.seen_at = fields.Datetime.now()
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), seconds=10)):
            self.show(picture={"calls": [], "members": []})
            self.assertEqual(self.orders(), [("add_member", "support")])

    def test_a_picture_that_differs_is_put_right_until_he_is_out(self):
        self.set("available")
        self.joined()
        self.orders()
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), seconds=10)) as now:
            self.show(picture={"calls": [], "members": [self.member(is_paused=True)]})
            self.assertEqual(self.orders(), [("pause_member", False)])
            self.set("offline")
            self.orders()
            now.tick(10)
            self.show(picture={"calls": [], "members": [self.member()]})
            self.assertEqual(self.orders(), [("remove_member", "support")])
            now.tick(10)
            self.show(picture={"calls": [], "members": []})
            self.assertFalse(self.phone.wanted)

    # calls
    def test_a_call_makes_busy_and_wrap_up(self):
        self.set("available")
        self.show(self.change("began"), self.change("ringing", extension="101"))
        self.assertEqual(self.state, "available")
        self.show(self.change("talking", extension="101"))
        self.assertEqual(self.state, "busy")
        self.show(self.change("held", extension="101"))
        self.assertEqual(self.state, "busy")
        self.show(self.change("left", extension="101"), self.change("ended"))
        self.assertEqual(self.state, "wrap_up")

    def test_a_whole_call_in_one_post_leaves_wrap_up(self):
        self.set("available")
        kinds = ("began", "ringing", "talking", "left")
        told = [self.change(kind, extension="101") for kind in kinds]
        self.show(*told, self.change("ended"))
        self.assertEqual(self.state, "wrap_up")

    def test_the_caller_hanging_up_ends_the_talk(self):
        self.direction.wrap_up_seconds = 0
        self.set("available")
        self.show(self.change("talking", extension="101"))
        self.show(self.change("ended"))
        self.assertEqual(self.state, "available")
        self.assertEqual(self.sent("cc_telephony/call")[-1]["type"], "ended")

    def test_asking_a_colleague_is_one_talk(self):
        self.set("available")
        self.show(self.change("talking", "t-1", extension="101"))
        self.show(self.change("talking", "t-2", extension="101"))
        self.show(self.change("left", "t-2", extension="101"))
        self.assertEqual(self.state, "busy")
        self.show(self.change("left", "t-1", extension="101"))
        self.assertEqual(self.state, "wrap_up")

    def test_a_picture_tells_of_talks_nobody_told(self):
        self.set("available")
        call = {"linkedid": "t-1", "state": "talking", "talking": ["101"]}
        self.show(picture={"calls": [call], "members": []})
        self.assertEqual(self.state, "busy")
        self.show(picture={"calls": [], "members": []})
        self.assertEqual(self.state, "wrap_up")

    def test_calls_left_ringing_make_busy(self):
        self.set("available")
        self.show(self.change("missed", "t-1", extension="101"))
        self.assertEqual(self.state, "available")
        self.show(self.change("missed", "t-1", extension="101"))
        self.assertEqual(self.state, "busy")

    def test_a_talk_between_forgives_what_was_missed(self):
        self.set("available")
        self.show(self.change("missed", extension="101"))
        self.show(
            self.change("talking", extension="101"),
            self.change("left", extension="101"),
        )
        self.set("available")
        self.show(self.change("missed", extension="101"))
        self.assertEqual(self.state, "available")

    # who hears
    def test_the_caller_gave_up_and_the_phone_that_rang_hears(self):
        self.show(self.change("ringing", extension="101"))
        self.show(self.change("abandoned"), self.change("ended"))
        told = [each["type"] for each in self.sent("cc_telephony/call")]
        self.assertEqual(told, ["ringing", "abandoned"])

    def test_a_colleague_was_quicker(self):
        self.show(
            self.change("ringing", extension="101"),
            self.change("ringing", extension="102"),
            self.change("talking", extension="102"),
        )
        told = [each["type"] for each in self.sent("cc_telephony/call")]
        self.assertEqual(told, ["ringing", "taken"])

    def test_the_panel_hears_the_last_appeal(self):
        appeals = self.env["cc.appeal"]
        for name in ("Old", "New"):
            appeals.create(
                {
                    "name": name,
                    "direction_id": self.direction.id,
                    "client_id": self.own.id,
                    "applicant_id": self.person.id,
                    "channel_id": self.channel.id,
                }
            )
        self.show(self.change("ringing", extension="101"))
        (told,) = self.sent("cc_telephony/call")
        last = appeals.search([("applicant_id", "=", self.person.id)], order="id desc")
        self.assertEqual(told["appeal"]["id"], last[0].id)
        self.assertNotIn("New", str(told))

    # the panel
    def desk(self, role="operator"):
        return self.live.with_user(self.users[role])

    def test_a_page_loaded_anew_knows_its_call(self):
        self.assertFalse(self.desk().desk_call())
        self.show(self.change("ringing", extension="101"))
        self.assertEqual(self.desk().desk_call()["type"], "ringing")
        self.show(self.change("talking", extension="101"))
        self.assertEqual(self.desk().desk_call()["type"], "talking")
        self.assertFalse(self.desk("senior").desk_call())

    def test_only_the_call_at_my_phone_is_mine_to_end(self):
        self.show(self.change("ringing", extension="102"))
        for order in (
            lambda: self.desk().desk_hang_up("t-1.1"),
            lambda: self.desk().desk_transfer("t-1.1", "102"),
            lambda: self.desk("senior").desk_hang_up("t-1.1"),
        ):
            with self.assertRaises(UserError):
                order()
        with self.assertRaises(AccessError):
            self.desk("auditor").desk_hang_up("t-1.1")
        self.show(self.change("ringing", extension="101"))
        self.desk().desk_hang_up("t-1.1")
        self.assertEqual([name for name, _ in self.orders()], ["hang_up"])

    def test_a_call_is_sent_to_a_colleague_s_phone_alone(self):
        self.show(self.change("ringing", extension="101"))
        with self.assertRaises(UserError):
            self.desk().desk_transfer("t-1.1", "102")
        self.show(self.change("talking", extension="101"))
        for number in ("101", "+79160000067", "777"):
            with self.assertRaises(UserError):
                self.desk().desk_transfer("t-1.1", number)
        self.desk().desk_transfer("t-1.1", "102")
        (command,) = self.env["cc.pbx.command"]._take(self.pbx)
        self.assertEqual(command["params"]["number"], "102")
        refused = {"id": command["id"], "is_done": False, "sentence": "No such"}
        self.env["cc.pbx.command"]._settle(self.pbx, [refused])
        (told,) = self.sent("cc_telephony/refused")
        self.assertEqual(told["sentence"], "No such")

    def test_colleagues_stand_free_first(self):
        self.spare.user_id = self.users["senior"]
        (found,) = self.desk().desk_colleagues()
        self.assertEqual((found["number"], found["state"]), ("102", "offline"))

    # sentences
    def notes(self, role="operator"):
        presence = self.env["cc.presence"].with_user(self.users[role])
        return presence.presence_start()["notes"]

    def test_what_is_wrong_at_a_desk_is_said(self):
        self.assertIn("101", *self.notes())
        self.assertEqual(len(self.notes("senior")), 1)
        self.show({"type": "registered", "extension": "101"})
        self.assertEqual(self.notes(), [])
        self.assertEqual(self.sent("cc_presence/notes")[-1], {"notes": []})
        self.pbx.seen_at = False
        self.assertEqual(len(self.notes()), 1)

    def test_many_calls_cost_as_many_queries_as_few(self):
        self.set("available")

        def cost(names):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.show(
                *(self.change("ringing", each, extension="101") for each in names)
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(["t-0"])
        few = cost(["t-1", "t-2"])
        self.assertLessEqual(cost([f"t-{at}" for at in range(3, 53)]), few + 1)

    def test_a_ring_is_told_in_few_statements(self):
        self.set("available")
        self.show(self.change("began"), self.change("queued", queue="support"))
        self.sent("cc_telephony/call")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.show(self.change("ringing", extension="101"))
        self.env.flush_all()
        self.env.cr.precommit.run()
        # the panel waits for all of them: a new one needs a reason
        self.assertLessEqual(self.env.cr.sql_log_count - before, 14)

    def test_a_call_that_ended_with_a_picture_ends_on_the_screen(self):
        self.show(self.change("ringing", extension="101"))
        ends = self.change("abandoned"), self.change("ended")
        self.show(*ends, picture={"calls": [], "members": []})
        told = [each["type"] for each in self.sent("cc_telephony/call")]
        self.assertEqual(told, ["ringing", "abandoned"])
