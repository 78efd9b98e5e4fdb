import os
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .pbx_case import PbxCase
from .recording_case import RecordingMixin


@tagged("post_install", "-at_install")
class TestCcHealthRecording(RecordingMixin, PbxCase):
    def setUp(self):
        super().setUp()
        self.env["cc.pbx"].search([("id", "!=", self.pbx.id)]).active = False
        # of the demo day
        self.env.cr.execute("DELETE FROM cc_recording")
        self.env.invalidate_all()
        self.hear()

    def hear(self, waiting=0, refused=0, fault=None):
        told = {"waiting": waiting, "refused": refused, "fault": fault}
        self.pbx._hear({"recordings": told})

    def lines(self):
        """Return {key without the PBX: line}."""
        found = self.env["cc.health"]._lines("health")
        return {
            each["key"].rpartition("-")[2]: each
            for each in found
            if each["code"] == "recording"
        }

    def test_a_healthy_one_is_one_line(self):
        lines = self.lines()
        self.assertEqual(list(lines), ["key"])
        self.assertEqual(lines["key"]["state"], "ok")

    def test_nothing_is_said_where_nothing_is_recorded(self):
        self.pbx.has_recordings = False
        self.assertFalse(self.lines())

    def test_the_key(self):
        for value in ("", "short"):
            with patch.dict(os.environ, CC_SECRET_RECORDINGS=value):
                line = self.lines()["key"]
                self.assertEqual(line["state"], "failing")
                self.assertIn("CC_SECRET_RECORDINGS", line["sentence"])

    def test_another_key_has_another_name(self):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("cc_telephony.recording_key", "CC_SECRET_OTHER")
        self.assertEqual(self.lines()["key"]["state"], "failing")
        with patch.dict(os.environ, CC_SECRET_OTHER="o" * 40):
            self.assertIn("CC_SECRET_OTHER", self.lines()["key"]["sentence"])

    def test_what_waits_and_why(self):
        self.hear(waiting=3)
        self.assertNotIn("waiting", self.lines())
        sentences = set()
        for fault in ("recordings_key", "recordings_disk", "recordings_folder", "new"):
            self.hear(waiting=3, fault=fault)
            sentences.add(self.lines()["waiting"]["sentence"])
        self.hear(waiting=300)
        sentences.add(self.lines()["waiting"]["sentence"])
        self.assertEqual(len(sentences), 5)

    def test_what_was_put_aside(self):
        self.hear(refused=2)
        self.assertIn("2", self.lines()["refused"]["sentence"])

    def test_what_is_missing_of_the_last_day(self):
        self.env["cc.recording"]._refuse(self.pbx, "h.1", "talk", "too_long")
        self.assertIn("1", self.lines()["missing"]["sentence"])
        self.env["cc.recording"].search([]).started_at = fields.Datetime.subtract(
            fields.Datetime.now(), days=2
        )
        self.assertNotIn("missing", self.lines())
