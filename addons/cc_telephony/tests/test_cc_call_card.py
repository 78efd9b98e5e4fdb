from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.cc_base.tests.common import OTHER_PHONE, PHONE

from .common import BEGAN, CcTelephonyCase, incoming, recorded


@tagged("post_install", "-at_install")
class TestCard(CcTelephonyCase):
    def test_phones_stand_in_the_time_of_the_call(self):
        call = self.call(*incoming("c.1", talk=10))
        told = call.timeline
        self.assertEqual(told["length"], 15)
        self.assertEqual(told["wait"], [1, 5])
        [leg] = told["legs"]
        self.assertEqual((leg["peer"], leg["outcome"]), ("101", "answered"))
        self.assertEqual(leg["who"], self.users["operator"].name)
        self.assertEqual((leg["ring"], leg["talk"]), ([2, 5], [5, 15]))

    def test_a_call_going_on_talks_until_now(self):
        at = (fields.Datetime.now() - BEGAN).total_seconds() - 60
        call = self.call(*incoming("c.1", at=at, talk=10, end=False)[:-2])
        self.assertEqual(call.outcome, "live")
        [leg] = call.timeline["legs"]
        self.assertGreater(leg["talk"][1], 15)

    def test_who_hung_up_waiting_is_missed(self):
        lost = self.call(*incoming("c.1"))
        answered = self.call(*incoming("c.2", talk=3))
        self.assertTrue(lost.is_missed)
        self.assertFalse(answered.is_missed)
        calls = self.calls()
        self.assertEqual(calls.filtered_domain([("is_missed", "=", True)]), lost)
        search = calls.search([("is_missed", "=", True), ("id", "in", calls.ids)])
        self.assertEqual(search, lost)
        search = calls.search([("is_missed", "=", False), ("id", "in", calls.ids)])
        self.assertEqual(search, answered)

    def test_a_hidden_number_cannot_be_called(self):
        for at, number in enumerate(("anonymous", "9" * 40, "")):
            call = self.call(*incoming(f"h.{at}", number=number))
            self.assertFalse(self.as_role("operator", call).is_callable)
        self.assertTrue(self.call(*incoming("h.9")).is_callable)

    def test_a_call_of_a_clock_gone_wrong_is_told_apart(self):
        ahead = (fields.Datetime.now() - BEGAN).total_seconds() + 366 * 86400
        far = self.call(*incoming("c.1", at=ahead))
        self.assertTrue(far.is_ahead)
        self.assertFalse(self.call(*incoming("c.2")).is_ahead)

    def test_a_short_number_is_a_service_s_and_is_shown(self):
        for at, (number, shown) in enumerate(
            (
                ("112", "112"),
                ("anonymous", "***"),
                ("4955550101", "***-**-01"),
                ("٣٤٥", "***"),
            )
        ):
            call = self.call(*incoming(f"h.{at}", number=number))
            self.assertIn(shown, call.number_masked)
            self.assertNotIn("55501", call.number_masked)

    def test_the_card_says_what_call_is_owed(self):
        lost = self.as_role("operator", self.call(*incoming("c.1")))
        self.assertTrue(lost.callback_is_open)
        self.assertEqual(lost.callback_due_at, lost.callback_id.due_at)
        lost.callback_id.action_take()
        self.assertEqual(lost.callback_owner_id, self.users["operator"])
        action = lost.action_open_callback()
        self.assertEqual(action["res_model"], "cc.callback")
        self.assertEqual(action["res_id"], lost.callback_id.id)
        lost.callback_id.action_done("Wrote a letter")
        self.assertFalse(lost.callback_is_open)
        self.assertEqual(lost.callback_how, "by_hand")
        self.assertTrue(lost.callback_settled_at)
        answered = self.call(*incoming("c.2", number=OTHER_PHONE, talk=3))
        self.assertFalse(answered.callback_due_at)

    def test_transfers_name_phones_and_who_sits_there(self):
        self.take(recorded("desk.jsonl"))
        blind, attended = self.calls().filtered("transfers").sorted("started_at")
        name = self.users["operator"].name
        for call in (blind, attended):
            self.assertIn(f"101 {name}", call.transfer_text)
            self.assertIn("102", call.transfer_text)
        self.assertNotEqual(blind.transfer_text, attended.transfer_text)

    def test_an_appeal_comes_out_of_a_call(self):
        call = self.as_role("operator", self.call(*incoming("c.1", talk=3)))
        context = call.action_new_appeal()["context"]
        self.assertEqual(context["default_applicant_id"], call.partner_id.id)
        self.assertEqual(context["default_direction_id"], call.direction_id.id)
        self.assertEqual(call.action_open_contact()["res_id"], call.interaction_id.id)

    def test_between_colleagues_there_is_no_contact(self):
        self.take(recorded("desk.jsonl"))
        call = self.calls().filtered(lambda each: each.kind == "internal")[:1]
        with self.assertRaises(UserError):
            call.action_new_appeal()

    def test_fifty_cards_ask_as_much_as_one(self):
        self.take(*(incoming(f"c.{at}", at=at * 60, talk=3) for at in range(9)))
        names = ["timeline", "transfer_text", "is_missed", "appeal_ids"]

        def count(calls):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.as_role("operator", calls).read(names)
            return self.env.cr.sql_log_count - before

        calls = self.calls()
        count(calls)
        self.assertEqual(count(calls), count(calls[:1]))


