import os
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.cc_base.tests.common import OTHER_PHONE

from .. import recording_store
from ..engine.sound import SoundError
from .common import BEGAN, TRUNK, incoming, told
from .recording_case import RecordingCase, recorded, wav


@tagged("post_install", "-at_install")
class TestRecordingArrival(RecordingCase):
    def test_it_is_announced_then_comes(self):
        call = self.call(*recorded("r.1"))
        self.assertEqual(call.recording_state, "expected")
        self.assertTrue(call.recording_note)
        row = self.take_recording("r.1")
        self.assertEqual(call.recording_ids, row)
        self.assertEqual((call.recording_state, call.recording_note), ("stored", False))
        self.assertEqual((row.seconds, len(row.peaks)), (2, 400))
        self.assertEqual(row.direction_id, self.direction)
        self.assertEqual(row.client_id, self.own)
        self.assertEqual(row.keep_until, row.started_at + timedelta(days=180))

    def test_it_comes_before_its_call(self):
        row = self.take_recording("r.1")
        self.assertFalse(row.call_id)
        self.assertEqual(row.direction_id, self.pbx.direction_id)
        call = self.call(*recorded("r.1"))
        self.assertEqual(call.recording_ids, row)
        self.assertEqual(row.started_at, call.started_at)
        self.assertEqual(row.keep_until, row.started_at + timedelta(days=180))
        self.assertEqual(call.recording_state, "stored")

    def test_both_come_in_the_same_moment(self):
        call = self.call(*recorded("r.1"))
        row = self.take_recording("r.2")
        # neither transaction saw the other's row
        row.linked_id = "r.1"
        self.env.flush_all()
        self.assertEqual(call.recording_state, "expected")
        self.pbx._hear({})
        self.assertEqual(call.recording_ids, row)
        self.assertEqual(call.recording_state, "stored")
        self.assertEqual(self.recordings(), row)

    def test_it_moves_with_its_call(self):
        call = self.call(*recorded("r.1"))
        row = self.take_recording("r.1")
        self.other_direction.recording_days = 7
        call.sudo().write(
            {
                "direction_id": self.other_direction.id,
                "client_id": self.other.id,
            }
        )
        call._built()
        self.assertEqual(row.direction_id, self.other_direction)
        self.assertEqual(row.client_id, self.other)
        self.assertEqual(row.keep_until, row.started_at + timedelta(days=7))

    def test_the_same_again_is_not_doubled(self):
        row, raw = self.take_recording("r.1"), wav()
        take = self.env["cc.recording"]._take
        self.assertFalse(take(self.pbx, "r.1", "talk", raw))
        self.assertEqual(self.recordings(), row)
        self.assertEqual(len(self.files()), 1)
        self.assertTrue(take(self.pbx, "r.1", "talk", wav(3)))
        self.assertEqual(len(self.recordings()), 2)

    def test_an_erased_one_does_not_come_back(self):
        row = self.take_recording("r.1")
        row._erase()
        take = self.env["cc.recording"]._take
        self.assertFalse(take(self.pbx, "r.1", "talk", wav()))
        self.assertEqual(row.state, "erased")

    def test_nothing_is_announced_without_a_talk_or_a_connector(self):
        self.take(recorded("r.1", talk=0))
        self.assertFalse(self.recordings())
        self.pbx.has_recordings = False
        self.take(recorded("r.2"))
        self.assertFalse(self.recordings())
        self.assertEqual(set(self.calls().mapped("recording_state")), {"none"})

    def test_a_history_brought_along_expects_none(self):
        with freeze_time(BEGAN + timedelta(days=9)):
            self.take(recorded("r.1"))
        self.assertFalse(self.recordings())

    def test_built_again_it_is_expected_once(self):
        call = self.call(*recorded("r.1"))
        call._built()
        self.assertEqual(len(self.recordings()), 1)

    def test_a_torn_file_is_mended(self):
        row = self.take_recording("r.1", wav(told=0))
        self.assertTrue(row.is_mended)
        self.assertEqual(self.heard(row), wav())
        call = self.call(*recorded("r.1"))
        self.assertIn("end may be missing", call.recording_note)

    def test_the_audio_is_sealed(self):
        row, raw = self.take_recording("r.1"), wav()
        (kept,) = self.files()
        self.assertNotIn(raw[100:200], kept)
        self.assertEqual(self.heard(row), raw)
        for field in ("wrapped_key", "store_name"):
            with self.assertRaises(AccessError):
                row.with_user(self.users["supervisor"]).read([field])

    def heard(self, row):
        reader = recording_store.open_(self.env, row._sealed())
        return b"".join(reader.part(0, reader.size - 1))

    def test_without_its_key_nothing_is_taken_and_nothing_played(self):
        row = self.take_recording("r.1")
        heard = row.with_user(self.users["supervisor"])
        for value, code in (("", "no_key"), ("short", "short_key")):
            with patch.dict(os.environ, CC_SECRET_RECORDINGS=value):
                with self.assertRaises(recording_store.StoreFault) as caught:
                    self.take_recording("r.2")
                self.assertEqual(caught.exception.code, code)
                with self.assertRaisesRegex(UserError, "key"):
                    heard.listen()
        with patch.dict(os.environ, CC_SECRET_RECORDINGS="o" * 40):
            with self.assertRaisesRegex(UserError, "key"):
                heard.listen()
        self.assertEqual(self.recordings(), row)

    def test_what_is_no_audio_is_said_on_the_card(self):
        call = self.call(*recorded("r.1"))
        with self.assertRaises(SoundError):
            self.take_recording("r.1", b"ID3" + bytes(99))
        self.env["cc.recording"]._refuse(self.pbx, "r.1", "talk", "not_audio")
        self.assertEqual(call.recording_state, "missing")
        self.assertIn("no audio", call.recording_note)

    def test_who_hung_up_at_the_tone_left_no_message(self):
        with self.assertRaises(SoundError) as caught:
            self.take_recording("r.1", wav(0.5), kind="voicemail")
        self.assertEqual(caught.exception.code, "empty")
        self.assertFalse(self.files())

    def test_a_file_that_is_gone_is_said(self):
        row = self.take_recording("r.1")
        for where, _folders, names in os.walk(self.folder):
            for name in names:
                os.unlink(os.path.join(where, name))
        with self.assertRaisesRegex(UserError, "gone"):
            row.with_user(self.users["auditor"]).listen("A complaint")

    def test_fifty_cost_as_many_queries_as_one(self):
        counts = []
        for number in (2, 1, 50):
            lines = [
                line
                for at in range(number)
                for line in recorded(f"q{number}.{at}", number=f"+7916{at:07}")
            ]
            self.take(lines)
            calls = self.calls().filtered(lambda c, n=number: f"q{n}." in c.linked_id)
            self.assertEqual(len(calls.recording_ids), number)
            calls._built()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            calls._built()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.env.invalidate_all()
            user = calls.with_user(self.users["operator"])
            user.mapped("linked_id")
            before = self.env.cr.sql_log_count
            user.mapped("recording_state")
            user.recording_ids.mapped("listening")
            counts.append(self.env.cr.sql_log_count - before)
        # the first time fills caches
        self.assertEqual(counts[2:4], counts[4:])


