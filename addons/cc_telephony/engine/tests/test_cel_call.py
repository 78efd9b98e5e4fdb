import itertools
import random
import unittest
from collections import defaultdict
from pathlib import Path

from ..cel_call import build, in_order
from ..cel_event import CelEvent, read_lines
from ..phones import Phones

SAMPLES = Path(__file__).parent / "samples"
PHONES = Phones(frozenset({"trunk"}), frozenset({"101", "102"}))
T, A, B = "PJSIP/trunk-00000001", "PJSIP/101-00000002", "PJSIP/102-00000003"
START = 1_795_306_000.0


def recorded(name):
    """Return the events of each call of a recorded file, by linkedid, in order."""
    calls = defaultdict(list)
    for _at, event in read_lines((SAMPLES / name).read_text("utf-8").splitlines()):
        calls[event.linked_id].append(event)
    return list(calls.values())


def told(at, kind, channel, extra=None, **rest):
    return CelEvent(kind, START + at, "l.1", channel=channel, extra=extra or {}, **rest)


def queue_call(*middle, end=10.0, hangup=None):
    """Return a call that waits in a queue from second 0."""
    return [
        told(0, "CHAN_START", T, number="+79161112233", exten="+74950001"),
        told(0, "APP_START", T, app="Queue", data="support,tc"),
        *middle,
        told(end, "APP_END", T, app="Queue"),
        told(end, "HANGUP", T, hangup or {"hangupcause": 16, "hangupsource": T}),
        told(end, "CHAN_END", T),
        told(end, "LINKEDID_END", T),
    ]


def talk(start, end, channel, bridge="b1"):
    """Return the events of `channel` and the customer together."""
    of = {"bridge_id": bridge}
    return [
        told(start, "BRIDGE_ENTER", channel, of),
        told(start, "BRIDGE_ENTER", T, of),
        told(end, "BRIDGE_EXIT", T, of),
        told(end, "BRIDGE_EXIT", channel, of),
    ]


class TestRecordedCalls(unittest.TestCase):
    """Against what the phones of the recording did."""

    def test_desk(self):
        calls = [build(events, PHONES) for events in recorded("desk.jsonl")]
        facts = [
            (c.direction, c.outcome, c.operators, round(c.talk), round(c.hold))
            for c in calls
        ]
        self.assertEqual(
            facts,
            [
                ("in", "answered", ("101",), 3, 1),
                ("in", "abandoned", (), 0, 0),
                ("in", "answered", ("102",), 1, 0),
                ("in", "abandoned", (), 0, 0),
                ("in", "answered", ("101", "102"), 2, 0),
                ("in", "answered", ("101", "102"), 4, 1),
                ("internal", "answered", ("101",), 1, 0),
                ("in", "voicemail", (), 0, 0),
                ("out", "answered", ("101",), 1, 0),
                ("out", "answered", ("101",), 1, 0),
            ],
        )
        self.assertEqual(
            [c.ended_by for c in calls[:3]], ["customer"] * 2 + ["operator"]
        )
        self.assertEqual(
            [(leg.peer, leg.outcome) for leg in calls[2].legs],
            [("101", "timeout"), ("102", "answered")],
        )
        self.assertEqual({leg.outcome for leg in calls[3].legs}, {"rejected"})
        self.assertEqual(calls[1].legs[0].outcome, "cancelled")
        self.assertAlmostEqual(calls[2].wait, 6.5, delta=0.05)
        blind, attended = calls[4].transfers[0], calls[5].transfers[0]
        self.assertEqual((blind.kind, blind.by, blind.to), ("blind", "101", "102"))
        self.assertEqual(attended.consultation, calls[6].linked_id)
        self.assertEqual(calls[8].target, "+79161234567")
        self.assertTrue(calls[0].recording.endswith(".wav"))

    def test_dialler(self):
        calls = [build(events, PHONES) for events in recorded("dialler.jsonl")]
        self.assertEqual({call.direction for call in calls}, {"dialer"})
        self.assertEqual(
            [call.outcome for call in calls],
            "answered busy busy invalid noanswer rejected congestion invalid rejected "
            "noanswer noanswer noanswer noanswer".split(),
        )

    def test_without_a_map_of_the_pbx_the_names_tell(self):
        for events in recorded("desk.jsonl"):
            self.assertEqual(build(events), build(events, PHONES))

    def test_late_and_disordered_events_end_in_the_same_call(self):
        shuffle = random.Random(4711).shuffle
        for events in recorded("desk.jsonl"):
            mixed = list(events)
            shuffle(mixed)
            # moments may be equal: only what does not hang on their order is compared
            again, once = build(mixed, PHONES), build(events, PHONES)
            self.assertEqual(
                (again.outcome, again.talk, again.wait, again.operators),
                (once.outcome, once.talk, once.wait, once.operators),
            )

    def test_any_part_of_a_call_is_built(self):
        for events in recorded("desk.jsonl"):
            for count in range(1, len(events)):
                build(events[:count], PHONES, now=events[-1].at)
                build(events[count:], PHONES, now=events[-1].at)


