from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .presence_case import PresenceCase


@tagged("post_install", "-at_install")
class TestPresenceRequest(PresenceCase):
    @property
    def request(self):
        return self.env["cc.presence.request"].search(
            [("user_id", "=", self.operator.id)], limit=1
        )

    def by(self, role):
        return self.request.with_user(self.users[role])

    def test_a_break_that_must_be_asked_for_waits_for_a_yes(self):
        self.set("available")
        facts = self.set("break", self.errand)
        self.assertEqual(
            (self.state, facts["request"]["reason"]), ("available", "Errand")
        )
        told = self.sent("cc_presence/request")
        self.assertEqual({each["user_id"] for each in told}, {self.operator.id})
        self.by("senior").action_grant()
        found = self.now_of(self.operator)
        self.assertEqual((found.state, found.reason_id), ("break", self.errand))
        self.assertEqual(self.sent("cc_presence/answer")[-1]["state"], "granted")
        entry = self.env["cc.audit.entry"].search([("action", "=", "presence.granted")])
        self.assertEqual(entry.user_id, self.users["senior"])

    def test_a_senior_asks_nobody(self):
        own = self.env["cc.presence"].with_user(self.users["senior"])
        self.assertEqual(own.presence_set("break", self.errand.id)["state"], "break")

    def test_a_no_changes_nothing_and_says_why(self):
        self.set("available")
        self.set("break", self.errand)
        self.by("supervisor").action_refuse("The queue is long")
        self.assertEqual(self.state, "available")
        self.assertEqual(
            self.sent("cc_presence/answer")[-1]["answer"], "The queue is long"
        )

    def test_two_answers_are_one(self):
        self.set("available")
        self.set("break", self.errand)
        self.by("senior").action_grant()
        with self.assertRaises(UserError):
            self.by("supervisor").action_refuse()

    def test_nobody_answers_for_himself_and_no_operator_does(self):
        self.set("available")
        self.set("break", self.errand)
        with self.assertRaises(AccessError):
            self.by("operator").action_grant()
        self.operator.write(
            {"group_ids": [(4, self.env.ref("cc_base.cc_base_group_senior").id)]}
        )
        with self.assertRaises(UserError):
            self.by("operator").action_grant()

    def test_more_time_moves_the_limit(self):
        self.set("break", self.rest)
        ask = self.env["cc.presence.request"].with_user(self.operator).presence_ask
        for minutes in (0, -5, 999, "5"):
            with self.assertRaises(UserError):
                ask(minutes)
        before = self.now_of(self.operator).limit_at
        ask(5, "The lift is stuck")
        self.by("supervisor").action_grant()
        row = self.now_of(self.operator)
        self.assertEqual((row.limit_at - before).total_seconds(), 300)
        self.assertEqual(
            self.sent("cc_presence/state")[-1]["limit_at"], "2026-03-16 12:15:00"
        )

    def test_words_of_any_make_are_taken_for_words(self):
        self.set("break", self.rest)
        ask = self.env["cc.presence.request"].with_user(self.operator).presence_ask
        for note in ("a\0b", ["x"], {"x": 1}, 5, None):
            ask(5, note)
        self.by("supervisor").action_refuse({"no": "words"})
        self.assertEqual(self.request.state, "refused")
        self.assertFalse(self.request.answer)
        row = self.now_of(self.operator).with_user(self.users["supervisor"])
        row.action_set("available", ["x"])
        self.assertEqual(self.now_of(self.operator).state, "available")

    def test_without_a_limit_there_is_nothing_to_ask(self):
        self.set("available")
        with self.assertRaises(UserError):
            self.env["cc.presence.request"].with_user(self.operator).presence_ask(5)

    def test_asking_again_takes_the_first_back(self):
        self.set("break", self.rest)
        asker = self.env["cc.presence.request"].with_user(self.operator)
        asker.presence_ask(5)
        asker.presence_ask(10)
        found = self.env["cc.presence.request"].search(
            [("user_id", "=", self.operator.id)], order="id"
        )
        self.assertEqual(found.mapped("state"), ["dropped", "open"])
        self.assertFalse(asker.presence_drop()["request"])
        self.assertEqual(found[1].state, "dropped")

    def test_who_left_is_not_put_on_a_break(self):
        self.set("available")
        self.set("break", self.errand)
        self.wait(minutes=1)
        self.sweep()
        self.by("supervisor").action_grant()
        self.assertEqual(self.state, "offline")

    def test_supervisors_see_what_waits_for_them(self):
        self.set("available")
        self.set("break", self.errand)
        ask = self.env["cc.presence.request"].with_user
        own = {self.operator.id}
        found = ask(self.users["supervisor"]).presence_requests()
        self.assertEqual({each["user_id"] for each in found}, own)
        self.assertEqual(ask(self.operator).presence_requests(), [])
        self.users["supervisor"].cc_direction_ids = self.other_direction
        self.assertEqual(ask(self.users["supervisor"]).presence_requests(), [])
