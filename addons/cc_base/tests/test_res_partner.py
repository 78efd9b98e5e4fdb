from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CcCase


@tagged("post_install", "-at_install")
class TestResPartner(CcCase):
    def test_rules_hide_another_clients_people(self):
        for role in ("operator", "senior", "supervisor"):
            partners = self.as_role(role, self.env["res.partner"])
            found = partners.search([("is_cc_applicant", "=", True)])
            self.assertIn(self.person, found)
            self.assertNotIn(self.stranger, found)

    def test_limit_to_some_clients_narrows_a_shared_direction(self):
        operator = self.users["operator"]
        self.direction.client_ids += self.other
        partners = self.as_role("operator", self.env["res.partner"])
        self.assertIn(self.stranger, partners.search([("is_cc_applicant", "=", True)]))
        operator.cc_client_ids = self.own
        found = self.as_role("operator", partners).search(
            [("is_cc_applicant", "=", True)]
        )
        self.assertNotIn(self.stranger, found)

    def test_leaving_a_direction_shows_at_once(self):
        seen = self.as_role("operator", self.person)
        seen.check_access("read")
        self.direction.member_ids -= self.users["operator"]
        with self.assertRaises(AccessError):
            self.as_role("operator", self.person).check_access("read")

    def test_an_employee_without_a_role_sees_no_applicant(self):
        found = self.as_role("employee", self.env["res.partner"]).search([])
        self.assertFalse(found.filtered("is_cc_applicant"))
        self.assertTrue(found, "colleagues and companies stay visible")

    def test_becoming_an_applicant_hides_the_numbers(self):
        partner = self.env["res.partner"].create(
            {"name": "Caller", "phone": "+7 903 111-22-33"}
        )
        partner.write({"is_cc_applicant": True, "cc_client_id": self.own.id})
        self.assertFalse(partner.phone)
        self.assertEqual(partner.cc_phone_masked, "+7 903 ***-**-33")

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_an_applicant_without_client(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["res.partner"].create({"name": "X", "is_cc_applicant": True})
