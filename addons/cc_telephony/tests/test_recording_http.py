import json
import os
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.cc_base.tests.common import PASSWORD

from .pbx_case import PbxHttpCase
from .recording_case import RecordingMixin, headers, wav


@tagged("post_install", "-at_install")
class TestRecordingHttp(RecordingMixin, PbxHttpCase):
    def upload(self, raw, linked_id="h.1", **more):
        return self.post("recording", raw, **headers(raw, linked_id) | more)

    def rows(self):
        return self.env["cc.recording"].search([("pbx_id", "=", self.pbx.id)])

    # the connector
    def test_an_upload_is_kept_once(self):
        raw = wav()
        found = [self.upload(raw) for _time in range(3)]
        self.assertEqual([each.status_code for each in found], [200] * 3, found[0].text)
        self.assertEqual(
            [each.json()["is_new"] for each in found], [True, False, False]
        )
        (row,) = self.rows()
        self.assertEqual((row.seconds, row.kind, row.state), (2, "talk", "stored"))

    def test_answers_are_as_the_schema_has_them(self):
        try:
            from tests.doubles.json_schema import faults
        except ImportError:
            self.fail("the schema is in the repository: run the tests from there")
        self.assertFalse(faults("recording_answer", self.upload(wav()).json()))
        self.assertFalse(faults("refusal", self.upload(b"x").json()))
        with patch.dict(os.environ, CC_SECRET_RECORDINGS=""):
            self.assertFalse(faults("refusal", self.upload(wav()).json()))

    def test_the_report_tells_of_the_folder(self):
        told = {"waiting": 3, "refused": 1, "fault": "recordings_disk"}
        self.post("report", {"recordings": told})
        self.pbx.invalidate_recordset()
        found = (
            self.pbx.has_recordings,
            self.pbx.recordings_waiting,
            self.pbx.recordings_refused,
            self.pbx.recording_fault,
        )
        self.assertEqual(found, (True, 3, 1, "recordings_disk"))
        for strange in ([], "x", {"waiting": "many", "refused": -1, "fault": {}}):
            self.assertEqual(
                self.post("report", {"recordings": strange}).status_code, 200
            )
        self.post("report", {"recordings": None})
        self.pbx.invalidate_recordset()
        self.assertFalse(self.pbx.has_recordings)

    def test_who_has_no_token_brings_nothing(self):
        answer = self.upload(wav(), Authorization="Bearer wrong")
        self.assertEqual(answer.status_code, 401)
        self.assertFalse(self.rows())

    def test_what_is_amiss_is_said(self):
        raw = wav()
        for status, body, more in (
            (422, b"ID3" + bytes(99), {}),
            (400, raw, {"X_CC_Sha256": "0" * 64}),
            (400, raw, {"X_CC_Sha256": "none"}),
            (400, raw, {"X_CC_Kind": "song"}),
            (400, raw, {"X_CC_Linkedid": ""}),
            (426, raw, {"X_CC_Protocol": "2"}),
        ):
            with self.subTest(status=status, more=more):
                answer = self.upload(body, **more)
                self.assertEqual(answer.status_code, status, answer.text)
        self.assertEqual(self.rows().mapped("state"), ["missing"])

    def test_an_empty_one_is_taken_and_kept_nowhere(self):
        for raw in (wav(0), wav(0)[:30]):
            answer = self.upload(raw)
            self.assertEqual(
                (answer.status_code, answer.json()["is_new"]), (200, False)
            )
        self.assertFalse(self.rows() or self.files())

    def test_too_long(self):
        limit = "odoo.addons.cc_telephony.controllers.pbx_recording.LONGEST_RECORDING"
        with patch(limit, 1000):
            answer = self.upload(wav())
        self.assertEqual(answer.status_code, 413)
        self.assertEqual(self.rows().missing_why, "too_long")

    def test_without_a_key_the_connector_is_asked_to_wait(self):
        with patch.dict(os.environ, CC_SECRET_RECORDINGS=""):
            answer = self.upload(wav())
            empty = self.upload(wav(0))
        self.assertEqual((answer.status_code, empty.status_code), (503, 503))
        self.assertEqual(answer.json()["code"], "no_key")
        self.assertFalse(self.rows())

    def test_a_full_disk_is_said_and_leaves_nothing_half(self):
        full = OSError(28, "No space left on device")
        with (
            patch(
                "odoo.addons.cc_telephony.recording_store.os.fsync", side_effect=full
            ),
            self.assertLogs("odoo.addons.cc_telephony", "ERROR"),
        ):
            answer = self.upload(wav())
        self.assertEqual((answer.status_code, answer.json()["code"]), (503, "disk"))
        self.assertFalse(self.rows() or self.files())

    # the player
    def listen(self, login="t_senior", method="listen", **more):
        self.authenticate(login, PASSWORD)
        found = self.url_open(
            f"/web/dataset/call_kw/cc.recording/{method}",
            data=json.dumps(
                {
                    "params": {
                        "model": "cc.recording",
                        "method": method,
                        "args": [self.rows().ids],
                        "kwargs": more,
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        return found["result"]["url"] if "result" in found else found

    def test_the_bytes_come_by_ticket_and_in_parts(self):
        raw = wav(5)
        self.upload(raw)
        url = self.listen()
        whole = self.url_open(url)
        self.assertEqual((whole.status_code, whole.content), (200, raw))
        self.assertEqual(whole.headers["Cache-Control"], "no-store")
        self.assertEqual(whole.headers["Content-Type"], "audio/wav")
        self.assertEqual(whole.headers["Accept-Ranges"], "bytes")
        size = len(raw)
        for asked, first, last in (
            ("bytes=0-", 0, size - 1),
            ("bytes=65530-65560", 65530, 65560),
            ("bytes=-100", size - 100, size - 1),
            ("bytes=70000-99999999", 70000, size - 1),
        ):
            part = self.url_open(url, headers={"Range": asked})
            self.assertEqual(part.status_code, 206, asked)
            self.assertEqual(part.content, raw[first : last + 1])
            self.assertEqual(
                part.headers["Content-Range"], f"bytes {first}-{last}/{size}"
            )
        beyond = self.url_open(url, headers={"Range": f"bytes={size}-"})
        self.assertEqual(beyond.status_code, 416)

    def test_a_ticket_is_of_one_session_recording_and_time(self):
        self.upload(wav())
        url = self.listen()
        self.assertEqual(self.url_open(url).status_code, 200)
        path = url.partition("?")[0]
        for bad in (path, path + "?ticket=", path + "?ticket=AAAA", url[:-4] + "AAAA"):
            self.assertEqual(self.url_open(bad).status_code, 404, bad)
        self.authenticate("t_senior", PASSWORD)
        self.assertEqual(self.url_open(url).status_code, 404)
        self.authenticate("t_operator", PASSWORD)
        self.assertEqual(self.url_open(url).status_code, 404)
        self.logout()
        self.assertNotEqual(self.url_open(url, allow_redirects=False).status_code, 200)

    def test_a_file_has_a_name_that_tells_nobody(self):
        self.upload(wav(), linked_id="main-1.79161234567")
        self.assertEqual(
            self.url_open(self.listen()).headers["Content-Disposition"], "inline"
        )
        url = self.listen("t_supervisor", "download", reason="The court asks")
        given = self.url_open(url).headers["Content-Disposition"]
        self.assertIn(f'attachment; filename="recording-{self.rows().id}-', given)
        self.assertNotIn("7916", given)

    def test_a_ticket_runs_out(self):
        self.upload(wav())
        late = "odoo.addons.cc_telephony.models.recording.cc_recording_listen.TICKET_MINUTES"
        with patch(late, -5):
            url = self.listen()
        self.assertEqual(self.url_open(url).status_code, 404)

    def test_an_erased_one_is_not_served(self):
        self.upload(wav())
        url = self.listen()
        self.rows()._erase()
        self.assertEqual(self.url_open(url).status_code, 404)

    def test_serving_writes_nothing(self):
        self.upload(wav())
        url = self.listen()
        entries = self.env["cc.audit.entry"].search_count([])
        self.url_open(url)
        self.assertEqual(self.env["cc.audit.entry"].search_count([]), entries)
