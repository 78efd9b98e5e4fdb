import json
from unittest.mock import patch

from odoo.tests import tagged

from ..controllers.pbx import LONGEST_BODY
from .pbx_case import PbxHttpCase

LINES = [{"key": "1:0", "line": "{}"}, {"key": "1:3", "line": "not read"}]


@tagged("post_install", "-at_install")
class TestPbxProtocol(PbxHttpCase):
    def setUp(self):
        super().setUp()
        # the ledger is asked for real; nobody drains it meanwhile
        inbox = type(self.env["cc.inbox.event"])
        self.startPatcher(patch.object(inbox, "_wake", lambda _self: None))

    def events(self):
        return self.env["cc.inbox.event"].search(
            [("channel_id", "=", self.pbx.channel_id.id)]
        )

    def test_a_batch_is_recorded_once(self):
        body = {"lines": LINES}
        first = self.post("events", body, X_CC_Batch="spool:1")
        again = self.post("events", body, X_CC_Batch="spool:1")
        self.assertEqual(first.status_code, 200, first.text)
        self.assertEqual(
            [
                (each.json()["accepted"], each.json()["is_new"])
                for each in (first, again)
            ],
            [(2, True), (2, False)],
        )
        self.assertEqual(len(self.events()), 1)

    def test_who_has_no_token_is_refused_everywhere(self):
        other = self.env["cc.pbx"].create(
            {"name": "Other", "code": "t-other", "direction_id": self.direction.id}
        )
        strangers = (
            {"Authorization": None},
            {"Authorization": "Bearer wrong"},
            {"Authorization": f"Basic {self.token}"},
            {"X_CC_PBX": "t-none"},
            {"X_CC_PBX": other.code},
            {"X_CC_PBX": None},
        )
        for path in ("events", "report", "live", "commands"):
            for headers in strangers:
                with self.subTest(path=path, headers=headers):
                    answer = self.post(path, {"lines": LINES}, **headers)
                    self.assertEqual(answer.status_code, 401)
        self.assertFalse(self.events())

    def test_an_archived_pbx_is_refused(self):
        self.pbx.active = False
        self.assertEqual(self.post("report", {}).status_code, 401)

    def test_the_old_token_is_void(self):
        self.pbx.action_new_token()
        self.assertEqual(self.post("report", {}).status_code, 401)

    def test_another_version_is_refused_in_words(self):
        for path in ("events", "report", "live", "commands"):
            answer = self.post(path, {}, X_CC_Protocol="2")
            self.assertEqual(answer.status_code, 426)
            self.assertIn("1", answer.json()["error"])

    def test_what_is_no_batch_is_refused(self):
        for body in (
            b" ",
            b"{",
            b"[]",
            b'{"lines": {}}',
            b'{"lines": [1]}',
            b'{"lines": [{"key": "1"}]}',
            b'{"lines": [{"key": 1, "line": ""}]}',
            json.dumps({"lines": LINES * 251}).encode(),
            b"[" * 100_000,
        ):
            with self.subTest(body=body[:40]):
                self.assertEqual(self.post("events", body).status_code, 422)
        self.assertFalse(self.events())

    def test_a_batch_with_an_endless_name_is_refused(self):
        answer = self.post("events", {"lines": LINES}, X_CC_Batch="x" * 5000)
        self.assertEqual(answer.status_code, 422)
        self.assertIn("X-CC-Batch", answer.json()["error"])
        answer = self.post("events", {"lines": LINES}, X_CC_Batch="x" * 200)
        self.assertEqual(answer.status_code, 200)

    def test_what_is_too_long_is_refused_unread(self):
        answer = self.post("events", b"x" * (LONGEST_BODY + 1))
        self.assertEqual(answer.status_code, 413)

    def test_what_was_not_read_is_not_said_to_be_taken(self):
        for path in ("events", "report", "live", "commands"):
            with self.subTest(path=path):
                answer = self.post(path, b"x" * (LONGEST_BODY + 1))
                self.assertEqual(answer.status_code, 413)
                self.assertIn("Content-Length", answer.json()["error"])
        self.assertFalse(self.pbx.seen_at)

    def test_a_nul_in_what_is_told_stops_nothing(self):
        self.post("report", {})
        body = {"changes": [self.change("began", "t\0", caller="\0")]}
        self.assertEqual(self.post("live", body).status_code, 200)
        command = self.env["cc.pbx.command"]._ask(self.pbx, "hang_up", {})
        command.state = "given"
        result = {"id": command.id, "is_done": False, "sentence": "No\0 channel"}
        answer = self.post("commands", {"results": [result]})
        self.assertEqual(answer.status_code, 200)
        command.invalidate_recordset()
        self.assertEqual(command.state, "refused")

    def test_a_report_is_kept_and_answered(self):
        report = {
            "clock": 1_795_000_000,
            "lines_waiting": 12,
            "is_ami_up": True,
            "has_ami": True,
            "disk_free_bytes": 5 << 30,
            "registrations": ["101", "999"],
            "fault": {"code": "ami_away", "sentence": "It is away."},
        }
        answer = self.post("report", report)
        self.assertEqual(answer.json()["trunks"], ["trunk"])
        self.pbx.invalidate_recordset()
        self.assertEqual((self.pbx.lines_waiting, self.pbx.is_ami_up), (12, True))
        self.assertEqual(self.pbx.fault_code, "ami_away")
        self.assertTrue(self.phone.is_registered)
        self.assertFalse(self.spare.is_registered)

    def test_a_report_of_a_stranger_s_making_breaks_nothing(self):
        for report in (
            [],
            {"clock": "now", "lines_waiting": -5, "disk_free_bytes": True},
            {"clock": 1e300, "lines_waiting": 1e12, "pbx_started_at": 1e15},
            {"fault": {"code": None, "sentence": ["x"] * 500}},
            {"registrations": [1, None, {}], "pbx_started_at": "x"},
            {"fault": {"code": "a\0b", "sentence": "\0"}, "registrations": ["\0"]},
        ):
            with self.subTest(report=report):
                self.assertEqual(self.post("report", report).status_code, 200)
        self.assertEqual(self.pbx.lines_waiting, 2**31 - 1)

    def test_live_shows_and_gives_commands(self):
        self.post("report", {})
        command = self.env["cc.pbx.command"]._ask(
            self.pbx, "hang_up", {"channel": "PJSIP/101-1"}
        )
        answer = self.post("live", {"changes": [self.change("began")]}).json()
        self.assertEqual(
            answer["commands"],
            [
                {
                    "id": command.id,
                    "action": "hang_up",
                    "params": {"channel": "PJSIP/101-1"},
                }
            ],
        )
        self.assertEqual(self.live.search([]).linked_id, "t-1.1")
        self.assertEqual(self.post("live", {}).json()["commands"], [])
        self.post("commands", {"results": [{"id": command.id, "is_done": True}]})
        command.invalidate_recordset()
        self.assertEqual(command.state, "done")

    def test_answers_are_as_the_schema_has_them(self):
        try:
            from tests.doubles.json_schema import faults
        except ImportError:
            self.fail("the schema is in the repository: run the tests from there")
        for path, body in (
            ("events", {"lines": LINES}),
            ("report", {}),
            ("live", {"changes": [self.change("began")]}),
        ):
            with self.subTest(path=path):
                self.assertFalse(faults(f"{path}_answer", self.post(path, body).json()))
        self.assertFalse(faults("refusal", self.post("events", b"{}").json()))
