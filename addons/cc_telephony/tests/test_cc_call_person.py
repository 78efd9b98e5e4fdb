from odoo.exceptions import MissingError, UserError
from odoo.tests import tagged

from odoo.addons.cc_base.tests.common import PHONE

from .common import CcTelephonyCase, incoming, told


@tagged("post_install", "-at_install")
class TestPerson(CcTelephonyCase):
    @classmethod
    def make_cast(cls):
        result = super().make_cast()
        cls.husband = cls.make_person("Ivan", cls.own, PHONE, "ivan@example.ru")
        return result

    def test_people_with_one_number_are_offered(self):
        call = self.call(*incoming("c.1"))
        self.assertFalse(call.partner_id)
        self.assertEqual(call.candidate_ids, self.person | self.husband)
        self.assertFalse(call.interaction_id.partner_id)

    def test_the_operator_says_who_it_was(self):
        call = self.call(*incoming("c.1", talk=1))
        mine = self.as_role("operator", call)
        mine.action_choose(self.husband.id)
        self.assertEqual(call.partner_id, self.husband)
        self.assertFalse(call.candidate_ids)
        self.assertEqual(call.interaction_id.partner_id, self.husband)
        self.assertEqual(call.identity_id.partner_id, self.husband)
        self.assertEqual(call.chosen_by_id, self.users["operator"])
        entry = self.env["cc.audit.entry"].search([("res_id", "=", call.id)], limit=1)
        self.assertEqual(entry.action, "call.person_named")

    def test_what_was_said_stays_when_the_call_is_built_again(self):
        call = self.call(*incoming("c.1", talk=1))
        self.as_role("operator", call).partner_id = self.husband
        self.take([told("c.1", 60, "CC_SCORE", eventextra='{"extra":"score=5"}')])
        self.assertEqual((call.partner_id, call.score), (self.husband, 5))
        self.assertEqual(call.identity_id.partner_id, self.husband)
        self.assertFalse(call.candidate_ids)

    def test_nobody_else_s_people(self):
        call = self.as_role("operator", self.call(*incoming("c.1")))
        with self.assertRaises(MissingError):
            call.action_choose(self.stranger.id)
        self.assertFalse(call.partner_id)

    def test_what_is_nobody_unnames_nobody(self):
        call = self.as_role("operator", self.call(*incoming("c.1")))
        call.action_choose(self.husband.id)
        for odd in (None, False, "x", 2**40, {}):
            with self.assertRaises(UserError):
                call.action_choose(odd)
        self.assertEqual(call.partner_id, self.husband)

    def test_what_the_pbx_told_is_not_written_by_hand(self):
        call = self.as_role("operator", self.call(*incoming("c.1")))
        for vals in ({"talk_seconds": 1}, {"outcome": "answered"}, {"kind": "out"}):
            with self.assertRaises(UserError):
                call.write(vals)
