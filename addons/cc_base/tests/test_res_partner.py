from psycopg2 import IntegrityError

from odoo.exceptions import MissingError, UserError
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
        with self.assertRaises(MissingError):
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

    def test_masks_of_all_that_is_used_stand_in_the_card(self):
        identities = self.env["cc.identity"].create(
            [
                {"partner_id": self.stranger.id, "kind": "phone", "value": value}
                for value in ("+79031112244", "+79031112255")
            ]
        )
        self.stranger.invalidate_recordset()
        before = self.stranger.cc_phone_masked.split(", ")
        self.assertEqual(before[-2:], identities.mapped("masked"))
        identities[0].active = False
        self.assertEqual(
            self.stranger.cc_phone_masked.split(", "),
            [mask for mask in before if mask != identities[0].masked],
        )

    def test_a_person_stays_a_person_of_its_client(self):
        for vals in (
            {"is_cc_applicant": False},
            {"cc_client_id": self.other.id},
            {"cc_client_id": False},
        ):
            with self.assertRaises(UserError):
                self.as_role("operator", self.person).write(vals)
        identity = self.as_role("operator", self.person.cc_identity_ids[:1])
        with self.assertRaises(UserError):
            identity.partner_id = self.stranger

    def test_people_of_two_clients_are_not_merged(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        colleague = self.env.user.partner_id
        for other in (self.stranger, colleague):
            with self.assertRaises(UserError):
                wizard._merge((self.person + other).ids, self.person)

    def test_a_default_of_the_screen_hides_the_address_too(self):
        people = self.env["res.partner"].with_context(
            default_is_cc_applicant=True, default_cc_client_id=self.own.id
        )
        made, _name = people.name_create("Ann <ann@example.ru>")
        self.assertFalse(people.browse(made).email)
        self.assertEqual(people.browse(made).cc_email_masked, "a…@e….ru")

    def test_a_new_client_is_in_reach_at_once(self):
        self.as_role("data_officer", self.person).check_access("read")
        client = self.env["cc.client"].create({"name": "New", "code": "T-NEW"})
        person = self.make_person("New", client, "+79160001234", "new@example.ru")
        self.as_role("data_officer", person).check_access("read")

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_an_applicant_without_client(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["res.partner"].create({"name": "X", "is_cc_applicant": True})
