import json
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .pbx_case import LINE, PHONE, PbxCase


@tagged("post_install", "-at_install")
class TestCcHealthPbx(PbxCase):
    def setUp(self):
        super().setUp()
        self.env["cc.pbx"].search([("id", "!=", self.pbx.id)]).active = False
        self.pbx._hear({"clock": fields.Datetime.now().timestamp()})
        self.pbx.write({"clock_ahead_seconds": 0, "has_ami": True, "is_ami_up": True})

    def lines(self):
        """Return {key without the PBX: line}."""
        found = self.env["cc.health"]._lines("health")
        return {
            each["key"].partition("-")[2]: each
            for each in found
            if each["code"] == "pbx"
        }

    def state(self, key):
        line = self.lines().get(key)
        return line and line["state"]

    def test_a_healthy_pbx_is_one_line(self):
        self.assertEqual(list(self.lines()), ["connector"])
        self.assertEqual(self.state("connector"), "ok")

    def test_the_connector(self):
        self.pbx.lines_waiting = 3_000
        self.assertEqual(self.state("connector"), "warning")
        self.pbx.lines_waiting = 100_000
        self.assertEqual(self.state("connector"), "failing")
        self.pbx._hear({"fault": {"code": "ami_refuses", "sentence": "No."}})
        self.assertIn("manager.conf", self.lines()["connector"]["sentence"])
        self.pbx._hear({"fault": {"code": "unheard", "sentence": "What?"}})
        self.assertEqual(self.lines()["connector"]["sentence"], "What?")
        self.pbx.seen_at = fields.Datetime.now() - timedelta(minutes=10)
        self.assertEqual(self.state("connector"), "failing")
        self.pbx.seen_at = False
        self.assertEqual(self.state("connector"), "warning")
        self.pbx.token_digest = False
        self.assertEqual(self.state("connector"), "warning")

    def test_the_live_picture(self):
        self.pbx.is_ami_up = False
        self.assertEqual(self.state("live"), "warning")
        self.pbx.has_ami = False
        self.assertIsNone(self.state("live"))

    def test_the_clock(self):
        for seconds, state in ((4, None), (-30, "warning"), (7200, "failing")):
            self.pbx.clock_ahead_seconds = seconds
            self.assertEqual(self.state("clock"), state)
        line = self.lines()["clock"]
        self.assertIn("2", line["sentence"])
        self.assertNotIn("7200", line["sentence"])
        self.assertIn(self.pbx.name, line["title"])

    def test_the_disk(self):
        for size, state in ((100 << 30, None), (3 << 30, "warning"), (1, "failing")):
            self.pbx.disk_free_bytes = size
            self.assertEqual(self.state("disk"), state)

    def test_a_phone_in_a_queue_that_is_not_registered(self):
        self.phone.queue_names = "support"
        self.assertIn("101", self.lines()["phones"]["sentence"])
        self.phone.is_registered = True
        self.assertIsNone(self.state("phones"))

    def test_an_extension_of_two_people(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self.env["cc.pbx.extension"].create(
                    {
                        "pbx_id": self.pbx.id,
                        "number": "101",
                        "user_id": self.users["senior"].id,
                    }
                )
        # what came past the rules, by an import of one and another at once
        self.env["cc.pbx.extension"].create(
            {
                "pbx_id": self.pbx.id,
                "number": "101 ",
                "user_id": self.users["senior"].id,
            }
        )
        self.assertEqual(self.state("seats"), "warning")

    def test_calls_to_unknown_numbers_and_lines_nobody_could_read(self):
        rows = [("1:0", self.started("t-5.1", "+74957777777")), ("1:9", "no line")]
        told, _unreadable = self.env["cc.call.event"]._keep(self.pbx, rows)
        self.env["cc.call"]._build(self.pbx, told)
        self.assertIn("+74957777777", self.lines()["numbers"]["sentence"])
        self.assertIn("1:9", self.lines()["lines"]["sentence"])

    def test_a_call_to_a_line_is_no_news(self):
        rows = [("1:0", self.started("t-5.2", LINE))]
        told, _unreadable = self.env["cc.call.event"]._keep(self.pbx, rows)
        self.env["cc.call"]._build(self.pbx, told)
        self.assertIsNone(self.state("numbers"))

    def test_callers_without_a_number_are_counted_and_have_cards(self):
        strange = ("anonymous", "112", "9" * 40, "")
        for at, number in enumerate((*strange, "+8 800 000-00-35")):
            rows = [(f"1:{at}", self.started(f"t-6.{at}", LINE, number))]
            told, _unreadable = self.env["cc.call.event"]._keep(self.pbx, rows)
            self.assertTrue(self.env["cc.call"]._build(self.pbx, told))
        line = self.lines()["callers"]
        self.assertEqual(line["state"], "ok")
        self.assertTrue(line["sentence"].startswith("3 "))
        for at in range(10):
            rows = [(f"2:{at}", self.started(f"t-7.{at}", LINE, "anonymous"))]
            told, _unreadable = self.env["cc.call.event"]._keep(self.pbx, rows)
            self.env["cc.call"]._build(self.pbx, told)
        self.assertEqual(self.state("callers"), "warning")

    def started(self, linkedid, number, caller=PHONE):
        return json.dumps(
            {
                "eventtype": "CHAN_START",
                "eventtime": str(fields.Datetime.now().timestamp()),
                "uniqueid": linkedid,
                "linkedid": linkedid,
                "channame": "PJSIP/trunk-00000001",
                "num": caller,
                "exten": number,
                "context": "from-trunk",
            }
        )