@tagged("post_install", "-at_install")
class TestPbxCard(CcTelephonyCase):
    def test_before_the_first_report(self):
        self.assertEqual((self.pbx.state, self.pbx.report_text), ("new", ""))

    def test_a_report_is_told_in_sentences(self):
        self.pbx._hear({"lines_waiting": 4, "is_ami_up": True})
        self.assertEqual(self.pbx.state, "heard")
        self.assertIn("4", self.pbx.report_text)
        self.pbx._hear({"fault": {"code": "x", "sentence": "The disk is full."}})
        self.assertEqual(self.pbx.state, "fault")
        self.assertIn("The disk is full.", self.pbx.report_text)
        told = "The PBX refuses the manager user."
        self.pbx._hear({"fault": {"code": "ami_refuses", "sentence": told}})
        self.assertNotIn(told, self.pbx.report_text)
        self.assertIn("manager.conf", self.pbx.fault_text)
        self.pbx._hear({"fault": None})
        self.assertFalse(self.pbx.fault_text)

    def test_silence_is_said(self):
        self.pbx._hear({})
        before = self.pbx.report_text
        self.pbx.seen_at = fields.Datetime.now() - timedelta(minutes=9)
        self.assertEqual(self.pbx.state, "silent")
        self.assertNotEqual(self.pbx.report_text.split()[0:4], before.split()[0:4])

    def test_of_a_silent_connector_no_live_picture_comes(self):
        self.pbx._hear({"is_ami_up": True})
        self.assertIn("The live picture comes.", self.told_in_english())
        self.pbx.seen_at = fields.Datetime.now() - timedelta(minutes=9)
        self.assertNotIn("live picture", self.told_in_english())
        self.pbx.is_ami_up = False
        self.assertNotIn("live picture", self.told_in_english())

    def told_in_english(self):
        return "\n".join(self.pbx.with_context(lang="en_US")._sentences())

    def test_its_disk_is_told_in_the_words_of_the_health_page(self):
        self.pbx._hear({"disk_free_bytes": int(39.91 * 2**30)})
        self.assertIn("39.9 GB", self.told_in_english())

    def test_a_live_call_names_phones_and_queue(self):
        self.pbx.queue_ids.title = "Common"
        self.env["cc.pbx.live"]._show(
            self.pbx,
            {
                "changes": [
                    {"type": "began", "linkedid": "l.1", "caller": PHONE},
                    {"type": "queued", "linkedid": "l.1", "queue": "support"},
                    {"type": "ringing", "linkedid": "l.1", "extension": "101"},
                ]
            },
        )
        live = self.env["cc.pbx.live"].search([("pbx_id", "=", self.pbx.id)])
        live = self.as_role("operator", live)
        self.assertEqual(live.queue_title, "Common")
        self.assertEqual(live.ringing_names, f"101 {self.users['operator'].name}")
        self.assertFalse(live.talking_names)

    def test_a_recording_is_taken_as_if_it_were_of_now(self):
        calls = self.pbx._replay("cc_telephony/demo/calls_of_the_morning.jsonl", 3)
        self.assertEqual(len(calls), 10)
        age = fields.Datetime.now() - max(calls.mapped("ended_at"))
        self.assertAlmostEqual(age.total_seconds(), 180, delta=10)
        self.assertFalse(self.pbx.unreadable_count)
