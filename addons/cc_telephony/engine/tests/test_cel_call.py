import itertools
import random
import unittest
from collections import defaultdict
from pathlib import Path

from ..cel_call import build
from ..cel_event import CelEvent, read_lines
from ..order import in_order
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

    def test_a_replaced_peer_of_asterisk_11(self):
        call = self.call(
            told(1, "BRIDGE_START", T, peer=A),
            told(4, "BRIDGE_UPDATE", T, peer=B),
            told(6, "BRIDGE_END", T, peer=B),
        )
        self.assertEqual((call.talk, call.operators), (5, ("101", "102")))

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
