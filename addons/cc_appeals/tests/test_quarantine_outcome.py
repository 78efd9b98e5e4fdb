from odoo.tests import tagged

from .common import CcAppealsCase, make_letter


@tagged("post_install", "-at_install")
class TestQuarantineOutcome(CcAppealsCase):
    def outcome(self, event):
        (found,) = self.as_role("supervisor", event).replay_outcomes()
        return found

    def test_a_letter_names_the_appeal_it_became(self):
        (event,) = self.receive(make_letter("outcome"))
        appeal = event.interaction_id.appeal_ids
        found = self.outcome(event)
        self.assertEqual(found["sentence"], f"Became appeal № {appeal.number}.")
        self.assertEqual(found["action"]["res_id"], appeal.id)

    def test_a_follow_up_joins_its_appeal(self):
        (event,) = self.receive(make_letter("one"))
        appeal = event.interaction_id.appeal_ids
        (second,) = self.receive(make_letter("two", subject=f"Re: № {appeal.number}"))
        self.assertEqual(second.interaction_id.appeal_ids, appeal)
        self.assertIn("Joined", self.outcome(second)["sentence"])

    def test_the_term_runs_from_the_receipt(self):
        (event,) = self.receive(make_letter("term"))
        term = event._quarantine_terms()[event.id]
        days = (
            event.interaction_id.appeal_ids.due_at.date() - event.received_at.date()
        ).days
        self.assertGreater(days, 20)
        self.assertLess(term["warn"], term["due"])
        self.assertEqual(
            term["due"][:10], str(event.interaction_id.appeal_ids.due_at)[:10]
        )
