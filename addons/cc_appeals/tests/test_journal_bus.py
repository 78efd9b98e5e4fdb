from types import SimpleNamespace
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.bus.models import ir_websocket

from .journal_case import JournalCase


@tagged("post_install", "-at_install")
class TestJournalBus(JournalCase):
    def setUp(self):
        super().setUp()
        self.here = (self.direction, self.own)
        self.told()

    def test_a_new_appeal_comes_to_its_owner_alone(self):
        appeal = self.make_appeal(owner_id=self.operator.id)
        sent = self.told()
        self.assertEqual([kind for _to, kind, _what in sent], ["cc_journal/rows"])
        told = self.rows_told(self.operator, sent)["mine"]
        self.assertEqual([row["id"] for row in told["upsert"]], appeal.ids)
        row = self.journal().journal_rows("mine")["rows"][0]
        words = {"who": row.pop("who"), "what": row.pop("what")}
        self.assertEqual(told["upsert"][0], row | {"has_new_words": True})
        found = self.journal().journal_words([row["key"], "cc.appeal,0", "res.users,2"])
        self.assertEqual(found, {"words": {row["key"]: words}})
        self.assertEqual(told["counts"], {"mine": 1, "control": 0})

    def test_what_nobody_has_comes_to_all_who_work_there(self):
        self.make_appeal()
        appeal = self.make_appeal()
        told = self.rows_told(self.here)["queue"]
        self.assertEqual(len(told["upsert"]), 2)
        self.assertEqual(told["scope"], f"{self.direction.id}_{self.own.id}")
        self.assertEqual(told["counts"]["queue"], 2)
        appeal.with_user(self.colleague).action_take()
        sent = self.told()
        told = self.rows_told(self.here, sent)["queue"]
        key = f"cc.appeal,{appeal.id}"
        self.assertEqual((told["gone"], told["upsert"]), ([key], []))
        self.assertEqual(told["because"][key]["name"], self.colleague.name)
        self.assertEqual(told["because"][key]["what"], "assigned")
        self.assertEqual(told["counts"]["queue"], 1)
        mine = self.rows_told(self.colleague, sent)["mine"]
        self.assertEqual(mine["upsert"][0]["owner_id"], self.colleague.id)

    def test_closed_by_somebody_else_goes_and_says_by_whom(self):
        appeal = self.make_appeal(owner_id=self.operator.id)
        self.told()
        self.journal().journal_look(appeal.id, True)
        appeal.with_user(self.colleague).action_close("answered")
        sent = self.told()
        told = self.rows_told(self.operator, sent)["mine"]
        key = f"cc.appeal,{appeal.id}"
        self.assertEqual(told["gone"], [key])
        self.assertEqual(
            told["because"][key],
            {
                "what": "closed",
                "user_id": self.colleague.id,
                "name": self.colleague.name,
            },
        )
        cards = [what for to, kind, what in sent if kind == "cc_journal/appeal"]
        self.assertEqual(len(cards), 1)
        self.assertEqual(
            (cards[0]["state"], cards[0]["is_open"], cards[0]["name"]),
            ("closed", False, self.colleague.name),
        )
        with self.assertRaises(UserError):
            appeal.with_user(self.operator).action_hand_over(self.department.id)

    def test_of_several_changes_the_weightiest_is_told(self):
        appeal = self.make_appeal(owner_id=self.colleague.id)
        self.told()
        appeal.with_user(self.users["senior"]).owner_id = self.operator
        self.env.cr.precommit.run()
        appeal.with_user(self.operator).action_close("answered")
        appeal.name = "Other words"
        sent = self.told()
        told = self.rows_told(self.colleague, sent)["mine"]
        (why,) = told["because"].values()
        self.assertEqual(why["what"], "closed")
        self.assertEqual(why["user_id"], self.operator.id)

    def test_only_what_may_have_left_a_tab_is_told_so(self):
        appeal = self.make_appeal(owner_id=self.operator.id)
        self.told()
        appeal.name = "Other words"
        self.assertEqual(set(self.rows_told(self.operator)), {"mine"})
        appeal.action_hand_over(self.department.id)
        appeal.action_await_feedback("Water company", fields.Date.today())
        told = self.rows_told(self.operator)
        self.assertTrue(told["control"]["upsert"])
        appeal.action_rework(self.department.id, "Not enough.")
        self.assertTrue(self.rows_told(self.operator)["control"]["gone"])

    def test_an_owner_who_loses_an_appeal_hears_it(self):
        appeal = self.make_appeal(owner_id=self.operator.id)
        self.told()
        appeal.with_user(self.users["senior"]).owner_id = self.colleague
        sent = self.told()
        self.assertTrue(self.rows_told(self.operator, sent)["mine"]["gone"])
        self.assertTrue(self.rows_told(self.colleague, sent)["mine"]["upsert"])
        self.assertFalse(self.rows_told(self.here, sent), "it was never in the queue")

    def test_what_a_row_does_not_show_is_not_told(self):
        appeal = self.make_appeal(owner_id=self.operator.id)
        self.told()
        appeal.write({"text": "More words.", "priority": "1"})
        self.assertFalse(self.told())

    def test_many_changes_of_one_appeal_are_one_row(self):
        appeal = self.make_appeal()
        for name in ("One", "Two", "Three"):
            appeal.name = name
            self.env.cr.precommit.run()
        told = self.rows_told(self.here)["queue"]
        self.assertEqual([row["has_new_words"] for row in told["upsert"]], [True])
        self.assertNotIn("Three", str(told))

    def test_very_many_rows_are_loaded_anew(self):
        self.env["cc.appeal"].create(
            [
                {"name": f"Appeal {i}", "direction_id": self.direction.id}
                for i in range(60)
            ]
        )
        told = self.rows_told(self.here)["queue"]
        self.assertTrue(told["is_stale"])
        self.assertEqual((told["upsert"], told["counts"]["queue"]), ([], 60))

    def test_within_a_second_nothing_more_is_told(self):
        self.make_appeal()
        self.assertTrue(self.told())
        self.make_appeal()
        self.env.flush_all()
        self.env.cr.precommit.run()
        teller = self.env["cc.journal.teller"].sudo()
        self.assertTrue(teller._tell(), "wait for the next turn")
        self.assertTrue(
            self.env["cc.journal.change"].search([("model", "=", "cc.appeal")])
        )
        self.assertTrue(self.told())

    def test_when_all_is_told_the_teller_may_go(self):
        self.assertFalse(self.told())
        self.env.cr.execute("UPDATE cc_journal_change SET noted_at = '2000-01-01'")
        self.assertIsNone(self.env["cc.journal.teller"].sudo()._tell())

    def test_rows_of_one_kind_that_fail_leave_the_others_alone(self):
        self.make_contact(needs_answer=True)
        appeal = self.make_appeal(owner_id=self.operator.id)
        source = self.registry["cc.journal.source.interaction"]
        fails = patch.object(source, "_cc_tabs_now", side_effect=KeyError("Petrova"))
        name = "odoo.addons.cc_appeals.models.journal.cc_journal_teller"
        with fails, self.assertLogs(name, "ERROR") as log:
            told = self.rows_told(self.operator)
        self.assertEqual([row["id"] for row in told["mine"]["upsert"]], appeal.ids)
        self.assertNotIn("Petrova", str(log.output))

    def test_a_contact_that_waits_without_an_appeal_is_told(self):
        contact = self.make_contact(needs_answer=True)
        told = self.rows_told(self.here)["queue"]
        self.assertEqual(told["upsert"][0]["key"], f"cc.interaction,{contact.id}")
        self.make_appeal(
            owner_id=self.operator.id, interaction_ids=[(6, 0, contact.ids)]
        )
        contact.invalidate_recordset()
        contact._settle("no_answer", "thanks")
        told = self.rows_told(self.here)["queue"]
        self.assertEqual(told["gone"], [f"cc.interaction,{contact.id}"])

    def channels(self, user, *names):
        request = SimpleNamespace(session=SimpleNamespace(uid=user.id))
        websocket = self.env(user=user)["ir.websocket"]
        with patch.object(ir_websocket, "wsrequest", request):
            found = websocket._build_bus_channel_list(list(names))
        self.assertNotIn("cc.journal", [each for each in found if type(each) is str])
        # plain ids: Odoo's records do not compare with other things
        return {
            (each[0]._name, each[0].id, each[1])
            for each in found
            if isinstance(each, tuple) and "journal" in each[1]
        }

    def test_each_hears_of_his_own_directions_and_clients(self):
        here, far = self.direction.id, self.other_direction.id
        ours = ("cc.direction", here, f"journal_{self.own.id}")
        for_seniors = ("cc.direction", here, f"journal_help_{self.own.id}")
        theirs = ("cc.direction", far, f"journal_{self.other.id}")
        for role, expected in (
            ("operator", (True, False, False)),
            ("senior", (True, True, False)),
            ("executor", (False, False, False)),
            ("auditor", (False, False, False)),
            ("employee", (False, False, False)),
        ):
            found = self.channels(self.users[role], "cc.journal")
            self.assertEqual(
                tuple(each in found for each in (ours, for_seniors, theirs)),
                expected,
                role,
            )
        self.assertIn(theirs, self.channels(self.stranger_user, "cc.journal"))
        self.assertNotIn(ours, self.channels(self.operator))
        third = self.env["cc.client"].create({"name": "Third", "code": "T-THIRD"})
        self.direction.client_ids += third
        self.colleague.cc_client_ids = third
        found = self.channels(self.colleague, "cc.journal")
        self.assertNotIn(ours, found)
        self.assertIn(("cc.direction", here, f"journal_{third.id}"), found)

    def test_telling_asks_the_same_for_1_and_50(self):
        def queries(count):
            appeals = self.env["cc.appeal"].create(
                [
                    {
                        "name": f"Appeal {i}",
                        "direction_id": self.direction.id,
                        "applicant_id": self.person.id,
                        "channel_id": self.channel.id,
                        "owner_id": self.operator.id,
                    }
                    for i in range(count)
                ]
            )
            for i in range(count):
                self.make_contact(needs_answer=True, subject=f"Letter {i}")
            self.env.flush_all()
            self.env.cr.precommit.run()
            self.env.cr.execute(
                "UPDATE cc_journal_change SET noted_at = '2000-01-01'"
                " WHERE model = 'clock'"
            )
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["cc.journal.teller"].sudo()._tell()
            self.assertTrue(appeals)
            return self.env.cr.sql_log_count - before

        queries(2)
        one, many = queries(1), queries(50)
        self.assertEqual(one, many)
        self.assertLessEqual(many, 30)
