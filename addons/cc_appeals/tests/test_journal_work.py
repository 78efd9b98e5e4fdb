from odoo.exceptions import UserError
from odoo.tests import tagged

from .journal_case import JournalCase


@tagged("post_install", "-at_install")
class TestJournalWork(JournalCase):
    def audit(self, action):
        self.env.cr.execute(
            "SELECT user_id, res_id, reason FROM cc_audit_entry WHERE action = %s"
            " ORDER BY id",
            (action,),
        )
        return self.env.cr.fetchall()

    def key(self, record):
        return f"{record._name},{record.id}"

    # taking
    def test_taking_makes_me_the_owner(self):
        appeal = self.make_appeal()
        found = self.journal().journal_take([self.key(appeal)])
        self.assertEqual(appeal.owner_id, self.operator)
        self.assertEqual(found["rows"][0]["owner_id"], self.operator.id)
        self.assertEqual((found["rows"][0]["tab"], found["refused"]), ("mine", []))

    def test_what_a_colleague_took_first_is_a_sentence_and_the_rest_is_mine(self):
        taken, free = self.make_appeal(owner_id=self.colleague.id), self.make_appeal()
        found = self.journal().journal_take(
            [self.key(taken), self.key(free), "cc.appeal,999999", "nothing,1"]
        )
        self.assertEqual([row["id"] for row in found["rows"]], free.ids)
        self.assertEqual(
            [each["key"] for each in found["refused"]],
            [self.key(taken), "cc.appeal,999999", "nothing,1"],
        )
        self.assertIn(self.colleague.name, found["refused"][0]["sentence"])
        self.assertEqual(taken.owner_id, self.colleague)

    def test_keys_that_are_none_are_a_sentence(self):
        for keys in (None, [], "cc.appeal,1", [1], [["cc.appeal", 1]], ["x,1"] * 201):
            keys = keys if keys != ["x,1"] * 201 else [f"x,{i}" for i in range(201)]
            with self.subTest(keys=str(keys)[:30]), self.assertRaises(UserError):
                self.journal().journal_take(keys)

    # passing
    def test_my_work_goes_to_a_colleague_with_the_note(self):
        appeals = self.make_appeal(owner_id=self.operator.id)
        appeals |= self.make_appeal(owner_id=self.operator.id)
        found = self.journal().journal_pass(
            [self.key(each) for each in appeals], self.colleague.id, " I go home. "
        )
        self.assertEqual((found["name"], found["count"]), (self.colleague.name, 2))
        self.assertEqual(appeals.owner_id, self.colleague)
        self.assertEqual(
            self.audit("appeal.passed"),
            [(self.operator.id, each.id, "I go home.") for each in appeals],
        )
        step = appeals[0].interval_ids.filtered(lambda each: not each.ended_at)
        self.assertEqual((step.transition, step.reason), ("assign", "I go home."))
        self.assertEqual(step.user_id, self.operator)

    def test_passing_wrong_is_a_sentence_and_nothing_moves(self):
        mine = self.make_appeal(owner_id=self.operator.id)
        theirs = self.make_appeal(owner_id=self.colleague.id)
        closed = self.make_appeal(owner_id=self.operator.id)
        closed.action_close("answered")
        contact = self.make_contact(needs_answer=True)
        executor, gone = self.users["executor"], self.colleague.id + 1000
        cases = (
            ([mine, theirs], self.colleague.id),
            ([mine, closed], self.colleague.id),
            ([mine, contact], self.colleague.id),
            ([mine], self.operator.id),
            ([mine], self.stranger_user.id),
            ([mine], executor.id),
            ([mine], gone),
            ([mine], "1"),
            ([mine], None),
        )
        for records, user_id in cases:
            keys = [self.key(each) for each in records]
            with self.subTest(keys=keys, user_id=user_id):
                with self.assertRaises(UserError):
                    self.journal().journal_pass(keys, user_id)
                self.assertEqual(mine.owner_id, self.operator)

    def test_a_senior_passes_the_work_of_who_fell_ill(self):
        appeal = self.make_appeal(owner_id=self.operator.id)
        self.journal("senior").journal_pass([self.key(appeal)], self.colleague.id)
        self.assertEqual(appeal.owner_id, self.colleague)

    def test_colleagues_are_those_who_work_there(self):
        appeal = self.make_appeal(owner_id=self.operator.id)
        self.make_appeal(owner_id=self.colleague.id)
        found = self.journal().journal_colleagues([self.key(appeal)])
        counts = {each["id"]: each["count"] for each in found}
        self.assertEqual(counts[self.colleague.id], 1)
        self.assertIn(self.users["senior"].id, counts)
        for user in (self.operator, self.stranger_user, self.users["executor"]):
            self.assertNotIn(user.id, counts)

    # help of a senior
    def ask(self, appeal, words="How do I close it?"):
        values = {"model": "cc.appeal", "id": appeal.id, "words": words}
        return self.journal().journal_help("ask", values)

    def test_help_is_asked_seen_joined_and_ended(self):
        appeal = self.make_appeal(owner_id=self.operator.id)
        asked = self.ask(appeal)["help"]
        self.assertEqual((asked["state"], asked["appeal_id"]), ("asked", appeal.id))
        senior = self.users["senior"]
        row = self.journal(senior).journal_rows("help")["rows"][0]
        self.assertEqual(
            (row["who"], row["what"]), (self.operator.name, "How do I close it?")
        )
        self.assertEqual(self.journal(senior).journal_rows("mine")["counts"]["help"], 1)
        self.assertEqual(self.journal().journal_rows("mine")["counts"]["help"], 0)
        self.assertFalse(self.keys("help"))
        opened = self.journal(senior).journal_contact(row["model"], row["id"])
        self.assertEqual(opened["appeal_id"], appeal.id)
        joined = self.journal(senior).journal_help("join", {"id": asked["id"]})["help"]
        self.assertEqual((joined["state"], joined["helper_id"]), ("joined", senior.id))
        with self.assertRaises(UserError) as refused:
            self.journal("supervisor").journal_help("join", {"id": asked["id"]})
        self.assertIn(senior.name, str(refused.exception))
        ended = self.journal().journal_help("close", {"id": asked["id"]})["help"]
        self.assertEqual((ended["state"], ended["how"]), ("closed", "helped"))
        self.assertFalse(self.keys("help", senior))
        for action in ("help.asked", "help.joined", "help.closed"):
            self.assertEqual(len(self.audit(action)), 1, action)

    def test_a_senior_takes_over_with_the_reason_in_the_history(self):
        appeal = self.make_appeal(owner_id=self.operator.id)
        asked = self.ask(appeal)["help"]
        senior = self.users["senior"]
        with self.assertRaises(UserError):
            self.journal(senior).journal_help("take_over", {"id": asked["id"]})
        found = self.journal(senior).journal_help(
            "take_over", {"id": asked["id"], "reason": "A threat."}
        )["help"]
        self.assertEqual((found["how"], found["helper_id"]), ("taken_over", senior.id))
        self.assertEqual(appeal.owner_id, senior)
        step = appeal.interval_ids.filtered(lambda each: not each.ended_at)
        self.assertEqual((step.reason, step.user_id), ("A threat.", senior))
        self.assertEqual(self.audit("help.taken_over")[0][2], "A threat.")
        with self.assertRaises(UserError):
            self.journal(senior).journal_help("close", {"id": asked["id"]})

    def test_who_takes_over_from_who_helps_is_named(self):
        asked = self.ask(self.make_appeal(owner_id=self.operator.id))["help"]
        supervisor = self.users["supervisor"]
        self.journal("senior").journal_help("join", {"id": asked["id"]})
        found = self.journal(supervisor).journal_help(
            "take_over", {"id": asked["id"], "reason": "He is ill."}
        )["help"]
        self.assertEqual(found["helper_id"], supervisor.id)

    def test_asking_twice_is_one_request(self):
        appeal = self.make_appeal()
        first, second = self.ask(appeal)["help"], self.ask(appeal, "Please!")
        self.assertEqual(first["id"], second["help"]["id"])
        self.assertEqual(second["words"], "Please!")

    def test_asking_can_be_withdrawn(self):
        asked = self.ask(self.make_appeal())["help"]
        ended = self.journal().journal_help("close", {"id": asked["id"]})["help"]
        self.assertEqual(ended["how"], "withdrawn")

    def test_help_with_a_contact_that_has_no_appeal(self):
        contact = self.make_contact(needs_answer=True)
        values = {"model": "cc.interaction", "id": contact.id, "words": "Who is it?"}
        asked = self.journal().journal_help("ask", values)["help"]
        self.assertEqual(asked["interaction_id"], contact.id)
        with self.assertRaises(UserError):
            self.journal("senior").journal_help(
                "take_over", {"id": asked["id"], "reason": "I know them."}
            )

    def test_help_wrongly_asked_or_given_is_a_sentence(self):
        appeal = self.make_appeal()
        asked = self.ask(appeal)["help"]["id"]
        far_senior = self.make_colleague("t_far_senior", self.other_direction, "senior")
        cases = (
            ("operator", "ask", {"model": "cc.appeal", "id": appeal.id, "words": " "}),
            ("operator", "ask", {"model": "cc.appeal", "id": 0, "words": "Help"}),
            ("operator", "ask", {"words": "Help"}),
            ("operator", "join", {"id": asked}),
            ("operator", "take_over", {"id": asked, "reason": "Mine."}),
            ("operator", "dance", {"id": asked}),
            ("operator", ["join"], {"id": asked}),
            ("operator", "close", None),
            (self.colleague, "close", {"id": asked}),
            (far_senior, "join", {"id": asked}),
            ("senior", "join", {"id": asked + 1000}),
            ("senior", "join", {}),
            ("auditor", "join", {"id": asked}),
        )
        for role, step, values in cases:
            with (
                self.subTest(role=role, step=step, values=values),
                self.assertRaises(UserError),
            ):
                self.journal(role).journal_help(step, values)

    def test_both_sides_and_all_who_can_help_are_told(self):
        self.told()
        asked = self.ask(self.make_appeal(owner_id=self.operator.id))["help"]
        channel = ("cc.direction", self.direction.id, f"journal_help_{self.own.id}")
        told = [
            what
            for to, kind, what in self.told()
            if to == channel and kind == "cc_journal/rows"
        ]
        self.assertEqual(told[0]["upsert"][0]["key"], asked["key"])
        self.assertEqual(told[0]["counts"]["help"], 1)
        self.journal().journal_help("close", {"id": asked["id"]})
        told = [what for to, _kind, what in self.told() if to == channel]
        self.assertEqual(
            (told[0]["gone"], told[0]["counts"]["help"]), ([asked["key"]], 0)
        )
