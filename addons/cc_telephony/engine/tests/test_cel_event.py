import json
import unittest
from datetime import timedelta, timezone
from pathlib import Path

from ..cel_event import CelError, CelEvent, read_event, read_line, read_lines

SAMPLES = Path(__file__).parent / "samples"
ROW = {"eventtype": "ANSWER", "eventtime": "1795306146.043308", "linkedid": "a.1"}


class TestCelEvent(unittest.TestCase):
    def code(self, row):
        with self.assertRaises(CelError) as caught:
            read_event(row)
        return caught.exception.code

    # columns
    def test_columns_of_other_back_ends_are_the_same_event(self):
        known = read_event(
            ROW | {"channame": "PJSIP/1-00000001", "num": "112", "appname": "Queue"}
        )
        spelt = {
            "EventName": "ANSWER",
            "EventTime": "1795306146.043308",
            "LinkedID": "a.1",
            "Channel": "PJSIP/1-00000001",
            "CallerIDnum": "112",
            "Application": "Queue",
            "SomethingNew": "1",
        }
        table = {
            "eventtype": "4",
            "eventtime": "1795306146.043308",
            "linkedid": "a.1",
            "channame": "PJSIP/1-00000001",
            "cid_num": "112",
            "appname": "Queue",
        }
        self.assertEqual(read_event(spelt), known)
        self.assertEqual(read_event(table), known)

    def test_user_events_go_by_their_own_name(self):
        rows = (
            {"eventtype": "CC_IN"},
            {"eventtype": "USER_DEFINED", "userdeftype": "CC_IN"},
            {"Event": "CEL", "EventName": "CC_IN"},
        )
        for row in rows:
            with self.subTest(row=row):
                self.assertEqual(
                    read_event(ROW | {"eventtype": ""} | row).kind, "CC_IN"
                )

    def test_words_of_a_user_event_keep_their_plus(self):
        extra = json.dumps({"extra": "did=+74950001&queue=a=b&flag"})
        event = read_event(ROW | {"eventextra": extra})
        self.assertEqual(event.extra, {"did": "+74950001", "queue": "a=b", "flag": ""})

    def test_extra_that_is_no_json_is_no_reason_to_drop_the_event(self):
        for extra in ('{"a":', "[1]", "{}", 5, None, "{" * 5000):
            with self.subTest(extra=str(extra)[:10]):
                self.assertEqual(
                    dict(read_event(ROW | {"eventextra": extra}).extra), {}
                )

    # moments
    def test_moments(self):
        zone = timezone(timedelta(hours=3))
        same = (
            "1795306146.25",
            1795306146.25,
            "1795306146250",
            "2026-11-22 03:09:06.250000",
            "2026-11-22T00:09:06.250Z",
            "2026-11-22T05:09:06.250000+05:00",
        )
        for text in same:
            with self.subTest(text=text):
                event = read_event(ROW | {"eventtime": text}, zone)
                self.assertEqual(event.at, 1795306146.25)

    def test_a_moment_that_is_none_is_said(self):
        for text in ("", "nan", "inf", "-1", "12", "2026-31-02 00:00:00", "soon", None):
            with self.subTest(text=text):
                self.assertEqual(self.code(ROW | {"eventtime": text}), "no_time")

    # rows that are none
    def test_what_is_missing_is_named(self):
        self.assertEqual(self.code(ROW | {"eventtype": ""}), "no_type")
        self.assertEqual(self.code(ROW | {"linkedid": ""}), "no_call")
        self.assertEqual(
            read_event(ROW | {"linkedid": "", "uniqueid": "u.1"}).linked_id, "u.1"
        )

    def test_lines_that_are_no_object(self):
        for line, code in (
            ('{"eventtype":"ANS', "no_json"),
            ("[]", "not_a_row"),
            ("{" * 100, "no_json"),
            ('{"a":"' + "x" * 70_000 + '"}', "too_long"),
        ):
            with self.subTest(line=line[:12]), self.assertRaises(CelError) as caught:
                read_line(line)
            self.assertEqual(caught.exception.code, code)

    def test_an_error_names_no_value(self):
        with self.assertRaises(CelError) as caught:
            read_event(ROW | {"eventtime": "+79161112233"})
        self.assertNotIn("7916", str(caught.exception))

    # files
    def test_a_torn_line_does_not_stop_the_file(self):
        lines = (SAMPLES / "desk.jsonl").read_text("utf-8").splitlines()
        lines[3] = lines[3][:60]
        read = list(read_lines(lines))
        self.assertEqual(len(read), len(lines))
        self.assertEqual([at for at, e in read if isinstance(e, CelError)], [4])

    def test_csv_by_the_names_of_its_first_line(self):
        lines = [
            "\ufeffid;eventtype;eventtime;cid_num;channame;linkedid;extra",
            '1;ANSWER;2026-11-22 00:09:06;"8 (495) 1;2";PJSIP/1-00000001;a.1;',
            "2;HANGUP",
            "",
            "3;HANGUP;2026-11-22 00:09:07;112;PJSIP/1-00000001;a.1;"
            '"{""hangupcause"":16}"',
        ]
        first, second, third = (event for _at, event in read_lines(lines))
        self.assertEqual((first.number, first.at), ("8 (495) 1;2", 1795306146))
        self.assertEqual(second.code, "not_a_row")
        self.assertEqual(third.extra, {"hangupcause": 16})

    def test_csv_without_columns_is_said_once(self):
        ((_at, fault),) = read_lines(["ANSWER,2026", "HANGUP,2026"])
        self.assertEqual(fault.code, "not_cel")

    def test_a_dump_of_a_database_is_told_from_a_table(self):
        for first in ("-- MySQL dump", "INSERT INTO cel (eventtype) VALUES (1);"):
            ((_at, fault),) = read_lines([first, "x"])
            self.assertEqual(fault.code, "sql_dump")

    def test_a_file_that_begins_amid_a_line(self):
        events = (SAMPLES / "desk.jsonl").read_text("utf-8").splitlines()[:4]
        read = [event for _at, event in read_lines([events[0][40:], *events[1:]])]
        self.assertEqual(read[0].code, "no_json")
        self.assertTrue(all(isinstance(each, CelEvent) for each in read[1:]))
        header = "eventtype,eventtime,linkedid"
        rows = ["2-00000001,a", header, "ANSWER,1795306146,a.1", header]
        torn, event = (event for _at, event in read_lines(rows))
        self.assertIsInstance(torn, CelError)
        self.assertEqual(event.linked_id, "a.1")

    def test_a_database_s_way_of_quoting(self):
        lines = [
            '"id","eventtype","eventtime","linkedid","cid_num","extra"',
            '"7","HANGUP","2026-11-22 00:09:07","a.1",NULL,'
            r'"{\"hangupcause\":16,\"hangupsource\":\"SIP/1-00000001\"}"',
            r'"8","ANSWER","2026-11-22 00:09:07","a.1",\N,""',
        ]
        hangup, answer = (event for _at, event in read_lines(lines))
        self.assertEqual(hangup.extra["hangupsource"], "SIP/1-00000001")
        self.assertEqual((hangup.number, answer.number), ("", ""))

    def test_the_file_of_cel_custom_s_sample(self):
        values = ["HANGUP", "1795306146.5", "", "112", *[""] * 5, "SIP/1-00000001"]
        values += [*[""] * 4, "a.1", "a.1", "", "", ""]
        for extra in ([], ["16,SIP/1-00000001,CANCEL"]):
            row = ",".join(f'"{value}"' for value in values + extra)
            ((_at, event),) = read_lines([row])
            self.assertEqual(
                (event.kind, event.number, event.channel, event.linked_id),
                ("HANGUP", "112", "SIP/1-00000001", "a.1"),
            )

    def test_the_hangup_of_asterisk_11(self):
        event = read_event(ROW | {"extra": "17,SIP/1-00000001,BUSY"})
        self.assertEqual(event.extra["hangupcause"], "17")
        self.assertEqual(event.extra["dialstatus"], "BUSY")

    def test_a_table_as_psql_shows_it(self):
        lines = [
            " eventtype |      eventtime      | linkedid | cid_num",
            "-----------+---------------------+----------+---------",
            " ANSWER    | 22.11.2026 00:09:06 | a.1      | 112",
            "(1 row)",
        ]
        read = [event for _at, event in read_lines(lines)]
        (event,) = (each for each in read if isinstance(each, CelEvent))
        self.assertEqual((event.at, event.number), (1795306146, "112"))

    def test_a_list_of_objects(self):
        row = json.dumps(ROW)
        read = [event for _at, event in read_lines([f"[{row},", f"{row},", f"{row}]"])]
        self.assertEqual([event.kind for event in read], ["ANSWER"] * 3)

    def test_what_no_database_takes_is_replaced(self):
        event = read_event(ROW | {"num": "a\0\ud800", "extra": {"a": "\0\udc00"}})
        for text in (event.number, event.extra["a"]):
            self.assertNotIn("\0", text)
            text.encode()
        self.assertEqual(self.code(ROW | {"linkedid": "x" * 151}), "no_call")

    def test_nothing_is_nothing(self):
        self.assertEqual(list(read_lines(["", "  \n"])), [])

    def test_what_is_recorded_is_read_whole(self):
        for path in sorted(SAMPLES.glob("*.jsonl")):
            for at, event in read_lines(path.read_text("utf-8").splitlines()):
                self.assertIsInstance(event, CelEvent, f"{path.name}:{at}")
