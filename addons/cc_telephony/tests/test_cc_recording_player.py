from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.cc_appeals.engine.chronology import Scope
from odoo.addons.cc_base.tests.common import OTHER_PHONE

from .common import CcTelephonyCase, incoming, told
from .recording_case import RecordingMixin, wav


@tagged("post_install", "-at_install")
class TestRecordingPlayer(RecordingMixin, CcTelephonyCase):
    """What a screen shows of recordings, to whom."""

    def talk(self, name="c.1"):
        call = self.call(*incoming(name, talk=3))
        return call, self.take_recording(name)

    def message(self, name="v.1", number=OTHER_PHONE):
        mark = told(name, 4, "CC_VM", eventextra='{"extra":"box=1"}')
        call = self.call(*incoming(name, number=number), mark)
        return call.callback_id, self.take_recording(name, wav(4), kind="voicemail")

    def shown(self, role, record):
        return self.as_role(role, record).player_recordings()

    def test_a_call_shows_what_may_be_heard(self):
        call, recording = self.talk()
        for role in ("operator", "senior", "supervisor", "auditor", "data_officer"):
            (found,) = self.shown(role, call)
            self.assertEqual((found["id"], found["state"]), (recording.id, "stored"))
            self.assertTrue(found["peaks"])
            wanted = "reason" if role in ("auditor", "data_officer") else "yes"
            self.assertEqual(self.as_role(role, call).listening, wanted)
            self.assertEqual(found["listening"], wanted)

    def test_an_operator_is_shown_no_talk_of_others(self):
        call, recording = self.talk()
        (call | recording.call_id).operator_id = self.users["senior"]
        call.leg_ids.operator_id = self.users["senior"]
        self.assertEqual(self.shown("operator", call), [])
        self.assertEqual(self.as_role("operator", call).listening, "no")
        self.assertTrue(self.shown("senior", call))
        with self.assertRaises(AccessError):
            self.shown("executor", call)

    def test_what_there_is_none_of_says_why(self):
        call, recording = self.talk()
        recording.sudo()._erase()
        (found,) = self.shown("operator", call)
        self.assertEqual(found["state"], "erased")
        self.assertTrue(found["note"])
        self.assertEqual((found["listening"], found["peaks"]), ("no", []))

    def test_a_call_back_shows_its_messages(self):
        item, recording = self.message()
        (found,) = self.shown("operator", item)
        self.assertEqual((found["id"], found["kind"]), (recording.id, "voicemail"))
        own = self.as_role("operator", item)
        self.assertEqual((own.recording_state, own.listening), ("stored", "yes"))
        own.action_done("Heard")
        self.assertEqual(self.shown("operator", item), [], "nothing is owed any more")
        self.assertTrue(self.shown("senior", item))
        silent = self.call(*incoming("c.2", talk=0)).callback_id
        self.assertEqual(silent.recording_state, "none")
        self.assertEqual(self.shown("operator", silent), [])

    def test_fifty_cost_what_one_costs(self):
        counts = {}
        for count in (1, 20):
            calls = self.env["cc.call"]
            for at in range(count):
                call, _recording = self.talk(f"q{count}.{at}")
                calls |= call
            own = self.as_role("senior", calls)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            own.read(["listening", "recording_state", "recording_note"])
            counts[count] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[20], counts[1] + 2, counts)

    def test_a_chronology_says_where_to_listen(self):
        call, _recording = self.talk()
        source = self.env["cc.chronology.contact"]
        scope = Scope(partner_id=call.partner_id.id)

        def entry(role):
            user = self.users[role]
            found = source.with_user(user)._cc_entries(scope, None, 10)
            return next(each for each in found if each["icon"] == "phone")

        self.assertEqual(
            entry("operator")["player"], {"model": "cc.call", "id": call.id}
        )
        call.operator_id = call.leg_ids.operator_id = self.users["senior"]
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(entry("operator")["player"])

    def test_who_listened_is_told_to_who_looks_after_it(self):
        _call, recording = self.talk()
        self.as_role("operator", recording).listen()
        self.as_role("supervisor", recording).action_hold("A court asks")
        recording.invalidate_recordset(["hearings"])
        held, heard = self.as_role("supervisor", recording).hearings
        self.assertEqual(heard["who"], self.users["operator"].name)
        self.assertEqual(held["reason"], "A court asks")
        self.assertTrue(heard["what"] and heard["at"])
        self.assertNotIn("hearings", self.as_role("operator", recording).fields_get())
