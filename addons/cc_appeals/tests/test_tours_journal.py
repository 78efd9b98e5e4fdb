from odoo.tests import HttpCase, new_test_user, tagged

from .common import make_letter
from .outgoing_case import OutgoingCase


@tagged("post_install", "-at_install")
class TestToursJournal(OutgoingCase, HttpCase):
    """The operator's one window in a browser; what it left in the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(
            cls.env,
            login="tour_operator",
            groups="cc_base.cc_base_group_operator",
            cc_direction_ids=[(6, 0, cls.direction.ids)],
        )
        cls.contact = cls.receive(make_letter("tour")).interaction_id
        cls.appeal = cls.contact.appeal_ids
        cls.appeal.owner_id = cls.operator

    def tour(self, name):
        self.start_tour("/odoo/journal", name, login="tour_operator")
        self.env.invalidate_all()

    def test_operator_answers_from_the_journal(self):
        self.tour("operator_answers_from_journal")
        taken, sent = self.outbox.search(
            [("appeal_id", "=", self.appeal.id), ("kind", "=", "reply")], order="id"
        )
        self.assertEqual((taken.state, taken.error_code), ("failed", "cancelled"))
        self.assertEqual((sent.state, sent.identity_id), ("waiting", self.identity))
        self.assertEqual(sent.body, "The water is back since noon")
        self.assertFalse(self.appeal.needs_answer or self.contact.needs_answer)
        self.assertFalse(self.env["cc.reply.draft"].search_count([]))
        self.assertEqual(self.appeal.closing_method, "answered")

    def test_operator_takes_second_appeal_by_alt_n_in_the_journal(self):
        self.tour("operator_second_appeal_in_journal")
        second = self.contact.appeal_ids - self.appeal
        self.assertEqual(second.name, "Dark yard and gate")
        self.assertEqual(second.interaction_ids, self.contact)
        self.assertEqual(second.applicant_id, self.person)
        self.assertEqual(second.owner_id, self.operator)
        self.assertEqual(second.channel_id, self.channel)

    def test_operator_answers_and_registers_on_paper_in_the_journal(self):
        self.env["cc.channel"].create(
            {"name": "Paper", "kind": "paper", "direction_id": self.direction.id}
        )
        self.tour("operator_paper_in_journal")
        answer = self.appeal.interaction_ids - self.contact
        self.assertEqual((answer.is_outbound, answer.paper_number), (True, "01-12/7"))
        self.assertEqual(answer.attachment_ids.mapped("name"), ["scan.pdf"])
        self.assertFalse(self.appeal.needs_answer or answer.delivery_id)
        second = self.env["cc.appeal"].search(
            [("applicant_id", "=", self.person.id), ("id", "!=", self.appeal.id)]
        )
        self.assertEqual(second.name, "Fence across the path")
        self.assertEqual(second.interaction_ids.paper_number, "7-A")
        self.assertEqual(second.interaction_ids.attachment_count, 1)
        self.assertTrue(second.needs_answer)
