from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import CcAppealsCase, make_letter


@tagged("post_install", "-at_install")
class TestOneMoreAppeal(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.receive(make_letter("two")).interaction_id
        cls.first = cls.contact.appeal_ids

    def second(self, record):
        """Fill in the form the button opens, as the record's user."""
        action = record.action_one_more_appeal()
        self.assertEqual(action["views"], [(False, "form")])
        appeals = record.env["cc.appeal"].with_context(**action["context"])
        form = Form(appeals)
        form.name = "And the yard is dark"
        return form.save()

    def test_the_second_appeal_has_all_of_the_contact(self):
        for record in (self.first, self.contact):
            second = self.second(self.as_role("operator", record))
            self.assertEqual(second.interaction_ids, self.contact)
            self.assertEqual(second.applicant_id, self.person)
            self.assertEqual(second.direction_id, self.direction)
            self.assertEqual(second.client_id, self.own)
            self.assertEqual(second.channel_id, self.channel)
            self.assertEqual(second.received_at, self.contact.happened_at)
            self.assertNotEqual(second.number, self.first.number)
            self.assertEqual(second.state, "registered")
        self.assertEqual(len(self.contact.appeal_ids), 3)

    def test_it_waits_as_the_contact_does(self):
        second = self.second(self.as_role("operator", self.contact))
        self.assertTrue(self.contact.needs_answer)
        self.assertTrue(second.needs_answer)

    def test_it_comes_from_the_persons_contact_not_from_our_answer(self):
        ours = self.contact.copy({"is_outbound": True, "event_id": False})
        self.first.interaction_ids += ours
        context = self.as_role("operator", self.first).action_one_more_appeal()
        (link,) = context["context"]["default_interaction_ids"]
        self.assertEqual(link[1], self.contact.id)
        with self.assertRaisesRegex(UserError, "answer of ours"):
            self.as_role("operator", ours).action_one_more_appeal()
        with self.assertRaisesRegex(UserError, "No contact"):
            self.as_role("operator", self.make_appeal()).action_one_more_appeal()

    def test_whoever_may_not_read_the_contact_gets_nothing_of_it(self):
        with self.assertRaises(AccessError):
            self.as_role("employee", self.contact).action_one_more_appeal()