class TestTalks(unittest.TestCase):
    def call(self, *middle, **rest):
        return build(queue_call(*middle, **rest), PHONES)

    def test_answer_of_the_dial_plan_is_none(self):
        call = self.call(told(0.1, "ANSWER", T))
        self.assertEqual((call.outcome, call.answered_at), ("abandoned", None))
        self.assertEqual(call.wait, 10)

    def test_a_talk_handed_from_bridge_to_bridge_is_one(self):
        call = self.call(*talk(1, 3, A), *talk(3.01, 5, A, "b2"))
        self.assertAlmostEqual(call.talk, 4, delta=0.02)
        self.assertEqual(call.operators, ("101",))

    def test_three_together_talk_once(self):
        of = {"bridge_id": "b1"}
        call = self.call(
            told(1, "BRIDGE_ENTER", A, of),
            told(1, "BRIDGE_ENTER", T, of),
            told(2, "BRIDGE_ENTER", B, of),
            told(4, "BRIDGE_EXIT", A, of),
            told(6, "BRIDGE_EXIT", T, of),
        )
        self.assertEqual((call.talk, call.operators), (5, ("101", "102")))

    def test_through_local_channels(self):
        near, far = "Local/101@from-queue-00000004;1", "Local/101@from-queue-00000004;2"
        call = self.call(
            told(1, "BRIDGE_ENTER", A, {"bridge_id": "b2"}),
            told(1, "BRIDGE_ENTER", far, {"bridge_id": "b2"}),
            told(1, "BRIDGE_ENTER", near, {"bridge_id": "b1"}),
            told(1, "BRIDGE_ENTER", T, {"bridge_id": "b1"}),
            told(4, "BRIDGE_EXIT", T, {"bridge_id": "b1"}),
        )
        self.assertEqual((call.talk, call.operators), (3, ("101",)))

    def test_bridges_without_a_name(self):
        call = self.call(
            told(1, "BRIDGE_ENTER", A),
            told(1.01, "BRIDGE_ENTER", T, peer=A),
            told(3, "BRIDGE_EXIT", A, peer=T),
        )
        self.assertAlmostEqual(call.talk, 2, delta=0.02)

    def test_bridges_of_asterisk_11(self):
        call = self.call(
            told(1, "BRIDGE_START", T, peer=A), told(4, "BRIDGE_END", T, peer=A)
        )
        self.assertEqual((call.talk, call.operators), (3, ("101",)))

    def test_music_of_the_queue_is_no_hold(self):
        music = {"class": "default"}
        call = self.call(
            told(0.1, "STREAM_BEGIN", T, music),
            told(1, "STREAM_END", T, music),
            told(1, "BRIDGE_ENTER", A, {"bridge_id": "b"}),
            told(1, "BRIDGE_ENTER", T, {"bridge_id": "b"}),
            told(2, "STREAM_BEGIN", T, music),
            told(4, "BRIDGE_EXIT", T, {"bridge_id": "b"}),
        )
        self.assertEqual((call.hold, call.talk), (2, 3))


