from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged

from .common import PHONE, CcCase


@tagged("post_install", "-at_install")
class TestCcIdentityReveal(CcCase):
    def setUp(self):
        super().setUp()
        self.phone = self.person.cc_identity_ids.filtered(lambda i: i.kind == "phone")
        self.log = self.env["cc.identity.reveal"]

    def test_a_reason_opens_and_is_kept_with_the_name(self):
        plain = self.as_role("operator", self.phone).action_reveal("calling back")
        self.assertEqual(plain, PHONE)
        look = self.log.search([], limit=1)
        self.assertEqual(look.user_id, self.users["operator"])
        self.assertEqual(look.reason, "calling back")
        self.assertEqual(look.identity_id, self.phone)

    def test_no_reason_no_number(self):
        for reason in (None, "", "  ", "ab"):
            with self.assertRaises(UserError):
                self.as_role("operator", self.phone).action_reveal(reason)
        self.assertFalse(self.log.search([("identity_id", "=", self.phone.id)]))

    def test_an_hours_limit_holds(self):
        self.env["ir.config_parameter"].set_param("cc_base.reveal_limit_per_hour", "2")
        seen = self.as_role("operator", self.phone)
        seen.action_reveal("first look")
        seen.action_reveal("second look")
        with self.assertRaisesRegex(UserError, "limit"):
            seen.action_reveal("third look")
        self.as_role("senior", self.phone).action_reveal("another person's hour")

    def test_another_clients_number_stays_closed(self):
        for role in ("operator", "supervisor", "employee", "accountant", "auditor"):
            rightless = role in ("employee", "accountant", "auditor")
            with self.assertRaises(AccessError if rightless else MissingError):
                self.as_role(role, self.stranger.cc_identity_ids[:1]).action_reveal(
                    "curious"
                )

    def test_the_log_outlives_what_was_looked_at(self):
        self.as_role("operator", self.phone).action_reveal("calling back")
        look = self.log.search([], limit=1)
        self.as_role("data_officer", self.phone).unlink()
        self.assertTrue(look.exists())
        self.assertFalse(look.identity_id)
        self.assertEqual(look.masked, "+7 916 ***-**-67")

    def test_the_log_is_never_changed(self):
        self.as_role("operator", self.phone).action_reveal("calling back")
        look = self.log.search([], limit=1)
        with self.assertRaises(UserError):
            look.reason = "something nicer"
        with self.assertRaises(UserError):
            look.unlink()
