from contextlib import closing
from unittest.mock import MagicMock, patch

import psycopg2

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.sql_db import db_connect
from odoo.tests import tagged, users

from ..models import cc_identity_crossing
from .common import EMAIL, EMAIL_MASK, OTHER_PHONE, PHONE, PHONE_MASK, CcCase

CROSSING = "odoo.addons.cc_base.models.cc_identity_crossing"


@tagged("post_install", "-at_install")
class TestCcIdentity(CcCase):
    def setUp(self):
        super().setUp()
        self.identities = self.env["cc.identity"]

    def test_one_number_however_written_is_one_person(self):
        for raw in ("8 (916) 000-00-67", "+7 916 0000067", "79160000067"):
            found = self.identities._find_or_create("phone", raw, self.own, "Somebody")
            self.assertEqual(found.partner_id, self.person, raw)

    def test_lookup_never_crosses_clients(self):
        self.assertFalse(self.identities._find("phone", OTHER_PHONE, self.own))
        made = self.identities._find_or_create("phone", OTHER_PHONE, self.own, "Boris")
        self.assertNotEqual(made.partner_id, self.stranger)
        self.assertEqual(made.client_id, self.own)

    def test_shared_number_is_resolved_by_name_only(self):
        twin = self.make_person("Ivan Smirnov", self.own, PHONE, "ivan@example.ru")
        self.assertEqual(len(self.identities._find("phone", PHONE, self.own)), 2)
        named = self.identities._find_or_create(
            "phone", PHONE, self.own, "ivan smirnov"
        )
        self.assertEqual(named.partner_id, twin)
        other = self.identities._find_or_create("phone", PHONE, self.own, "Oleg")
        self.assertNotIn(other.partner_id, twin + self.person)

    def test_who_was_a_moment_late_begins_anew(self):
        # rows that are committed beside this transaction: tests/e2e/test_same_person.py
        def there(*ids):
            cursor = MagicMock()
            connected = cursor.return_value.cursor.return_value.__enter__.return_value
            connected.fetchall.return_value = [(each,) for each in ids]
            return patch(f"{CROSSING}.db_connect", cursor)

        make = self.identities._find_or_create
        known = self.person.cc_identity_ids[0].id
        with there(known):
            self.assertTrue(make("phone", "+7 916 000-11-22", self.own, "Vera"))
        with (
            there(known, 2**31 - 1),
            self.assertRaises(psycopg2.errors.SerializationFailure) as raised,
        ):
            make("phone", "+7 916 000-11-33", self.own, "Vera")
        self.assertEqual(raised.exception.pgcode, "40001", "what Odoo tries again")

    def test_one_that_was_taken_out_may_be_typed_again(self):
        # what is there for the other connection is only what was committed
        beside = self.enterContext(closing(db_connect(self.env.cr.dbname).cursor()))
        env = self.env(cr=beside)
        client = env["cc.client"].create({"name": "Typed", "code": "T-TYPED"})
        line = {"kind": "email", "input_value": EMAIL}
        person = env["res.partner"].create(
            {
                "name": "Anna",
                "is_cc_applicant": True,
                "cc_client_id": client.id,
                "cc_identity_ids": [Command.create(line)],
            }
        )
        # pylint: disable=invalid-commit
        beside.commit()
        try:
            old = person.cc_identity_ids
            again = [Command.delete(old.id), Command.create(line)]
            person.write({"cc_identity_ids": again})
            self.assertEqual(person.cc_identity_ids.value, EMAIL)
            self.assertNotEqual(person.cc_identity_ids, old)
        finally:
            beside.rollback()
            person.unlink()
            client.unlink()
            beside.commit()

    def test_what_is_there_is_asked_by_its_index(self):
        self.env.cr.execute(
            """
            INSERT INTO cc_identity (partner_id, client_id, kind, value, active)
            SELECT %s, %s, 'email', 'many' || n || '@example.ru', true
              FROM generate_series(1, 20000) n
            """,
            (self.person.id, self.own.id),
        )
        self.env.cr.execute("ANALYZE cc_identity")
        values = [f"many{n}@example.ru" for n in range(1, 51)]
        asked = ([self.own.id] * 50, ["email"] * 50, values)
        self.env.cr.execute(f"EXPLAIN {cc_identity_crossing._THERE}", asked)
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("cc_identity_lookup_idx", plan)
        self.env.cr.execute(cc_identity_crossing._THERE, asked)
        self.assertEqual(len(self.env.cr.fetchall()), 50)

    def test_not_a_number_makes_nobody(self):
        people = self.env["res.partner"].search_count([])
        self.assertFalse(self.identities._find_or_create("phone", "112", self.own, "X"))
        self.assertEqual(self.env["res.partner"].search_count([]), people)

    def test_bad_value_is_refused_with_a_sentence(self):
        with self.assertRaisesRegex(ValidationError, "Phone"):
            self.identities.create(
                {"partner_id": self.person.id, "kind": "phone", "value": "abc"}
            )

    def test_masks_are_stored(self):
        masks = self.person.cc_identity_ids.mapped("masked")
        self.assertEqual(set(masks), {PHONE_MASK, EMAIL_MASK})

    @users("t_operator")
    def test_operator_adds_a_contact_and_never_reads_it_back(self):
        made = self.env["cc.identity"].create(
            {
                "partner_id": self.person.id,
                "kind": "phone",
                "input_value": "8 903 111-22-33",
            }
        )
        self.assertEqual(made.masked, "+7 903 ***-**-33")
        self.assertFalse(made.input_value)
        self.assertNotIn("value", made.fields_get())

    @users("t_operator")
    def test_operator_cannot_add_a_contact_to_another_clients_person(self):
        with self.assertRaises(Exception) as refused:
            self.env["cc.identity"].create(
                {
                    "partner_id": self.stranger.id,
                    "kind": "email",
                    "input_value": EMAIL,
                }
            )
        self.assertIn(type(refused.exception).__name__, ("AccessError", "MissingError"))
