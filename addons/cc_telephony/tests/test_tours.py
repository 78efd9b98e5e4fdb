from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.cc_base.tests.common import OTHER_PHONE

from .common import CcTelephonyMixin, incoming, told
from .recording_case import RecordingMixin, wav

# moments of the lines are past; tours meet calls of today
SECONDS = 30


@tagged("post_install", "-at_install")
class TestTours(RecordingMixin, CcTelephonyMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()
        cls.people = {
            role: new_test_user(
                cls.env,
                login=f"tour_{role}",
                groups=f"cc_base.cc_base_group_{role}",
                cc_direction_ids=[(6, 0, cls.direction.ids)],
            )
            for role in ("operator", "supervisor")
        }

    def heard(self):
        return self.env["cc.audit.entry"].search(
            [("action", "=", "recording.listened")], order="id"
        )

    def test_operator_settles_callback(self):
        item = self.call(*incoming("c.1")).callback_id
        other = self.call(*incoming("c.2", number=OTHER_PHONE)).callback_id
        (item | other).due_at = fields.Datetime.now() + timedelta(hours=1)
        self.start_tour(
            "/odoo/call-backs", "operator_settles_callback", login="tour_operator"
        )
        self.assertEqual(item.state, "done")
        self.assertEqual(item.owner_id, self.people["operator"])
        self.assertEqual(item.reason, "They wrote a letter instead")
        self.assertFalse(item.call_ids.interaction_id.needs_answer)
        self.assertEqual(other.state, "open")

    def test_supervisor_plays_recording(self):
        self.call(*incoming("c.1", talk=SECONDS))
        recording = self.take_recording("c.1", wav(SECONDS))
        before = self.heard()
        self.start_tour(
            "/odoo/calls", "supervisor_plays_recording", login="tour_supervisor"
        )
        entries = self.heard() - before
        self.assertEqual(entries.mapped("res_id"), [recording.id] * 2)
        self.assertEqual(entries.user_id, self.people["supervisor"])

    def test_operator_hears_message(self):
        mark = told("v.1", 4, "CC_VM", eventextra='{"extra":"box=1"}')
        item = self.call(*incoming("v.1"), mark).callback_id
        recording = self.take_recording("v.1", wav(SECONDS), kind="voicemail")
        before = self.heard()
        self.start_tour(
            "/odoo/call-backs", "operator_hears_message", login="tour_operator"
        )
        self.assertEqual(item.state, "done")
        entry = self.heard() - before
        self.assertEqual(entry.res_id, recording.id)
        self.assertEqual(entry.user_id, self.people["operator"])
