import re
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import make_letter
from .outgoing_case import OutgoingCase

NOW = fields.Datetime.now


class WaitingCase(OutgoingCase):
    def audit(self, action, record):
        self.env.flush_all()
        return self.env["cc.audit.entry"].search(
            [
                ("action", "=", action),
                ("model", "=", record._name),
                ("res_id", "=", record.id),
            ]
        )

    def make_contact(self, appeals=None, **vals):
        return self.env["cc.interaction"].create(
            {
                "channel_id": self.channel.id,
                "client_id": self.own.id,
                "partner_id": self.person.id,
                "subject": "Words",
                "appeal_ids": [Command.set(appeals.ids)] if appeals else [],
            }
            | vals
        )

    def reply_to(self, appeal):
        """Answer as the composer does: a delivery, and nothing waits any more."""
        vals = {"res_id": appeal.id, "version": str(len(appeal.delivery_ids))}
        delivery = self.enqueue(**vals)
        appeal._settle_waiting("answered")
        delivery.state = "sent"
        return delivery


@tagged("post_install", "-at_install")
class TestWaiting(WaitingCase):
    def test_a_letter_waits_and_its_appeal_with_it(self):
        contact = self.receive(make_letter("one")).interaction_id
        appeal = contact.appeal_ids
        self.assertTrue(contact.needs_answer and appeal.needs_answer)
        self.assertEqual(contact.waiting_since, contact.happened_at)
        self.assertEqual(appeal.waiting_since, contact.happened_at)
        self.assertEqual(appeal.waiting_why, "first")

    def test_machines_do_not_wait(self):
        auto = make_letter("auto", extra="Auto-Submitted: auto-replied\n")
        self.assertFalse(self.receive(auto).interaction_id.needs_answer)
        for kind in ("bounce", "auto_reply", "complaint", "visit", "call"):
            contact = self.make_contact(self.make_appeal(), kind=kind)
            self.assertFalse(contact.needs_answer, kind)
            self.assertFalse(contact.appeal_ids.needs_answer, kind)
        self.assertFalse(self.make_contact(is_outbound=True).needs_answer)

    def test_a_promised_answer_waits(self):
        contact = self.make_contact(self.make_appeal(), kind="visit", needs_answer=True)
        self.assertTrue(contact.needs_answer and contact.appeal_ids.needs_answer)

    def test_it_waits_since_the_contact_came_and_never_since_later(self):
        hour = timedelta(hours=1)
        paper = self.make_contact(happened_at=NOW() - hour)
        self.assertEqual(paper.waiting_since, paper.happened_at)
        self.assertLessEqual(
            self.make_contact(happened_at=NOW() + hour).waiting_since, NOW()
        )

    def test_a_confirmation_settles_nothing(self):
        self.channel.is_acknowledged = True
        undated = re.sub(rb"Date: .*\n", b"", make_letter("one"))
        appeal = self.receive(undated).interaction_id.appeal_ids
        appeal.delivery_ids.state = "sent"
        self.assertEqual(appeal.delivery_ids.kind, "acknowledgement")
        self.assertTrue(appeal.needs_answer)

    def test_an_answer_settles_the_contacts(self):
        contact = self.receive(make_letter("one")).interaction_id
        appeal = contact.appeal_ids
        self.reply_to(appeal.with_user(self.users["operator"]))
        self.assertFalse(contact.needs_answer or appeal.needs_answer)
        self.assertEqual(contact.settled_how, "answered")
        self.assertEqual(contact.settled_by_id, self.users["operator"])
        self.assertTrue(contact.settled_at)
        self.assertFalse(appeal.waiting_since or appeal.waiting_why)
        self.assertEqual(self.audit("answer.settled", appeal).detail["how"], "answered")

    def test_a_contact_waits_while_another_appeal_of_it_does(self):
        one, two = self.make_appeal(), self.make_appeal()
        contact = self.make_contact(one | two)
        self.as_role("operator", one).action_close("answered")
        self.assertFalse(one.needs_answer)
        self.assertTrue(contact.needs_answer and two.needs_answer)
        self.as_role("operator", two).action_close("answered")
        self.assertFalse(contact.needs_answer)
        self.assertEqual(contact.settled_how, "closed")

    def test_no_answer_needed_wants_a_reason(self):
        contact = self.receive(make_letter("one")).interaction_id
        appeal = self.as_role("operator", contact.appeal_ids)
        for reason, note in ((None, "x"), ("magic", ""), ("other", " ")):
            with self.assertRaises(UserError):
                appeal.action_no_answer(reason, note)
        appeal.action_no_answer("other", " it is a joke ")
        self.assertFalse(contact.needs_answer or contact.appeal_ids.needs_answer)
        self.assertEqual(contact.settled_how, "no_answer")
        self.assertEqual(contact.no_answer_reason, "other")
        self.assertEqual(contact.no_answer_note, "it is a joke")
        self.assertEqual(self.audit("answer.settled", appeal).reason, "other")

    def test_the_contact_itself_can_be_settled(self):
        one, two = self.make_appeal(), self.make_appeal()
        contact = self.make_contact(one | two)
        later = self.make_contact(two, happened_at=NOW() - timedelta(days=1))
        self.as_role("operator", contact).action_no_answer("thanks")
        self.assertFalse(contact.needs_answer or one.needs_answer)
        self.assertTrue(two.needs_answer)
        self.assertEqual(two.waiting_since, later.waiting_since)
        self.assertEqual(self.audit("answer.settled", contact).reason, "thanks")

    def test_a_contact_without_an_appeal_waits_and_is_settled(self):
        contact = self.make_contact()
        self.assertTrue(contact.needs_answer)
        self.as_role("operator", contact).action_no_answer("for_information")
        self.assertFalse(contact.needs_answer)

    def test_many_are_settled_from_the_list(self):
        contacts = self.make_contact(self.make_appeal()) + self.make_contact()
        settling = self.env["cc.no.answer"].with_user(self.users["operator"])
        wizard = settling.create({"reason": "other"})
        chosen = {"active_model": "cc.interaction", "active_ids": contacts.ids}
        for context in ({}, {"active_model": "res.users", "active_ids": [2]}, chosen):
            with self.assertRaises(UserError):
                wizard.with_context(**context).action_confirm()
        wizard.reason = "thanks"
        wizard.with_context(**chosen).action_confirm()
        self.assertFalse(any(contacts.mapped("needs_answer")))
        self.assertFalse(contacts.appeal_ids.needs_answer)

    def test_only_the_desk_decides(self):
        contact = self.receive(make_letter("one")).interaction_id
        appeal = contact.appeal_ids
        appeal.sudo().write(
            {"state": "handed_over", "department_id": self.department.id}
        )
        for role in ("executor", "auditor", "employee", "data_officer"):
            for record in (contact, appeal):
                with self.assertRaises(AccessError):
                    self.as_role(role, record).action_no_answer("thanks")
        self.assertTrue(contact.needs_answer)

    def test_nobody_writes_the_flags_by_hand(self):
        contact = self.make_contact(self.make_appeal(), kind="visit")
        for record in (contact, contact.appeal_ids):
            with self.assertRaises(UserError):
                self.as_role("supervisor", record).write({"needs_answer": True})
        born = self.env["cc.appeal"].with_user(self.users["operator"])
        appeal = born.create(
            {
                "name": "Mine",
                "direction_id": self.direction.id,
                "needs_answer": True,
            }
        )
        self.assertFalse(appeal.needs_answer)

    def test_what_an_import_brings_waits_for_nobody(self):
        # an old register has no contacts of its own, open or closed
        appeals = self.env["cc.appeal"].with_context(cc_import=True)
        made = appeals.create([{"name": "Old", "direction_id": self.direction.id}])
        self.assertFalse(made.needs_answer or made.waiting_why or made.repeat_of_id)

    def test_a_follow_up_raises_in_any_state(self):
        appeal = self.receive(make_letter("one")).interaction_id.appeal_ids
        by = self.as_role("operator", appeal)
        for number, step in enumerate(
            (
                lambda: by.action_hand_over(self.department.id),
                lambda: by.action_await_feedback("Waterworks", "2030-03-01"),
            )
        ):
            step()
            appeal._settle_waiting("answered")
            self.receive(
                make_letter(
                    f"n{number}", subject=f"№ {appeal.number}", body=f"{number}"
                )
            )
            self.assertTrue(appeal.needs_answer)
            self.assertEqual(appeal.waiting_why, "follow_up")
            self.assertEqual(
                appeal.waiting_since, max(appeal.interaction_ids.mapped("happened_at"))
            )
        self.assertEqual(len(self.audit("answer.raised", appeal)), 2)

    def test_a_contact_put_to_an_appeal_by_hand_raises_it(self):
        one, two = self.make_appeal(), self.make_appeal()
        contact = self.make_contact()
        self.as_role("operator", contact).appeal_ids = one
        self.assertTrue(one.needs_answer)
        self.as_role("operator", contact).appeal_ids = two
        self.assertFalse(one.needs_answer)
        self.assertTrue(two.needs_answer)

    def test_a_returned_answer_raises_the_appeal_as_it_waited(self):
        contact = self.receive(make_letter("one")).interaction_id
        appeal, since = contact.appeal_ids, contact.waiting_since
        for state in ("bounced", "failed", "expired"):
            delivery = self.reply_to(appeal)
            self.assertFalse(appeal.needs_answer)
            delivery.state = state
            self.assertTrue(appeal.needs_answer and contact.needs_answer, state)
            self.assertEqual(appeal.waiting_why, "bounced")
            self.assertEqual(appeal.waiting_since, since)
            self.assertFalse(contact.settled_how or contact.settled_at)

    def test_a_returned_answer_about_a_visit_raises_the_appeal_alone(self):
        contact = self.make_contact(self.make_appeal(), kind="visit")
        appeal = contact.appeal_ids
        self.reply_to(appeal).state = "bounced"
        self.assertTrue(appeal.needs_answer and appeal.waiting_since)
        self.assertFalse(contact.needs_answer)

    def test_a_returned_answer_raises_a_closed_appeal(self):
        appeal = self.receive(make_letter("one")).interaction_id.appeal_ids
        delivery = self.reply_to(appeal)
        self.as_role("operator", appeal).action_close("answered")
        delivery.state = "bounced"
        self.assertEqual((appeal.state, appeal.needs_answer), ("closed", True))
        self.as_role("operator", appeal).action_no_answer("answered_aloud")
        self.assertFalse(appeal.needs_answer or appeal.waiting_why)

    def test_a_follow_up_does_not_hide_the_returned_answer(self):
        appeal = self.receive(make_letter("one")).interaction_id.appeal_ids
        self.reply_to(appeal).state = "bounced"
        self.make_contact(appeal)
        self.assertEqual(appeal.waiting_why, "bounced")

    def test_a_lost_confirmation_raises_nothing(self):
        appeal = self.receive(make_letter("one")).interaction_id.appeal_ids
        appeal._settle_waiting("answered")
        self.enqueue(kind="acknowledgement", res_id=appeal.id).state = "bounced"
        self.assertFalse(appeal.needs_answer)

    def test_an_answer_taken_back_leaves_the_appeal_waiting(self):
        contact = self.receive(make_letter("one")).interaction_id
        appeal = contact.appeal_ids
        delivery = self.enqueue(res_id=appeal.id)
        appeal._settle_waiting("answered")
        delivery.with_user(self.users["supervisor"]).action_cancel("a misprint")
        self.assertEqual(appeal.waiting_why, "taken_back")
        self.assertTrue(contact.needs_answer)

    def test_an_answer_sent_once_more_settles_what_it_answered(self):
        appeal = self.receive(make_letter("one")).interaction_id.appeal_ids
        for comes_later in (False, True):
            delivery = self.reply_to(appeal)
            delivery.state = "bounced"
            delivery.with_user(self.users["supervisor"]).action_retry()
            if comes_later:
                later = self.make_contact(appeal)
                self.env.flush_all()
                self.env.cr.execute(
                    "UPDATE cc_interaction SET create_date = now() + interval '1 hour'"
                    " WHERE id = %s",
                    (later.id,),
                )
                later.invalidate_recordset(["create_date"])
            delivery.state = "sent"
            self.assertEqual(appeal.needs_answer, comes_later)
        self.assertEqual(appeal.waiting_why, "follow_up")
        self.assertEqual(appeal.waiting_since, later.waiting_since)

    def test_what_came_after_the_screen_was_read_waits_on(self):
        seen = self.receive(make_letter("one")).interaction_id
        appeal = seen.appeal_ids
        newer = self.make_contact(appeal)
        operator = self.users["operator"]
        mine = appeal.with_user(operator).with_context(cc_seen_ids=seen.ids)
        with self.told(operator) as told:
            mine.action_no_answer("thanks")
        self.assertFalse(seen.needs_answer)
        self.assertTrue(newer.needs_answer and appeal.needs_answer)
        self.assertEqual(appeal.waiting_since, newer.waiting_since)
        self.assertEqual(appeal.waiting_why, "follow_up")
        self.assertIn(appeal.number, told.call_args[0][1]["message"])
        appeal._raise_again("taken_back")
        self.assertTrue(seen.needs_answer, "it was settled with the appeal")
        with self.told(operator) as told:
            mine.with_context(cc_seen_ids=(seen | newer).ids).action_no_answer("thanks")
        self.assertFalse(newer.needs_answer or appeal.needs_answer)
        told.assert_not_called()

    def test_a_lower_number_that_came_later_waits_on(self):
        older = self.receive(make_letter("one")).interaction_id
        appeal = older.appeal_ids
        first, late, last = (self.make_contact(appeal) for _each in range(3))
        # the page began with the second; the third was committed after the fourth
        appeal.with_user(self.users["operator"]).with_context(
            cc_seen_ids=[last.id, first.id]
        ).action_no_answer("thanks")
        self.assertFalse(older.needs_answer or first.needs_answer or last.needs_answer)
        self.assertTrue(late.needs_answer and appeal.needs_answer)

    def test_a_closing_does_not_hide_what_came_meanwhile(self):
        seen = self.receive(make_letter("one")).interaction_id
        appeal = seen.appeal_ids
        newer = self.make_contact(appeal)
        appeal.with_user(self.users["senior"]).with_context(
            cc_seen_ids=seen.ids
        ).action_close("answered", "by phone")
        self.assertEqual(appeal.state, "closed")
        self.assertEqual((seen | newer).mapped("settled_how"), ["closed", False])
        self.assertTrue(newer.needs_answer and appeal.needs_answer)

    def test_what_a_screen_says_wrongly_is_not_taken(self):
        for wrong in ("7", True, None, 7, {}, [], ["7"], [True], [[1]], [None, 1.5]):
            appeal = self.receive(
                make_letter(f"wrong {wrong}")
            ).interaction_id.appeal_ids
            appeal.with_user(self.users["operator"]).with_context(
                cc_seen_ids=wrong
            ).action_no_answer("thanks")
            self.assertFalse(appeal.needs_answer, wrong)

    def told(self, user):
        return patch.object(type(user), "_bus_send", autospec=False)

    def test_settled_contacts_are_raised_again(self):
        contact = self.receive(make_letter("one")).interaction_id
        since = contact.waiting_since
        contact._settle("no_answer", "thanks")
        contact._raise_again()
        self.assertTrue(contact.needs_answer and contact.appeal_ids.needs_answer)
        self.assertEqual(contact.waiting_since, since)
        self.assertFalse(contact.no_answer_reason or contact.settled_by_id)
        self.assertEqual(contact.appeal_ids.waiting_why, "taken_back")

    def test_fifty_are_settled_and_raised_with_the_queries_of_two(self):
        counts = []
        for count in (2, 50):
            appeals = self.env["cc.appeal"].create(
                [{"name": "N", "direction_id": self.direction.id}] * count
            )
            contacts = appeals.browse()
            contacts = self.env["cc.interaction"].create(
                [
                    {
                        "channel_id": self.channel.id,
                        "client_id": self.own.id,
                        "appeal_ids": [Command.set(appeal.ids)],
                    }
                    for appeal in appeals
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            appeals._settle_waiting("answered")
            self.env.flush_all()
            self.env.invalidate_all()
            appeals._raise_again("bounced")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(all(contacts.mapped("needs_answer")))
        self.assertLessEqual(counts[1], counts[0])
