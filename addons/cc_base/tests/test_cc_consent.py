from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import CcCase


@tagged("post_install", "-at_install")
class TestCcConsent(CcCase):
    def setUp(self):
        super().setUp()
        self.consent = self.env["cc.consent"].create(
            {"partner_id": self.person.id, "text_version": "2026-03"}
        )

    def in_force(self):
        return self.consent in self.env["cc.consent"].search([("is_valid", "=", True)])

    def test_is_in_force_until_it_expires(self):
        self.assertTrue(self.consent.is_valid and self.in_force())
        self.consent.expires_on = fields.Date.today() - timedelta(days=1)
        self.assertFalse(self.consent.is_valid or self.in_force())

    def test_withdrawal_is_kept_and_ends_it(self):
        self.consent.action_withdraw()
        self.assertTrue(self.consent.withdrawn_at)
        self.assertFalse(self.consent.is_valid or self.in_force())
        self.assertIn(
            self.consent, self.env["cc.consent"].search([("is_valid", "=", False)])
        )

    def test_cannot_be_withdrawn_before_it_was_given(self):
        with self.assertRaises(ValidationError):
            self.consent.withdrawn_at = self.consent.given_at - timedelta(hours=1)
