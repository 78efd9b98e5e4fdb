from datetime import timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine import presence as engine
from .presence_case import NOON, PresenceCase


@tagged("post_install", "-at_install")
class TestPresence(PresenceCase):
    def test_everybody_begins_offline(self):
        facts = self.desk.presence_start()
        self.assertEqual((facts["state"], facts["request"]), ("offline", False))
        self.assertIn(
            ("Rest", 10), [(each["name"], each["minutes"]) for each in facts["reasons"]]
        )

    def test_a_day_leaves_no_gap(self):
        self.set("available")
        self.wait(minutes=30)
        self.set("break", self.rest)
        self.wait(minutes=12)
        self.set("available")
        found = self.env["cc.presence.interval"].search(
            [("user_id", "=", self.operator.id)], order="from_at, id"
        )
        self.assertEqual(
            [(each.state, each.seconds, each.over_seconds) for each in found],
            [
                ("offline", 0, 0),
                ("available", 1800, 0),
                ("break", 720, 120),
                ("available", 0, 0),
            ],
        )
        for one, next_one in zip(found, found[1:], strict=False):
            self.assertEqual(one.to_at, next_one.from_at)

    def test_one_is_open_at_a_time(self):
        self.set("available")
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
            self.env["cc.presence.interval"].create(
                {"user_id": self.operator.id, "state": "busy", "from_at": NOON}
            )

    def test_a_clock_set_back_makes_no_negative_time(self):
        self.set("available")
        self.frozen.move_to(NOON - timedelta(hours=1))
        self.set("busy")
        found = self.env["cc.presence.interval"].search(
            [("user_id", "=", self.operator.id)]
        )
        self.assertEqual({each.seconds for each in found if each.to_at}, {0})

    def test_the_screen_hears_of_it(self):
        self.set("break", self.rest)
        told = self.sent("cc_presence/state")[-1]
        self.assertEqual((told["state"], told["reason"]), ("break", "Rest"))
        self.assertEqual(told["limit_at"], "2026-03-16 12:10:00")
        self.assertEqual(told["warn_at"], "2026-03-16 12:08:00")
        self.assertEqual(told["clock"], int(NOON.timestamp() * 1000))

    def test_nonsense_is_refused(self):
        for state, reason in (
            ("dead", False),
            ("busy", self.rest.id),
            ("break", 999_999),
            ("break", "x"),
            ("break", 2**40),
            ("break", {"id": 1}),
            ([], False),
        ):
            with self.assertRaises(UserError):
                self.desk.presence_set(state, reason)

    def test_only_the_desk_has_a_presence(self):
        for role in ("executor", "accountant", "auditor", "employee"):
            with self.assertRaises(AccessError):
                self.env["cc.presence"].with_user(self.users[role]).presence_start()

    # silence
    def test_silence_is_offline_within_half_a_minute(self):
        self.set("available")
        self.beat()
        self.wait(seconds=20)
        self.sweep()
        self.assertEqual(self.state, "available")
        self.wait(seconds=2)
        self.sweep()
        found = self.now_of(self.operator)
        self.assertEqual((found.state, found.cause), ("offline", "lost"))
        self.assertTrue(self.sent("cc_presence/list"))

    def test_either_tab_keeps_it_and_closing_one_says_nothing(self):
        self.set("available")
        for tab in "abbbb":
            self.wait(seconds=10)
            self.desk._beat(tab)
            self.sweep()
        self.assertEqual(self.state, "available")

    def test_who_comes_back_soon_is_what_he_was(self):
        self.set("break", self.rest)
        self.wait(seconds=60)
        self.sweep()
        self.wait(seconds=60)
        self.beat()
        found = self.now_of(self.operator)
        self.assertEqual((found.state, found.reason_id), ("break", self.rest))
        self.assertEqual(found.cause, "back")

    def test_who_comes_back_late_says_himself_what_he_is(self):
        self.set("available")
        self.wait(seconds=60)
        self.sweep()
        self.wait(seconds=121)
        self.beat()
        self.assertEqual(self.state, "offline")

    def test_a_beat_costs_one_query(self):
        self.set("available")
        self.beat()
        self.env.flush_all()
        with self.assertQueryCount(__system__=1):
            self.beat()

    # calls
    def test_wrap_up_ends_by_itself(self):
        self.set("available")
        presence = self.env["cc.presence"].sudo()
        presence._move(self.operator, engine.call_began)
        self.set("break", self.rest)
        self.assertTrue(self.now_of(self.operator)._presence().is_talking)
        self.assertEqual(self.sent("cc_presence/state")[-1]["then"]["reason"], "Rest")
        presence._move(
            self.operator, lambda each, now: engine.call_ended(each, now, 20)
        )
        self.assertEqual(self.state, "wrap_up")
        self.wait(seconds=20)
        self.beat()
        self.sweep()
        found = self.now_of(self.operator)
        self.assertEqual(
            (found.state, found.limit_at),
            ("break", found.from_at + timedelta(minutes=10)),
        )

    def test_a_reason_for_wrap_up_counts_in_its_first_second(self):
        reason = self.env["cc.presence.reason"].create(
            {"name": "Write down", "state": "wrap_up"}
        )
        self.set("available")
        presence = self.env["cc.presence"].sudo()
        presence._move(self.operator, engine.call_began)
        presence._move(
            self.operator, lambda each, now: engine.call_ended(each, now, 20)
        )
        told = self.set("wrap_up", reason)
        self.assertEqual((told["cause"], told["reason"]), ("chosen", "Write down"))
        self.assertEqual(self.now_of(self.operator).reason_id, reason)
        # the wrap-up is not the clock's any more
        self.wait(seconds=20)
        self.beat()
        self.sweep()
        self.assertEqual(self.state, "wrap_up")

    def test_a_late_break_is_said_once_and_goes_on(self):
        self.set("break", self.rest)
        for _minute in range(12):
            self.wait(minutes=1)
            self.beat()
            self.sweep()
        self.assertEqual(self.state, "break")
        self.assertEqual(len(self.sent("cc_presence/late")), 1)

    # many
    def test_fifty_cost_as_many_queries_as_one(self):
        users = self.more_operators(51)
        presence = self.env["cc.presence"].sudo()

        def cost(some, state):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            presence._move(some, lambda each, now: engine.choose(each, state, now))
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(users, "available")
        one = cost(users[:1], "busy")
        self.assertLessEqual(cost(users[1:], "busy"), one + 2)

    def test_all_of_the_desk_are_in_the_list(self):
        self.env["cc.presence"]._ensure_desk()
        self.env["cc.presence"]._ensure_desk()
        self.assertEqual(len(self.now_of(self.users["senior"])), 1)
        self.assertFalse(self.now_of(self.users["auditor"]))

    # supervisors
    def test_a_supervisor_sets_it_and_it_is_written_down(self):
        self.set("break", self.rest)
        row = self.now_of(self.operator)
        with self.assertRaises(AccessError):
            row.with_user(self.users["senior"]).action_set("available")
        row.with_user(self.users["supervisor"]).action_set("available", "Queue is long")
        found = self.now_of(self.operator)
        self.assertEqual(
            (found.state, found.by_id), ("available", self.users["supervisor"])
        )
        entry = self.env["cc.audit.entry"].search([("action", "=", "presence.set")])
        self.assertEqual(
            (entry.res_id, entry.reason), (self.operator.id, "Queue is long")
        )
        self.assertEqual(self.sent("cc_presence/state")[-1]["note"], "Queue is long")

    def test_operators_see_their_own_supervisors_those_of_their_lines(self):
        far = self.more_operators(1)
        far.cc_direction_ids = self.other_direction
        self.env["cc.presence"]._ensure(self.operator | far)
        rows = self.env["cc.presence.interval"]
        mine = rows.with_user(self.operator).search([]).user_id
        self.assertEqual(mine, self.operator)
        seen = rows.with_user(self.users["supervisor"]).search([]).user_id
        self.assertIn(self.operator.id, seen.ids)
        self.assertNotIn(far.id, seen.ids)

    def test_intervals_are_written_by_nobody_and_never_deleted(self):
        self.set("available")
        row = self.now_of(self.operator)
        for role in ("operator", "supervisor", "admin"):
            with self.assertRaises(AccessError):
                row.with_user(self.users[role]).write({"state": "busy"})
        with self.assertRaises(UserError):
            row.unlink()
