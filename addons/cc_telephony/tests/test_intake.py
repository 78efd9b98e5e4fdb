import gzip
import json
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.cc_telephony.intake import run_calls

from .common import SAMPLES, CcTelephonyCase, cards

TABLE = """\
id,eventtype,eventtime,cid_name,cid_num,exten,context,channame,uniqueid,linkedid,extra
1,CHAN_START,2026-11-20 09:00:00.5,,89161112233,74951112233,from-trunk,SIP/mtt-01abcdef,5.1,5.1,
2,CHAN_START,2026-11-20 09:00:02.5,,101,,from-internal,SIP/101-01abcdf0,5.2,5.1,
3,BRIDGE_ENTER,2026-11-20 09:00:04.5,,101,,from-internal,SIP/101-01abcdf0,5.2,5.1,
broken
5,BRIDGE_ENTER,2026-11-20 09:00:04.5,,,,from-trunk,SIP/mtt-01abcdef,5.1,5.1,"{""class"":1}"
6,HANGUP,2026-11-20 09:01:04.75,,101,,from-internal,SIP/101-01abcdf0,5.2,5.1,
7,CHAN_END,2026-11-20 09:01:04.75,,101,,from-internal,SIP/101-01abcdf0,5.2,5.1,
8,HANGUP,2026-11-20 09:01:04.75,,,,from-trunk,SIP/mtt-01abcdef,5.1,5.1,
9,CHAN_END,2026-11-20 09:01:04.75,,,,from-trunk,SIP/mtt-01abcdef,5.1,5.1,
"""


