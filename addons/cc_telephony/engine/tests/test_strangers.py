import random
import unittest

from ..cel_call import build
from ..cel_event import CelEvent
from .test_cel_call import PHONES, START, A, B, T, queue_call, talk, told


class TestStrangers(unittest.TestCase):
    """Other dial plans, other drivers, pieces of calls."""

    def lines(self, *rows):
        """Return events of (second, kind, channel, context, exten, number, extra)."""
        return [
            CelEvent(
                kind,
                START + at,
                "9.1",
                unique_id=ids,
                channel=channel,
                context=context,
                exten=exten,
                number=number,
                **rest,
            )
            for at, kind, ids, channel, context, exten, number, rest in rows
        ]

    def desk(self, line, phone, context="from-trunk", did="74951112233"):
        """Return a call from a line to a phone, as Asterisk 11 logs it."""
        hangup = {"extra": {"hangupcause": "16", "hangupsource": line}}
        pair = {"peer": phone}
        return self.lines(
            (0, "CHAN_START", "9.1", line, context, did, "89161112233", {}),
            (1, "CHAN_START", "9.2", phone, "from-internal", "", "", {}),
            (4, "ANSWER", "9.2", phone, "from-internal", did, "", {}),
            (4, "ANSWER", "9.1", line, context, did, "89161112233", {}),
            (4, "BRIDGE_START", "9.1", line, context, did, "89161112233", pair),
            (9, "BRIDGE_END", "9.1", line, context, did, "89161112233", pair),
            (9, "HANGUP", "9.2", phone, "from-internal", "", "", {}),
            (9, "CHAN_END", "9.2", phone, "from-internal", "", "", {}),
            (9, "HANGUP", "9.1", line, context, did, "89161112233", hangup),
            (9, "CHAN_END", "9.1", line, context, did, "89161112233", {}),
        )

    def test_lines_and_phones_of_any_driver(self):
        for line, context in (
            ("DAHDI/i1/89161112233-1a", "from-pstn"),
            ("DAHDI/3-1", "from-pstn"),
            ("SIP/mtt-0000012f", "from-trunk-sip-mtt"),
            ("IAX2/office-4821", "from-did-direct"),
            ("SIP/74951112233-0000001a", "from-provider"),
        ):
            for phone in ("SIP/101-0000002a", "PJSIP/anna-0000002b", "IAX2/204-88"):
                with self.subTest(line=line, phone=phone):
                    call = build(self.desk(line, phone, context))
                    self.assertEqual(
                        (call.direction, call.outcome, call.talk, call.ended_by),
                        ("in", "answered", 5, "customer"),
                    )
                    self.assertEqual(call.source, "89161112233")
                    self.assertEqual(len(call.operators), 1)
                    self.assertIn(call.operator, ("101", "anna", "204"))

    def test_an_analog_phone_is_no_line(self):
        call = build(self.desk("SIP/mtt-0000012f", "DAHDI/7-1"))
        self.assertEqual((call.direction, call.operator), ("in", "7"))

    def test_a_log_without_its_last_event_is_over_when_all_hung_up(self):
        call = build(self.desk("SIP/mtt-0000012f", "SIP/101-0000002a"))
        self.assertTrue(call.is_complete)
        self.assertAlmostEqual(call.ended_at - START, 9)

    def test_an_analog_line_tells_the_number_late(self):
        events = self.desk("DAHDI/3-1", "SIP/101-0000002a", "from-analog", did="s")
        events.insert(
            1, CelEvent("ANSWER", START, "9.1", "9.1", "DAHDI/3-1", dialled="55")
        )
        self.assertEqual(build(events).target, "55")

    def test_a_piece_of_a_call_is_that_of_who_began_it(self):
        events = self.desk("SIP/mtt-0000012f", "SIP/101-0000002a")[1:]
        call = build(events, now=START + 60)
        self.assertEqual((call.direction, call.operator), ("in", "101"))
        self.assertFalse(call.has_begun)

    def test_a_talk_whose_beginning_is_not_there(self):
        of = {"bridge_id": "b1"}
        for extra, peer in ((of, ""), ({}, A)):
            events = [
                told(3, "STREAM_BEGIN", T, {"class": "default"}),
                told(4, "STREAM_END", T),
                told(9, "BRIDGE_EXIT", T, extra, peer=peer),
                told(9, "BRIDGE_EXIT", A, extra),
                told(9, "LINKEDID_END", T),
            ]
            call = build(events, PHONES)
            self.assertEqual((call.direction, call.outcome), ("in", "answered"))
            self.assertEqual((call.talk, call.hold, call.operator), (6, 1, "101"))
        pair = build(self.desk("SIP/mtt-0000012f", "SIP/101-0000002a")[5:])
        self.assertEqual((pair.outcome, pair.operator), ("answered", "101"))

    def test_another_phone_that_answered_is_nobody_s_miss(self):
        for cause, left in ((0, 4.0), (26, 4.5)):
            call = build(
                queue_call(
                    told(1, "CHAN_START", A),
                    told(1, "CHAN_START", B),
                    told(4, "ANSWER", B),
                    told(left, "HANGUP", A, {"hangupcause": cause}),
                    told(left, "CHAN_END", A),
                    *talk(5, 8, B),
                ),
                PHONES,
            )
            self.assertEqual(
                {leg.peer: leg.outcome for leg in call.legs},
                {"101": "cancelled", "102": "answered"},
            )

    def test_through_local_channels_of_a_queue_of_freepbx(self):
        near, far = "Local/202@from-queue-1a;1", "Local/202@from-queue-1a;2"
        one, two = {"bridge_id": "1"}, {"bridge_id": "2"}
        call = build(
            queue_call(
                told(3, "CHAN_START", near),
                told(3, "CHAN_START", far),
                told(3, "CHAN_START", A),
                told(6, "BRIDGE_ENTER", A, one),
                told(6, "BRIDGE_ENTER", far, one),
                told(6, "BRIDGE_ENTER", near, two),
                told(6, "BRIDGE_ENTER", T, two),
                told(7, "LOCAL_OPTIMIZE", near),
                told(7, "BRIDGE_EXIT", near, two),
                told(7, "BRIDGE_EXIT", A, one),
                told(7, "BRIDGE_ENTER", A, two),
                told(7, "BRIDGE_EXIT", far, one),
                told(9, "BRIDGE_EXIT", T, two),
            ),
            PHONES,
        )
        self.assertEqual((call.talk, call.wait, call.operators), (3, 6, ("101",)))
        self.assertEqual([leg.peer for leg in call.legs], ["101"])

    def test_a_piece_without_an_end(self):
        events = self.desk("SIP/mtt-0000012f", "SIP/101-0000002a")[:5]
        call = build(events, now=START + 9 * 3600)
        self.assertEqual((call.outcome, call.operator), ("end_unknown", "101"))

    def test_a_cause_beyond_all_is_none(self):
        for cause in (10**30, -1, "x", None, 1e400):
            events = queue_call(hangup={"hangupcause": cause})
            self.assertIsNone(build(events, PHONES).cause)

    def test_a_table_told_from_its_end_or_in_no_order(self):
        events = self.desk("SIP/mtt-0000012f", "SIP/101-0000002a")
        once = build(events)
        self.assertFalse(once.is_clock_doubtful)
        self.assertEqual(build(events[::-1]), once)
        for seed in range(20):
            mixed = list(events)
            random.Random(seed).shuffle(mixed)
            call = build(mixed)
            self.assertEqual(
                (call.outcome, call.talk, call.operator, call.is_clock_doubtful),
                ("answered", 5, "101", False),
            )

    def test_what_is_told_twice_counts_once(self):
        events = self.desk("SIP/mtt-0000012f", "SIP/101-0000002a")
        self.assertEqual(build([e for e in events for _twice in "12"]), build(events))
        self.assertEqual(build(events + events), build(events))

    def test_channels_nobody_is_at(self):
        of = {"bridge_id": "b1"}
        for channel in (
            "CBAnn/1-00000001;1",
            "Surrogate/x",
            "SIP/101-0000002a<ZOMBIE>",
        ):
            call = build(
                queue_call(
                    told(1, "CHAN_START", channel),
                    told(1, "BRIDGE_ENTER", channel, of),
                    told(1, "BRIDGE_ENTER", T, of),
                    told(5, "BRIDGE_EXIT", T, of),
                ),
                PHONES,
            )
            self.assertEqual((call.outcome, call.legs), ("abandoned", ()))

    def test_the_dial_plan_that_hangs_up_is_no_operator(self):
        for source, by in ((A, "operator"), ("dialplan/builtin", "pbx"), ("", "pbx")):
            hangup = {"hangupcause": 16, "hangupsource": source}
            call = build(queue_call(*talk(1, 3, A), hangup=hangup), PHONES)
            self.assertEqual(call.ended_by, by)
