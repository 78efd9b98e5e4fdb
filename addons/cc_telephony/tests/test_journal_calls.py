from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.bus.models.bus import channel_with_db
from odoo.addons.cc_base.tests.common import OTHER_PHONE

from .common import BEGAN, CcTelephonyCase, incoming


@tagged("post_install", "-at_install")
class TestJournalCalls(CcTelephonyCase):
    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time(BEGAN + timedelta(minutes=10)))
        self.line.name = "Hot line"

    def journal(self, role="operator"):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["cc.journal"].with_user(self.users[role])

    def missed(self, role="operator"):
        return self.journal(role).journal_rows("missed")["rows"]

    def item(self):
        return self.env["cc.callback"].search([("pbx_id", "=", self.pbx.id)])

    def sent(self):
        """Let what was noted be told; return [(channel, kind, payload)]."""
        sent = []

        def _sendone(model, target, kind, payload):
            sent.append((channel_with_db("", target)[1:], kind, payload))

        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.cr.execute(
            "UPDATE cc_journal_change SET noted_at = '2000-01-01' WHERE model = 'clock'"
        )
        self.env.invalidate_all()
        with (
            patch.object(self.registry["bus.bus"], "_sendone", _sendone),
            # what was noted has the clock of the machine, not the frozen one
            freeze_time(BEGAN + timedelta(minutes=11)),
        ):
            self.env["cc.journal.teller"].sudo()._tell()
        return sent

    def test_a_call_that_is_owed_is_a_row(self):
        for at in (0, 60):
            self.take(incoming(f"c.{at}", at=at))
        (row,) = self.missed()
        item = self.item()
        self.assertEqual(row["key"], f"cc.callback,{item.id}")
        self.assertEqual((row["is_missed"], row["tries"]), (True, 2))
        self.assertEqual((row["who"], row["what"]), (self.person.name, "Hot line"))
        self.assertEqual(row["partner_id"], self.person.id)
        self.assertTrue(row["due_at"] and row["warn_at"] < row["due_at"])
        found = self.journal().journal_rows("queue")
        self.assertFalse(found["rows"], "the contact has its row there")
        self.assertEqual(found["counts"]["missed"], 1)

    def test_a_stranger_is_a_mask(self):
        self.take(incoming("c.1", number="+79261234540"))
        (row,) = self.missed()
        self.assertIn("***", row["who"])

    def test_a_row_opens_its_person_and_the_contact(self):
        call = self.call(*incoming("c.1"))
        opened = self.journal().journal_contact("cc.callback", self.item().id)
        self.assertEqual(opened["person"]["id"], self.person.id)
        self.assertEqual(opened["interaction_id"], call.interaction_id.id)
        self.assertEqual(opened["row"]["tab"], "missed")
        again = self.journal().journal_contact("cc.call", call.id)
        self.assertEqual(again["person"], opened["person"])

    def test_one_more_appeal_of_a_talk_belongs_to_the_call(self):
        call = self.call(*incoming("c.1", talk=20))
        made = self.journal().journal_one_more("cc.call", call.id, "Dark yard")
        appeal = self.env["cc.appeal"].browse(made)
        self.assertEqual(appeal.interaction_ids, call.interaction_id)
        self.assertEqual(appeal.applicant_id, self.person)

    def test_several_people_with_the_number_are_offered(self):
        twin = self.make_person("Anna Twin", self.own, "+79160000067", "b@example.ru")
        call = self.call(*incoming("c.1"))
        self.assertFalse(call.partner_id)
        opened = self.journal().journal_contact("cc.call", call.id)
        self.assertFalse(opened["person"])
        self.assertEqual(
            {each["id"] for each in opened["candidates"]},
            {self.person.id, twin.id},
        )
        self.assertTrue(opened["chronology"]["entries"])

    def test_who_takes_a_call_back_first_calls(self):
        self.take(incoming("c.1"))
        key = f"cc.callback,{self.item().id}"
        taken = self.journal().journal_take([key])
        self.assertEqual(taken["rows"][0]["owner_id"], self.users["operator"].id)
        self.assertFalse(self.missed()[0]["is_unread"])
        late = self.journal("senior").journal_take([key])
        self.assertFalse(late["rows"])
        self.assertIn(self.users["operator"].name, late["refused"][0]["sentence"])
        with self.assertRaises(UserError):
            self.journal().journal_pass([key], self.users["senior"].id)

    def test_a_settled_call_back_leaves_the_list(self):
        self.take(incoming("c.1"))
        self.sent()
        self.item().with_user(self.users["operator"]).action_done("By mail.")
        self.assertFalse(self.missed())
        told = [
            what
            for to, kind, what in self.sent()
            if kind == "cc_journal/rows" and what["tab"] == "missed"
        ]
        self.assertEqual(told[0]["gone"], [f"cc.callback,{self.item().id}"])
        self.assertEqual(told[0]["counts"]["missed"], 0)

    def test_a_missed_call_is_told_with_its_row(self):
        self.sent()
        self.take(incoming("c.1"))
        (told,) = [what for _to, kind, what in self.sent() if kind == "cc_journal/rows"]
        (row,) = self.missed()
        words = {"who": row.pop("who"), "what": row.pop("what")}
        self.assertEqual(told["upsert"], [row | {"has_new_words": True}])
        found = self.journal().journal_words([row["key"]])
        self.assertEqual(found, {"words": {row["key"]: words}})
        self.assertEqual(told["scope"], f"{self.direction.id}_{self.own.id}")
        self.assertEqual(told["counts"]["missed"], 1)

    def test_a_hidden_number_is_seen_today_and_cannot_be_taken(self):
        call = self.call(*incoming("c.1", number="anonymous"))
        self.assertFalse(call.callback_id)
        (row,) = self.missed()
        self.assertEqual(row["key"], f"cc.call,{call.id}")
        self.assertFalse(self.journal().journal_take([row["key"]])["rows"])
        with freeze_time(BEGAN + timedelta(days=1)):
            self.assertFalse(self.missed())

    def test_nothing_of_another_direction_is_there(self):
        pbx = self.make_pbx("pbx2", self.other_direction)
        inbox = self.env["cc.inbox.event"]
        raw = self.batch(incoming("c.9", number=OTHER_PHONE))
        inbox._record(pbx.channel_id, [{"raw": raw}])
        while inbox._drain():
            pass
        self.assertFalse(self.missed())
        item = self.env["cc.callback"].search([("pbx_id", "=", pbx.id)])
        with self.assertRaises(UserError):
            self.journal().journal_contact("cc.callback", item.id)
        taken = self.journal().journal_take([f"cc.callback,{item.id}"])
        self.assertEqual(len(taken["refused"]), 1)

    def test_the_bar_says_who_waits_now(self):
        self.assertEqual(self.journal().journal_start()["bar"]["waiting"], 0)
        at = (BEGAN + timedelta(minutes=8)).timestamp()
        sent = []

        def _sendone(model, target, kind, payload):
            sent.append((channel_with_db("", target)[1:], kind, payload))

        change = {"linkedid": "c.1", "at": at, "caller": "+79160000067"}
        changes = [change | {"type": "began"}, change | {"type": "queued"}]
        live = self.env["cc.pbx.live"].sudo()
        with patch.object(self.registry["bus.bus"], "_sendone", _sendone):
            live._show(self.pbx, {"changes": changes})
            self.pbx.live_told_at = 0
            live._show(self.pbx, {"changes": [change | {"type": "queued"}]})
        bar = self.journal().journal_start()["bar"]
        self.assertEqual((bar["waiting"], bar["waiting_long"]), (1, 1))
        scope = f"{self.direction.id}_{self.own.id}"
        told = [what for _to, kind, what in sent if kind == "cc_journal/bar"]
        self.assertEqual(len(told), 1, "what is the same is not told again")
        self.assertEqual(told[0]["scope"], scope)
        self.assertEqual(told[0]["waiting_since"], bar["waiting_since"][scope])

    def test_the_list_asks_the_same_for_1_and_50(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            journal = self.journal()
            before = self.env.cr.sql_log_count
            found = len(journal.journal_rows("missed")["rows"])
            return found, self.env.cr.sql_log_count - before

        self.take(incoming("c.0", number="+79160010000"))
        queries()
        few = queries()
        for at in range(1, 50):
            self.take(incoming(f"c.{at}", number=f"+791600100{at:02}", at=at))
        many = queries()
        self.assertEqual((few[0], many[0]), (1, 50))
        self.assertEqual(few[1], many[1])
        self.assertLessEqual(many[1], 24)

    def test_a_call_that_is_owed_opens_in_twelve_statements(self):
        """Issue 7's bar, with talks of a colleague and an appeal beside it."""
        call = self.call(*incoming("c.0", talk=40))
        call.operator_id = self.users["senior"]
        self.env["cc.appeal"].create(
            {
                "name": "No hot water",
                "direction_id": self.direction.id,
                "applicant_id": self.person.id,
                "channel_id": call.channel_id.id,
            }
        )
        for at in (60, 120):
            self.take(incoming(f"c.{at}", at=at))
        item = self.item()

        def opened():
            # as a request has them
            companies = self.env.company.ids
            journal = self.journal().with_context(allowed_company_ids=companies)
            before = self.env.cr.sql_log_count
            found = journal.journal_contact("cc.callback", item.id)
            return found, self.env.cr.sql_log_count - before

        opened()
        found, asked = opened()
        self.assertEqual(len(found["chronology"]["entries"]), 4)
        self.assertTrue(found["appeal"])
        self.assertLessEqual(asked, 12)