@tagged("post_install", "-at_install")
class TestRecordingRights(RecordingCase):
    def setUp(self):
        super().setUp()
        self.row = self.recording("r.1")

    def recording(self, linked_id, kind="talk", **more):
        self.call(*recorded(linked_id, **more))
        return self.take_recording(linked_id, kind=kind)

    def listening(self, role, row=None):
        return (row or self.row).with_user(self.users[role]).listening

    def test_who_may_hear_a_talk(self):
        found = {role: self.listening(role) for role in self.users if role in READERS}
        self.assertEqual(
            found,
            {
                "operator": "yes",
                "senior": "yes",
                "supervisor": "yes",
                "data_officer": "reason",
                "auditor": "reason",
            },
        )
        for role in ("executor", "accountant", "admin", "employee"):
            with self.assertRaises(AccessError):
                self.row.with_user(self.users[role]).listen("I want to")

    def test_an_operator_hears_own_talks_only(self):
        self.row.call_id.sudo().write({"operator_id": self.users["senior"].id})
        self.row.call_id.leg_ids.sudo().write({"operator_id": False})
        self.assertEqual(self.listening("operator"), "no")
        with self.assertRaises(AccessError):
            self.row.with_user(self.users["operator"]).listen("Please")
        self.row.call_id.leg_ids[-1:].sudo().write(
            {"operator_id": self.users["operator"].id, "talk_seconds": 2}
        )
        self.row.invalidate_recordset(["listening"])
        self.assertEqual(self.listening("operator"), "yes")

    def test_an_operator_hears_messages_that_are_owed_a_call(self):
        # another's number: who was talked to is owed nothing
        lines = incoming("r.2", number=OTHER_PHONE)
        mark = told("r.2", 3, "CC_VM", TRUNK, eventextra='{"extra": "box=100"}')
        call = self.call(*lines[:-1], mark, lines[-1])
        self.assertEqual(call.outcome, "voicemail")
        row = self.take_recording("r.2", kind="voicemail")
        self.assertEqual(call.callback_id.call_ids.recording_ids, row)
        self.assertEqual(self.listening("operator", row), "yes")
        item = call.callback_id.with_user(self.users["operator"])
        item.action_done("Settled in a letter")
        row.invalidate_recordset(["listening"])
        self.assertEqual(self.listening("operator", row), "no")
        self.assertEqual(self.listening("senior", row), "yes")

    def test_a_talk_of_another_direction_is_not_there(self):
        pbx = self.make_pbx("far", self.other_direction)
        row = self.take_recording("r.9", pbx=pbx)
        for role in ("operator", "supervisor"):
            self.assertFalse(
                row.with_user(self.users[role]).exists().has_access("read")
            )

    def test_each_listening_is_audited(self):
        before = self.entries("recording.listened")
        found = self.row.with_user(self.users["operator"]).listen()
        self.assertEqual(
            (found["seconds"], found["kind"], len(found["peaks"])), (2, "talk", 400)
        )
        self.assertIn(f"/cc/recording/{self.row.id}/audio?ticket=", found["url"])
        entry = self.entries("recording.listened") - before
        self.assertEqual(entry.user_id, self.users["operator"])
        self.assertEqual((entry.res_id, entry.subject_id), (self.row.id, self.person))

    def test_an_auditor_says_why(self):
        row = self.row.with_user(self.users["auditor"])
        for reason in (None, "", " x ", False):
            with self.assertRaisesRegex(UserError, "why"):
                row.listen(reason)
        row.listen("Complaint 17")
        self.assertEqual(self.entries("recording.listened")[0].reason, "Complaint 17")

    def test_a_file_is_for_supervisors_and_the_officer_with_a_reason(self):
        for role in ("operator", "senior", "auditor"):
            with self.assertRaises(AccessError):
                self.row.with_user(self.users[role]).download("For the court")
        for role in ("supervisor", "data_officer"):
            row = self.row.with_user(self.users[role])
            with self.assertRaisesRegex(UserError, "why"):
                row.download("")
            self.assertIn("ticket=", row.download("For the court")["url"])
        self.assertEqual(len(self.entries("recording.downloaded")), 2)

    def entries(self, action):
        return self.env["cc.audit.entry"].search(
            [("action", "=", action), ("res_id", "=", self.row.id)]
        )


READERS = ("operator", "senior", "supervisor", "data_officer", "auditor")
