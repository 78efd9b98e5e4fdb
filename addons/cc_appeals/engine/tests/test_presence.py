from datetime import datetime, timedelta
from unittest import TestCase

from ..presence import (
    AVAILABLE,
    BREAK,
    BUSY,
    CALL,
    LOST,
    MISSED,
    OFFLINE,
    RETURN,
    TIME,
    TRAINING,
    WRAP_UP,
    Presence,
    call_began,
    call_ended,
    came_back,
    choose,
    extended,
    fell_silent,
    goes_on,
    limited,
    missed,
    time_over,
    warn_at,
)

NOON = datetime(2026, 3, 16, 12)
LUNCH = 7


def later(**span):
    return NOON + timedelta(**span)


class TestPresence(TestCase):
    def test_a_choice_begins_now(self):
        found = choose(Presence(OFFLINE, NOON), AVAILABLE, later(minutes=1))
        self.assertEqual((found.state, found.since), (AVAILABLE, later(minutes=1)))

    def test_the_same_choice_twice_is_one(self):
        self.assertIsNone(choose(Presence(AVAILABLE, NOON), AVAILABLE, NOON))
        self.assertIsNone(choose(Presence(OFFLINE, NOON), OFFLINE, NOON))

    def test_another_reason_is_another_break(self):
        found = choose(Presence(BREAK, NOON, reason=1), BREAK, NOON, LUNCH)
        found = limited(found, 45)
        self.assertEqual((found.reason, found.limit_at), (LUNCH, later(minutes=45)))

    def test_what_a_step_only_plans_goes_on(self):
        talk = Presence(BUSY, NOON, CALL)
        self.assertTrue(goes_on(talk, choose(talk, BREAK, NOON, LUNCH)))
        self.assertTrue(goes_on(talk, extended(talk, 5, NOON)))
        self.assertFalse(goes_on(talk, call_ended(talk, NOON, 30)))

    def test_what_begins_in_the_same_second_is_another(self):
        wrap = Presence(WRAP_UP, NOON, CALL)
        self.assertFalse(goes_on(wrap, choose(wrap, WRAP_UP, NOON, LUNCH)))
        busy = Presence(BUSY, NOON)
        self.assertFalse(goes_on(busy, call_began(busy, NOON)))

    def test_going_offline_by_hand_ends_what_was_lost(self):
        lost = fell_silent(Presence(AVAILABLE, NOON), NOON)
        found = choose(lost, OFFLINE, later(seconds=5))
        self.assertIsNone(came_back(found, later(seconds=6)))

    def test_a_talk_makes_busy_and_then_wrap_up_and_then_free(self):
        talk = call_began(Presence(AVAILABLE, NOON), later(minutes=1))
        self.assertTrue(talk.is_talking)
        self.assertIsNone(call_began(talk, later(minutes=2)))
        wrap = call_ended(talk, later(minutes=3), 30)
        self.assertEqual((wrap.state, wrap.cause), (WRAP_UP, CALL))
        self.assertIsNone(time_over(wrap, later(minutes=3, seconds=29)))
        free = time_over(wrap, later(minutes=3, seconds=30))
        self.assertEqual((free.state, free.cause), (AVAILABLE, TIME))

    def test_without_wrap_up_the_next_call_may_come_at_once(self):
        talk = call_began(Presence(AVAILABLE, NOON), NOON)
        self.assertEqual(call_ended(talk, NOON, 0).state, AVAILABLE)

    def test_what_is_chosen_during_a_talk_follows_it(self):
        talk = call_began(Presence(AVAILABLE, NOON), NOON)
        planned = choose(talk, BREAK, later(minutes=1), LUNCH)
        self.assertTrue(planned.is_talking)
        self.assertEqual(planned.since, NOON)
        wrap = call_ended(planned, later(minutes=2), 10)
        found = time_over(wrap, later(minutes=3))
        self.assertEqual((found.state, found.reason), (BREAK, LUNCH))

    def test_a_call_out_of_a_break_leads_back_to_it(self):
        talk = call_began(Presence(BREAK, NOON, reason=LUNCH), NOON)
        self.assertEqual(talk.then, (BREAK, LUNCH))

    def test_a_second_call_during_wrap_up_keeps_what_follows(self):
        wrap = Presence(WRAP_UP, NOON, CALL, then=(TRAINING, None))
        self.assertEqual(call_began(wrap, NOON).then, (TRAINING, None))

    def test_a_wrap_up_chosen_by_hand_lasts(self):
        own = Presence(WRAP_UP, NOON, limit_at=NOON)
        self.assertIsNone(time_over(own, later(hours=1)))
        self.assertIsNone(time_over(Presence(BREAK, NOON, limit_at=NOON), NOON))

    def test_an_offline_operator_s_phone_is_his_own_affair(self):
        self.assertIsNone(call_began(Presence(OFFLINE, NOON), NOON))
        self.assertIsNone(call_ended(Presence(OFFLINE, NOON), NOON, 30))

    def test_silence_is_offline_and_a_quick_return_is_what_was(self):
        before = Presence(BREAK, NOON, reason=LUNCH)
        lost = fell_silent(before, NOON)
        self.assertEqual((lost.state, lost.cause), (OFFLINE, LOST))
        self.assertIsNone(fell_silent(lost, NOON))
        found = came_back(lost, NOON + RETURN)
        self.assertEqual((found.state, found.reason), (BREAK, LUNCH))
        self.assertIsNone(came_back(lost, NOON + RETURN + timedelta(seconds=1)))

    def test_silence_during_a_talk_returns_to_what_follows_it(self):
        talk = call_began(Presence(AVAILABLE, NOON), NOON)
        self.assertEqual(fell_silent(talk, NOON).then, (AVAILABLE, None))

    def test_who_chose_offline_does_not_come_back_by_a_beat(self):
        self.assertIsNone(came_back(Presence(OFFLINE, NOON), NOON))

    def test_who_lets_it_ring_is_busy(self):
        free = Presence(AVAILABLE, NOON)
        self.assertIsNone(missed(free, 1, 2, NOON))
        self.assertIsNone(missed(free, 5, 0, NOON))
        self.assertEqual(missed(free, 2, 2, NOON).cause, MISSED)
        self.assertIsNone(missed(Presence(BUSY, NOON), 3, 2, NOON))

    def test_more_time_counts_from_the_limit_or_from_now(self):
        pause = limited(Presence(BREAK, NOON), 10)
        self.assertEqual(limited(pause, 99), pause)
        self.assertEqual(limited(Presence(BREAK, NOON), 0).limit_at, None)
        self.assertEqual(extended(pause, 5, NOON).limit_at, later(minutes=15))
        late = extended(pause, 5, later(minutes=30))
        self.assertEqual(late.limit_at, later(minutes=35))

    def test_the_warning_comes_a_fifth_before_but_not_earlier_than_two_minutes(self):
        self.assertIsNone(warn_at(NOON, None))
        self.assertEqual(warn_at(NOON, later(minutes=5)), later(minutes=4))
        self.assertEqual(warn_at(NOON, later(minutes=60)), later(minutes=58))