class TestOutcomes(unittest.TestCase):
    def outcome(self, *middle, **rest):
        return build(queue_call(*middle, **rest), PHONES).outcome

    def test_time_in_the_queue_is_over(self):
        gone = {"status": "TIMEOUT"}
        self.assertEqual(self.outcome(told(9, "CC_QUEUE", T, gone)), "timeout")

    def test_a_queue_left_long_before_the_end_was_over(self):
        events = queue_call(end=10)
        events[2] = told(5, "APP_END", T, app="Queue")
        self.assertEqual(build(events, PHONES).outcome, "timeout")

    def test_marks_of_our_dial_plan(self):
        for mark, outcome in (
            ("CC_CALLBACK", "callback"),
            ("CC_VM", "voicemail"),
            ("CC_CLOSED", "closed"),
        ):
            with self.subTest(mark=mark):
                self.assertEqual(self.outcome(told(1, mark, T)), outcome)

    def test_voicemail_of_any_dial_plan(self):
        self.assertEqual(
            self.outcome(told(1, "APP_START", T, app="VoiceMail")), "voicemail"
        )

    def test_a_call_without_an_end(self):
        events = queue_call(*talk(1, 3, A))[:-4]
        last = events[-1].at
        for keys, outcome in (
            ({}, "live"),
            ({"now": last + 60}, "live"),
            ({"now": last + 4 * 3600}, "end_unknown"),
            ({"pbx_started_at": last + 1}, "interrupted"),
            ({"pbx_started_at": last - 1}, "live"),
        ):
            with self.subTest(keys=list(keys)):
                call = build(events, PHONES, **keys)
                self.assertEqual(call.outcome, outcome)
                self.assertEqual(call.ended_at is None, outcome == "live")
                self.assertEqual(call.talk, 2)

    def test_a_talk_that_nobody_ended_ends_with_the_last_event(self):
        events = queue_call(*talk(1, 3, A)[:2])[:-4]
        call = build(events, PHONES, now=START + 5 * 3600)
        self.assertEqual((call.outcome, call.talk), ("end_unknown", 0))

    def test_a_menu_that_served(self):
        events = [
            told(0, "CHAN_START", T, number="112", exten="+74950001"),
            told(0.1, "ANSWER", T),
            told(5, "HANGUP", T, {"hangupcause": 16, "hangupsource": T}),
            told(5, "LINKEDID_END", T),
        ]
        self.assertEqual(build(events, PHONES).outcome, "ivr")

    def test_a_phone_nobody_picked_up(self):
        for status, outcome in (
            ("CANCEL", "abandoned"),
            ("NOANSWER", "noanswer"),
            ("BUSY", "busy"),
            ("CHANUNAVAIL", "failed"),
        ):
            with self.subTest(status=status):
                events = [
                    told(0, "CHAN_START", T, number="anonymous", exten="101"),
                    told(0.1, "CHAN_START", A),
                    told(5, "HANGUP", A, {"hangupcause": 0}),
                    told(5, "CHAN_END", A),
                    told(5, "HANGUP", T, {"hangupcause": 16, "dialstatus": status}),
                    told(5, "LINKEDID_END", T),
                ]
                self.assertEqual(build(events, PHONES).outcome, outcome)


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


class TestClock(unittest.TestCase):
    def test_the_files_order_counts_when_the_clock_was_set_back(self):
        events = queue_call(*talk(1, 3, A))
        back = [
            event if place < 5 else _at(event, event.at - 3600)
            for place, event in enumerate(events)
        ]
        ordered, is_doubtful = in_order(back)
        self.assertTrue(is_doubtful)
        self.assertEqual(ordered, back)
        call = build(back, PHONES)
        self.assertEqual((call.outcome, call.operators), ("answered", ("101",)))
        self.assertTrue(call.is_clock_doubtful)

    def test_a_talk_stays_one_when_the_clock_was_set_back_amid_it(self):
        events = queue_call(*talk(1, 3, A))
        back = [
            event if place < 4 else _at(event, event.at - 3600)
            for place, event in enumerate(events)
        ]
        call = build(back, PHONES)
        self.assertEqual((call.outcome, call.talk), ("answered", 0))

    def test_no_duration_is_below_nothing(self):
        events = queue_call(*talk(1, 3, A))
        for cut in itertools.chain(range(1, len(events))):
            back = [
                event if place < cut else _at(event, event.at - 3600)
                for place, event in enumerate(events)
            ]
            call = build(back, PHONES)
            self.assertGreaterEqual(min(call.talk, call.hold, call.wait or 0), 0)


def _at(event, moment):
    return CelEvent(
        event.kind,
        moment,
        event.linked_id,
        channel=event.channel,
        number=event.number,
        exten=event.exten,
        app=event.app,
        data=event.data,
        extra=event.extra,
    )
