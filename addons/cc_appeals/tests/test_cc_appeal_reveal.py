from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.cc_base.tests.common import PHONE, PHONE_MASK

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcAppealReveal(CcAppealsCase):
    def setUp(self):
        super().setUp()
        self.appeal = self.make_appeal()
        self.seen = self.as_role("operator", self.appeal)

    def test_the_card_shows_masks_even_to_its_owner(self):
        self.seen.action_take()
        self.assertEqual(self.seen.applicant_phone, PHONE_MASK)

    def test_a_whole_number_finds_the_persons_appeals(self):
        appeals = self.as_role("operator", self.env["cc.appeal"])
        for typed in ("8 (916) 000-00-67", "anna@example.ru"):
            found = appeals.search([("applicant_id", "ilike", typed)])
            self.assertIn(self.appeal, found)
        self.assertFalse(appeals.search([("applicant_id", "ilike", "916000")]))

    def test_whoever_serves_opens_without_a_reason_and_it_is_recorded(self):
        with self.assertRaises(UserError):
            self.seen.action_reveal_contact("phone")
        self.seen.action_take()
        self.assertEqual(self.seen.action_reveal_contact("phone"), [PHONE])
        look = self.env["cc.identity.reveal"].search([], limit=1)
        self.assertEqual(look.user_id, self.users["operator"])
        self.assertIn(self.appeal.number, look.reason)

    def test_a_direction_may_forbid_it(self):
        self.direction.reveal_policy = "nowhere"
        self.seen.action_take()
        with self.assertRaises(UserError):
            self.seen.action_reveal_contact("phone")
        self.assertEqual(
            self.seen.action_reveal_contact("phone", "calls back"), [PHONE]
        )
