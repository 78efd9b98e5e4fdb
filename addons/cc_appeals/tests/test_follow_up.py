from datetime import timedelta

from odoo.tests import tagged

from .common import make_letter
from .test_waiting import WaitingCase

STRANGER = "Чужой <stranger@example.com>"


@tagged("post_install", "-at_install")
class TestFollowUp(WaitingCase):
    """What a letter about a closed appeal does, by the direction's policy."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appeal = cls.receive(make_letter("first")).interaction_id.appeal_ids

    def close(self, days_ago=0):
        self.as_role("operator", self.appeal).action_close("answered")
        closed_at = self.appeal.closed_at - timedelta(days=days_ago)
        self.appeal.sudo().closed_at = closed_at

    def write_again(self, key="again", **letter):
        letter.setdefault("subject", f"Re: № {self.appeal.number}")
        letter.setdefault("body", f"Воды всё нет. {key}")
        return self.receive(make_letter(key, **letter)).interaction_id

    def test_within_the_days_it_is_opened_again_by_the_channel(self):
        self.close()
        in_time = self.appeal.first_closed_at, self.appeal.first_closed_in_time
        contact = self.write_again()
        self.assertEqual(contact.appeal_ids, self.appeal)
        self.assertFalse(contact.claimed_appeal_id)
        self.assertEqual(self.appeal.state, "registered")
        self.assertFalse(self.appeal.closing_method or self.appeal.closed_at)
        self.assertEqual(self.appeal.reopen_count, 1)
        self.assertEqual(
            (self.appeal.first_closed_at, self.appeal.first_closed_in_time), in_time
        )
        step = self.appeal.interval_ids.sorted("id")[-1]
        self.assertEqual(step.transition, "reopen")
        self.assertEqual(step.user_id, self.env.ref("base.user_root"))
        self.assertTrue(step.reason)
        self.assertTrue(self.appeal.needs_answer)
        self.assertEqual(self.appeal.waiting_why, "follow_up")
        entries = self.audit("appeal.moved", self.appeal)
        self.assertIn("reopen", [entry.detail["transition"] for entry in entries])

    def test_the_second_closing_does_not_change_the_first(self):
        self.close()
        first = self.appeal.first_closed_at
        self.write_again()
        self.close()
        self.assertEqual(self.appeal.first_closed_at, first)
        self.assertFalse(self.appeal.needs_answer)

    def test_later_a_new_appeal_continues_it(self):
        self.direction.reopen_days = 5
        self.close(days_ago=6)
        contact = self.write_again()
        fresh = contact.appeal_ids
        self.assertNotEqual(fresh, self.appeal)
        self.assertEqual(fresh.previous_appeal_id, self.appeal)
        self.assertEqual(self.appeal.next_appeal_ids, fresh)
        self.assertFalse(contact.claimed_appeal_id)
        self.assertEqual(self.appeal.state, "closed")
        self.assertFalse(self.appeal.needs_answer)
        self.assertEqual(fresh.waiting_why, "first")

    def test_the_direction_may_want_a_new_appeal_at_once(self):
        self.direction.follow_up_policy = "new_linked"
        self.close()
        fresh = self.write_again().appeal_ids
        self.assertEqual(fresh.previous_appeal_id, self.appeal)
        self.assertEqual(self.appeal.state, "closed")

    def test_a_stranger_with_the_number_only_claims(self):
        self.close()
        contact = self.write_again(sender=STRANGER)
        self.assertEqual(contact.claimed_appeal_id, self.appeal)
        self.assertFalse(contact.appeal_ids.previous_appeal_id)
        self.assertEqual(self.appeal.state, "closed")

    def test_an_open_appeal_goes_before_one_that_would_be_opened(self):
        beside = self.make_appeal()
        self.close()
        contact = self.write_again(
            subject=f"№ {self.appeal.number} и № {beside.number}"
        )
        self.assertEqual(contact.appeal_ids, beside)
        self.assertEqual(self.appeal.state, "closed")

    def test_two_letters_at_once_open_it_once(self):
        self.close()
        subject = f"№ {self.appeal.number}"
        contacts = self.receive(
            make_letter("a", subject=subject, body="Раз"),
            make_letter("b", subject=subject, body="Два"),
        ).interaction_id
        self.assertEqual(contacts.appeal_ids, self.appeal)
        self.assertEqual(self.appeal.reopen_count, 1)

    def test_a_letter_replayed_by_a_person_opens_it_as_the_channel(self):
        self.close()
        raw = make_letter("r", subject=f"№ {self.appeal.number}", body="Опять")
        inbox = self.env["cc.inbox.event"]
        found = inbox._record(self.channel, [{"raw": raw}])
        inbox.with_user(self.users["supervisor"]).sudo()._drain()
        self.assertEqual({event.state for event, _is_new in found}, {"processed"})
        self.assertEqual(
            self.appeal.interval_ids.sorted("id")[-1].user_id,
            self.env.ref("base.user_root"),
        )

    def test_many_follow_ups_ask_what_two_ask(self):
        counts = []
        for name, count in (("warm", 1), ("two", 2), ("twenty", 20)):
            letters = [
                make_letter(
                    f"{name}{at}",
                    subject=f"№ {self.appeal.number}",
                    body=f"{name} {at}",
                )
                for at in range(count)
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.receive(*letters)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2)
