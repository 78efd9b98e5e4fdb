from odoo.tests import HttpCase, new_test_user, tagged

from .common import make_letter
from .outgoing_case import OutgoingCase


@tagged("post_install", "-at_install")
class TestToursAnswers(OutgoingCase, HttpCase):
    """The operator's desk in a browser; what it left in the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["cc.channel"].create(
            {"name": "Office", "kind": "paper", "direction_id": cls.direction.id}
        )
        cls.operator = new_test_user(
            cls.env,
            login="tour_operator",
            groups="cc_base.cc_base_group_operator",
            cc_direction_ids=[(6, 0, cls.direction.ids)],
        )
        cls.contact = cls.receive(make_letter("tour")).interaction_id
        cls.appeal = cls.contact.appeal_ids

    def at(self, path, tour):
        self.start_tour(f"/odoo/{path}", tour, login="tour_operator")
        self.env.invalidate_all()

    def test_operator_answers_letter(self):
        self.env["cc.reply.template"].create(
            {
                "name": "Tour template",
                "direction_id": self.direction.id,
                "body": "{name}, № {number}: Tour promise.",
            }
        )
        self.assertTrue(self.appeal.needs_answer)
        self.at(f"appeals/{self.appeal.id}", "operator_answers_letter")
        taken, sent = self.outbox.search(
            [("appeal_id", "=", self.appeal.id), ("kind", "=", "reply")], order="id"
        )
        self.assertEqual((taken.state, taken.error_code), ("failed", "cancelled"))
        self.assertEqual(
            taken.body, f"Anna Smirnova, № {self.appeal.number}: Tour promise."
        )
        self.assertEqual((sent.state, sent.identity_id), ("waiting", self.identity))
        self.assertEqual(sent.body, "The water is back since noon")
        self.assertIn(sent.body, self.letter(sent).text)
        ours = self.appeal.interaction_ids.filtered("is_outbound")
        self.assertEqual(len(ours), 2)
        self.assertEqual(ours.written_by_id, self.operator)
        self.assertEqual(len(ours.filtered("taken_back_at")), 1)
        self.assertFalse(self.appeal.needs_answer or self.contact.needs_answer)
        self.assertEqual(self.contact.settled_how, "answered")
        self.assertFalse(self.env["cc.reply.draft"].search_count([]))
        self.assertEqual(
            self.appeal.interval_ids.sorted("id").mapped("transition"),
            ["register", "close"],
        )
        self.assertEqual(self.appeal.closing_method, "answered")

    def test_operator_takes_second_appeal(self):
        self.at(f"appeals/{self.appeal.id}", "operator_takes_second_appeal")
        self.at(f"cc-interactions/{self.contact.id}", "operator_takes_third_appeal")
        more = (self.contact.appeal_ids - self.appeal).sorted("id")
        self.assertEqual(more.mapped("name"), ["Dark yard", "Broken lift"])
        for appeal in more:
            self.assertEqual(appeal.interaction_ids, self.contact)
            self.assertEqual(appeal.applicant_id, self.person)
            self.assertEqual(appeal.direction_id, self.direction)
            self.assertEqual(appeal.client_id, self.own)
            self.assertEqual(appeal.channel_id, self.channel)
            self.assertEqual(appeal.create_uid, self.operator)
            self.assertEqual(appeal.interval_ids.transition, "register")
            self.assertTrue(appeal.needs_answer)

    def test_operator_writes_down_paper_letter(self):
        self.at("write-down", "operator_writes_down_paper")
        appeal = self.env["cc.appeal"].search([("name", "=", "Fence across the path")])
        self.assertEqual(len(appeal), 1)
        contact = appeal.interaction_ids
        self.assertEqual((contact.kind, contact.channel_id.kind), ("letter", "paper"))
        self.assertEqual(contact.attachment_ids.mapped("name"), ["scan.pdf"])
        self.assertTrue(contact.attachment_ids.raw.startswith(b"%PDF-1.4"))
        self.assertEqual(contact.written_by_id, self.operator)
        self.assertEqual(appeal.applicant_id.name, "Pyotr Tourist")
        self.assertTrue(appeal.is_formal)