@tagged("post_install", "-at_install")
class TestIntake(CcTelephonyCase):
    def setUp(self):
        super().setUp()
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.said = []

    def bring(self, *paths, pbx="pbx1"):
        """Return (exit code, the calls as the JSON file has them)."""
        output = self.folder / "calls.jsonl"
        code = run_calls(self.env, paths, pbx, str(output), self.said.append)
        lines = output.read_text("utf-8").splitlines() if output.exists() else []
        return code, [json.loads(line) for line in lines]

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def test_a_recorded_desk(self):
        code, calls = self.bring(SAMPLES / "desk.jsonl")
        self.assertEqual((code, len(calls), len(self.calls())), (0, 10, 10))
        first = calls[0]
        self.assertEqual(first["from"], "+79161112233")
        self.assertEqual((first["direction"], first["to"]), ("in", "+74950001"))
        self.assertEqual((first["outcome"], first["operator"]), ("answered", "101"))
        self.assertRegex(first["answered_at"], r"^2026-11-22T\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertAlmostEqual(first["talk"], 3, delta=0.05)
        self.assertEqual(
            [(leg["phone"], leg["outcome"]) for leg in first["legs"]],
            [("101", "answered")],
        )
        for line in calls:
            card = self.calls().filtered(lambda c, n=line["linkedid"]: c.linked_id == n)
            self.assertEqual(card.outcome, line["outcome"])
            self.assertEqual(card.talk_seconds, line["talk"])

    def test_the_same_file_again_adds_nothing(self):
        _code, calls = self.bring(SAMPLES / "desk.jsonl")
        before, lines = cards(self.calls()), self.env["cc.call.event"].search_count([])
        packed = gzip.compress((SAMPLES / "desk.jsonl").read_bytes())
        for path in (SAMPLES / "desk.jsonl", self.file("again.gz", packed)):
            self.assertEqual(self.bring(path), (0, calls))
            self.assertEqual(cards(self.calls()), before)
            self.assertEqual(self.env["cc.call.event"].search_count([]), lines)
            self.assertIn("0 lines and 0 calls are new", self.said[-1])

    def test_what_the_connector_sent_is_not_brought_twice(self):
        lines = (SAMPLES / "desk.jsonl").read_text("utf-8").splitlines()
        self.take([(f"0:{at}", line) for at, line in enumerate(lines)])
        before = cards(self.calls())
        self.bring(SAMPLES / "desk.jsonl")
        self.assertIn("0 lines and 0 calls are new", self.said[-1])
        self.assertEqual(cards(self.calls()), before)

    def test_a_table_of_a_database(self):
        path = self.file("cel.csv", TABLE)
        code, (call,) = self.bring(path)
        self.assertEqual(code, 0)
        self.assertEqual((call["direction"], call["from"]), ("in", "89161112233"))
        self.assertEqual((call["to"], call["operator"]), ("74951112233", "101"))
        self.assertEqual(call["answered_at"], "2026-11-20T09:00:04.500Z")
        self.assertEqual((call["talk"], call["wait"]), (60.25, None))
        self.assertIn(
            f"{path}:5: this is no row of the table (1 of 11 columns).", self.said
        )
        self.assertIn("1 lines tell nothing", self.said[-1])

    def test_a_file_that_ends_amid_a_call_closes_it(self):
        path = self.file("cel.csv", "\n".join(TABLE.splitlines()[:6]))
        _code, (call,) = self.bring(path)
        self.assertEqual((call["outcome"], call["operator"]), ("end_unknown", "101"))
        card = self.calls()
        self.assertEqual((card.outcome, card.extension), ("end_unknown", "101"))
        self.bring(self.file("rest.csv", TABLE))
        self.assertEqual((card.outcome, card.talk_seconds), ("answered", 60.25))

    def test_calls_cut_by_a_chunk_are_whole(self):
        chunks = "odoo.addons.cc_telephony.intake"
        with patch(f"{chunks}.BATCH", 7), patch(f"{chunks}.ROWS", 2):
            _code, calls = self.bring(SAMPLES / "desk.jsonl")
        self.assertNotIn("live", self.calls().mapped("outcome"))
        self.assertEqual(len(calls), 10)

    def test_what_tells_nothing_is_named_and_stops_nothing(self):
        whole = (SAMPLES / "desk.jsonl").read_text("utf-8").splitlines()
        whole[1:1] = ["{", '{"eventtype":"ANSWER","linkedid":"1"}', "x" * 200_000]
        whole[0] = whole[0][30:]
        path = self.file("torn.jsonl", "\n".join(whole))
        code, calls = self.bring(path)
        self.assertEqual((code, len(calls)), (0, 10))
        told = [text for text in self.said if text.startswith(path)]
        self.assertEqual(
            [text.removeprefix(path) for text in told],
            [
                ":1: this is no JSON.",
                ":2: this is no JSON.",
                ":3: the time is missing, or is none.",
                ":4: this is longer than any event.",
            ],
        )

    def test_what_is_no_log_is_said(self):
        for name, content in (
            ("a.csv", "name,phone\n1,2\n"),
            ("b.gz", b"\x1f\x8b\x08x"),
            (
                "d.sql",
                "-- MySQL dump 10.19\n\nINSERT INTO `cel` VALUES (1,'ANSWER');\n",
            ),
            ("e.sql", "INSERT INTO cel (id,eventtype,linkedid) VALUES (1,'HANGUP',2);"),
        ):
            with self.subTest(name=name):
                path = self.file(name, content)
                code, calls = self.bring(path)
                self.assertEqual((code, calls), (1, []))
                self.assertTrue(any(path in text for text in self.said))
        self.assertEqual(sum("cel.tsv" in text for text in self.said), 2)
        self.assertEqual(self.bring(self.file("empty", ""))[0], 0)

    def test_what_the_client_of_a_database_prints(self):
        path = self.file("cel.tsv", TABLE.replace(",", "\t"))
        code, (call,) = self.bring(path)
        self.assertEqual((code, call["outcome"]), (0, "answered"))

    def test_a_pbx_that_is_not_there_is_made_and_said(self):
        path = self.file("cel.csv", TABLE)
        code, (call,) = self.bring(path, pbx="Main office")
        self.assertEqual((code, call["outcome"]), (0, "answered"))
        made = self.env["cc.pbx"].search([("name", "=", "Main office")])
        self.assertEqual(made.code, "main-office")
        self.assertEqual(self.calls(made).channel_id, made.channel_id)
        self.assertIn("Main office", self.said[0])
        self.bring(path, pbx="Main office")
        self.assertIn("0 lines and 0 calls are new", self.said[-1])
