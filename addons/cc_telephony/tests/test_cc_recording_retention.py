import os
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BEGAN, incoming
from .recording_case import RecordingCase, recorded, wav


@tagged("post_install", "-at_install")
class TestRecordingRetention(RecordingCase):
    def setUp(self):
        super().setUp()
        self.call(*recorded("r.1"))
        self.row = self.take_recording("r.1")

    def erase(self, days):
        with freeze_time(BEGAN + timedelta(days=days)):
            self.env["cc.recording"]._cron_erase()
            self.env.cr.postcommit.run()

    def test_it_is_erased_when_its_time_is_over(self):
        self.direction.recording_days = 30
        self.assertEqual(self.row.keep_until, self.row.started_at + timedelta(days=30))
        self.erase(29)
        self.assertEqual(self.row.state, "stored")
        self.erase(31)
        self.assertEqual((self.row.state, self.files()), ("erased", []))
        self.assertFalse(self.row.wrapped_key or self.row.peaks)
        self.assertTrue(self.row.erased_at)
        self.assertEqual(self.row.call_id.recording_state, "erased")
        self.assertIn("erased", self.row.call_id.recording_note)
        with self.assertRaisesRegex(UserError, "erased"):
            self.row.with_user(self.users["senior"]).listen()
        entry = self.env["cc.audit.entry"].search(
            [("action", "=", "recording.erased"), ("res_id", "=", self.row.id)]
        )
        self.assertEqual(len(entry), 1)

    def test_a_message_has_its_own_time(self):
        row = self.take_recording("r.1", wav(1), kind="voicemail")
        self.assertEqual(row.keep_until, row.started_at + timedelta(days=90))

    def test_a_held_one_stays(self):
        row = self.row.with_user(self.users["supervisor"])
        with self.assertRaisesRegex(UserError, "why"):
            row.action_hold("")
        row.action_hold("The court asks")
        self.erase(400)
        self.assertEqual(self.row.state, "stored")
        row.action_release("It is settled")
        self.erase(400)
        self.assertEqual(self.row.state, "erased")

    def test_operators_and_auditors_hold_nothing(self):
        for role in ("operator", "senior", "auditor"):
            with self.assertRaises(AccessError):
                self.row.with_user(self.users[role]).action_hold("Because of me")

    def test_a_row_is_never_deleted(self):
        with self.assertRaises(UserError):
            self.row.unlink()

    def test_late_ones_are_missing_and_may_still_come(self):
        call = self.call(*recorded("r.2"))
        missing = self.env["cc.recording"]
        with freeze_time(BEGAN + timedelta(minutes=20)):
            missing._cron_missing()
        self.assertEqual(call.recording_state, "expected")
        later = BEGAN + timedelta(minutes=40)
        self.pbx.recordings_waiting = 3
        with freeze_time(later):
            missing._cron_missing()
        self.assertEqual(call.recording_state, "expected")
        self.pbx.recordings_waiting = 0
        with freeze_time(later):
            missing._cron_missing()
        self.assertEqual(call.recording_state, "missing")
        self.assertIn("has not come", call.recording_note)
        self.take_recording("r.2")
        self.assertEqual(call.recording_state, "stored")

    def test_calls_are_found_by_their_recording(self):
        lost, plain = self.call(*recorded("r.2")), self.call(*incoming("r.3", at=9))
        search = self.env["cc.call"].search
        own = [("pbx_id", "=", self.pbx.id)]
        for state, calls in (
            ("stored", self.row.call_id),
            ("expected", lost),
            ("none", plain),
            ("missing", plain.browse()),
        ):
            found = search([*own, ("recording_state", "=", state)])
            self.assertEqual(found, calls, state)
        self.env["cc.recording"]._refuse(self.pbx, "r.2", "talk", "too_long")
        self.assertEqual(search([*own, ("recording_state", "=", "missing")]), lost)
        found = search([*own, ("recording_state", "!=", "none")])
        self.assertEqual(found, lost | self.row.call_id)

    def test_a_copy_of_the_database_plays_nothing(self):
        with open(
            os.path.join(os.path.dirname(__file__), "../data/neutralize.sql")
        ) as f:
            self.env.flush_all()
            self.env.cr.execute(f.read())
        self.env.invalidate_all()
        self.assertEqual(self.row.missing_why, "copy")
        with self.assertRaisesRegex(UserError, "missing"):
            self.row.with_user(self.users["senior"]).listen()

    def test_a_late_row_says_when_it_came(self):
        self.assertEqual(self.row.received_at, fields.Datetime.now())
