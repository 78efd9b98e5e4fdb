import json
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.bus.models import ir_websocket

from ..models.live import cc_pbx_told
from .pbx_case import LINE, PHONE, PbxCase


@tagged("post_install", "-at_install")
class TestCcPbxLive(PbxCase):
    def one(self):
        found = self.live.search([("pbx_id", "=", self.pbx.id)])
        self.assertEqual(len(found), 1)
        return found

    def test_a_call_from_its_beginning_to_its_end(self):
        self.show(self.change("began"))
        live = self.one()
        self.assertEqual((live.direction_id, live.line_id), (self.direction, self.line))
        self.assertEqual(live.partner_id, self.person)
        self.assertNotIn(PHONE[-7:], live.number_masked)
        self.show(self.change("queued", queue="support"))
        self.show(self.change("ringing", extension="101", queue="support"))
        self.assertEqual((live.state, live.ringing), ("queued", "101"))
        self.show(self.change("talking", extension="101"))
        self.assertEqual(
            (live.state, live.ringing, live.talking), ("talking", "", "101")
        )
        self.show(self.change("held", extension="101"))
        self.assertEqual((live.state, live.talking), ("held", "101"))
        self.show(self.change("left", extension="101"), self.change("ended"))
        self.assertFalse(live.exists())

    def test_a_whole_call_in_one_post_leaves_nothing(self):
        kinds = ("began", "queued", "ringing", "talking", "left", "ended")
        self.show(*(self.change(kind, extension="101") for kind in kinds))
        self.assertFalse(self.live.search([("pbx_id", "=", self.pbx.id)]))
        told = [each["type"] for each in self.sent("cc_telephony/call")]
        self.assertEqual(told, list(kinds))

    def test_the_operator_hears_without_a_number(self):
        self.show(self.change("ringing", extension="101"))
        (told,) = self.sent("cc_telephony/call")
        self.assertEqual(
            (told["type"], told["partner_id"]), ("ringing", self.person.id)
        )
        self.assertEqual(told["line"], LINE)
        self.assertNotIn(PHONE[2:], str(told))

    def test_nobody_s_phone_tells_nobody(self):
        self.show(self.change("ringing", extension="102"))
        self.show(self.change("ringing", extension="777"))
        self.assertFalse(self.sent("cc_telephony/call"))

    def test_a_picture_replaces_everything(self):
        self.show(self.change("began", "t-1.1"), self.change("began", "t-1.2"))
        call = {"linkedid": "t-1.2", "state": "talking", "talking": ["101"]}
        fresh = {
            "linkedid": "t-1.3",
            "state": "queued",
            "queue": "support",
            "did": LINE,
        }
        self.show(picture={"calls": [call, fresh], "members": []})
        found = self.live.search([("pbx_id", "=", self.pbx.id)])
        self.assertEqual(
            sorted((each.linked_id, each.state, each.talking) for each in found),
            [("t-1.2", "talking", "101"), ("t-1.3", "queued", "")],
        )
        self.assertEqual(found.direction_id, self.direction)

    def test_an_outgoing_call_is_with_who_was_dialled(self):
        self.show(self.change("began", direction="out", caller="101", dialled=PHONE))
        live = self.one()
        self.assertTrue(live.is_outgoing)
        self.assertEqual(live.partner_id, self.person)

    def test_phones_among_themselves_are_nobody_outside(self):
        self.show(self.change("began", direction="out", caller="101", dialled="102"))
        self.assertFalse(self.one().partner_id)

    def test_a_stranger_s_making_breaks_nothing(self):
        self.show(
            None,
            {},
            {"type": "began"},
            {"type": "began", "linkedid": ""},
            {"type": "began", "linkedid": 7},
            {"type": "unheard of", "linkedid": "x"},
            {"type": "ringing", "linkedid": "t-9", "extension": ["101"]},
            {"type": "began", "linkedid": "t-8", "caller": "x" * 9999, "at": 1e300},
            {"type": "began", "linkedid": "t-7", "did": "a\0b"},
            {"type": "member", "extension": None},
        )
        for picture in ({}, {"calls": 7}, {"calls": [7, {}], "members": [7, {}]}, []):
            self.show(picture=picture)
        self.assertFalse(self.live.search([("pbx_id", "=", self.pbx.id)]))

    def test_many_changes_cost_as_many_queries_as_one(self):
        def post(count):
            names = [f"t-{count}.{at}" for at in range(count)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.show(*(self.change("began", name) for name in names))
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        post(1)
        self.assertLessEqual(post(50), post(2) + 2)

    # phones
    def test_members_and_registrations(self):
        member = {
            "type": "member",
            "queue": "support",
            "extension": "101",
            "state": "free",
            "is_paused": False,
        }
        self.show({"type": "registered", "extension": "101"}, member)
        self.assertTrue(self.phone.is_registered)
        self.assertEqual(
            (self.phone.phone_state, self.phone.queue_names), ("free", "support")
        )
        self.show(member | {"is_paused": True, "state": "talking"})
        self.assertTrue(self.phone.is_paused)
        self.show({"type": "member_gone", "queue": "support", "extension": "101"})
        self.show({"type": "unregistered", "extension": "101"})
        self.assertFalse(self.phone.is_registered or self.phone.queue_names)
        self.show(picture={"calls": [], "members": [member]})
        self.assertEqual(self.phone.queue_names, "support")

    def test_a_call_met_on_its_way_gets_its_line_from_its_history(self):
        call = {"linkedid": "t-8.1", "state": "queued", "did": "s", "caller": PHONE}
        self.show(picture={"calls": [call], "members": []})
        self.assertFalse(self.one().line_id)
        row = {
            "eventtype": "CHAN_START",
            "eventtime": "1795000000",
            "uniqueid": "t-8.1",
            "linkedid": "t-8.1",
            "channame": "PJSIP/trunk-00000001",
            "num": PHONE,
            "exten": LINE,
            "context": "from-trunk",
        }
        self.env["cc.call.event"]._keep(self.pbx, [("1:0", json.dumps(row))])
        self.env["cc.call"]._build(self.pbx, ["t-8.1"])
        self.show(picture={"calls": [call], "members": []})
        self.assertEqual(self.one().line_id, self.line)

    # supervisors
    def test_supervisors_hear_once_a_second_and_of_everything(self):
        clock = 1_795_000_000.0
        with patch.object(cc_pbx_told.time, "time", lambda: clock):
            for at in range(20):
                self.show(self.change("began", f"t-2.{at}"))
        told = self.sent("cc_telephony/live")
        self.assertEqual(told, [{"direction_id": self.direction.id}])
        self.assertEqual(self.pbx.live_untold_ids, self.direction.ids)
        # nothing new, but what was left unsaid
        with patch.object(cc_pbx_told.time, "time", lambda: clock + 1.1):
            self.show()
            self.show()
        self.assertEqual(len(self.sent("cc_telephony/live")), 2)
        self.assertFalse(self.pbx.live_untold_ids)

    def test_a_clock_set_back_does_not_silence_it(self):
        self.pbx.live_told_at = 4_000_000_000
        self.show(self.change("began"))
        self.assertEqual(len(self.sent("cc_telephony/live")), 1)

    def test_who_may_listen_to_a_direction(self):
        def channels(role):
            user = self.users[role]
            websocket = self.env["ir.websocket"].with_user(user)
            asked = [
                f"cc.pbx.live_{each.id}"
                for each in (self.direction, self.other_direction)
            ]
            request = SimpleNamespace(session=SimpleNamespace(uid=user.id))
            with patch.object(ir_websocket, "wsrequest", request):
                found = websocket._build_bus_channel_list([*asked, "cc.pbx.live_x"])
            return [
                each[0]
                for each in found
                if isinstance(each, tuple) and each[1:] == ("live",)
            ]

        self.assertEqual(channels("supervisor"), [self.direction])
        self.assertEqual(channels("employee"), [])

    # the PBX starts
    def test_a_restart_is_known_and_a_reckoning_is_none(self):
        self.pbx._hear_start(1_795_000_000)
        first = self.pbx.started_at
        self.pbx._hear_start(1_795_000_003)
        self.assertEqual(self.pbx.started_at, first)
        self.pbx._hear_start(1_795_000_100)
        self.assertGreater(self.pbx.started_at, first)
        for strange in (None, True, "now", -1, 1e300):
            self.pbx._hear_start(strange)
        self.assertGreater(self.pbx.started_at, first)
