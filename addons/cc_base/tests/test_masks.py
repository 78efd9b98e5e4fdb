"""An operator never gets a plain phone or address, whichever way it is asked."""

import json

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged

from .common import (
    EMAIL,
    EMAIL_MASK,
    PASSWORD,
    PHONE,
    PHONE_MASK,
    CcCase,
    CcCastMixin,
)

PLAIN = (PHONE, EMAIL, "9160000067", "anna@")
PARTNER_FORM = "cc_base.res_partner_view_form_applicant"


@tagged("post_install", "-at_install")
class TestMasks(CcCase):
    def setUp(self):
        super().setUp()
        self.seen = self.as_role("operator", self.person)

    def assertMasked(self, found):
        text = json.dumps(found, default=str, ensure_ascii=False)
        for plain in PLAIN:
            self.assertNotIn(plain, text)

    def test_read_of_every_field(self):
        for name in self.seen.fields_get():
            try:
                self.assertMasked(self.seen.read([name]))
            except AccessError:
                continue  # a field of another room that operators may not read
        identities = self.as_role("operator", self.person.cc_identity_ids)
        found = identities.read()
        self.assertMasked(found)
        self.assertEqual({row["masked"] for row in found}, {PHONE_MASK, EMAIL_MASK})

    def test_web_read_with_nested_contacts(self):
        found = self.seen.web_read(
            {
                "cc_phone_masked": {},
                "cc_email_masked": {},
                "phone": {},
                "email": {},
                "cc_identity_ids": {"fields": {"masked": {}, "display_name": {}}},
            }
        )
        self.assertMasked(found)
        self.assertEqual(found[0]["cc_phone_masked"], PHONE_MASK)

    def test_hidden_columns_cannot_be_asked_for(self):
        identities = self.as_role("operator", self.person.cc_identity_ids)
        model = identities.browse()
        with self.assertRaises(AccessError):
            identities.read(["value"])
        with self.assertRaises(AccessError):
            identities.web_read({"value": {}})
        with self.assertRaises(AccessError):
            model.search([("value", "=like", "+7916%")])
        with self.assertRaises(AccessError):
            model.search([("partner_id.cc_identity_ids.value", "=like", "+7916%")])
        with self.assertRaises(AccessError):
            model.search([], order="value")
        with self.assertRaises(AccessError):
            model.formatted_read_group([], ["value"], ["__count"])
        self.users["operator"].group_ids += self.env.ref("base.group_allow_export")
        with self.assertRaises(AccessError):
            identities.export_data(["value"])

    def test_read_group_by_mask(self):
        model = self.as_role("operator", self.env["cc.identity"])
        found = model.formatted_read_group(
            [("partner_id", "=", self.person.id)], ["masked"], ["__count"]
        )
        self.assertMasked(found)
        self.assertEqual({row["masked"] for row in found}, {PHONE_MASK, EMAIL_MASK})

    def test_export(self):
        self.users["operator"].group_ids += self.env.ref("base.group_allow_export")
        found = self.seen.export_data(
            ["name", "phone", "email", "cc_phone_masked", "cc_identity_ids/masked"]
        )
        self.assertMasked(found)
        self.assertIn(PHONE_MASK, json.dumps(found))

    def test_whole_number_finds_and_part_of_it_does_not(self):
        partners = self.as_role("operator", self.env["res.partner"])
        for typed in ("8 (916) 000-00-67", PHONE, EMAIL.upper()):
            found = partners.name_search(typed)
            self.assertEqual([row[0] for row in found], self.person.ids, typed)
            self.assertMasked(found)
            found = partners.web_search_read(
                [("display_name", "ilike", typed)], {"cc_phone_masked": {}}
            )
            self.assertEqual(found["records"][0]["cc_phone_masked"], PHONE_MASK)
        for part in ("9160000", "+791600000", "000067", "anna@"):
            self.assertFalse(partners.name_search(part), part)

    def test_numbers_are_not_tried_one_after_another(self):
        partners = self.as_role("operator", self.env["res.partner"])
        tried = [("display_name", "ilike", f"+79160000{n:03}") for n in range(100)]
        domain = ["|"] * (len(tried) - 1) + tried
        with self.assertLogs("odoo.addons.cc_base", "WARNING"):
            self.assertNotIn(self.person, partners.search(domain))

    def test_the_mask_is_not_written(self):
        identity = self.as_role("operator", self.person.cc_identity_ids[:1])
        before = identity.masked
        identity.write({"masked": "x"})
        self.assertEqual(identity.masked, before)
        with self.assertRaises(AccessError):
            identity.write({"input_value": "+79160000068"})
        officer = self.as_role("data_officer", self.person.cc_identity_ids[:1])
        officer.write({"kind": "phone", "input_value": "+79160000068"})
        self.assertEqual(officer.masked, "+7 916 ***-**-68")

    def test_another_clients_number_finds_nobody(self):
        partners = self.as_role("supervisor", self.env["res.partner"])
        self.assertFalse(partners.name_search("+79030000018"))

    def test_form(self):
        with Form(self.seen, view=PARTNER_FORM) as form:
            self.assertMasked(
                [line["masked"] for line in form.cc_identity_ids._records]
            )

    def test_plain_columns_stay_empty_whoever_writes(self):
        self.person.write({"phone": "+7 903 765-43-21", "email": "New@Example.ru"})
        self.person.flush_recordset()
        self.env.cr.execute(
            "SELECT phone, email, phone_sanitized, email_normalized FROM res_partner "
            "WHERE id = %s",
            (self.person.id,),
        )
        self.assertEqual(self.env.cr.fetchone(), (None,) * 4)
        masks = self.person.cc_identity_ids.mapped("masked")
        self.assertIn("+7 903 ***-**-21", masks)
        self.assertEqual(len(masks), 4)


@tagged("post_install", "-at_install")
class TestMasksRpc(CcCastMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()

    def test_rpc_answers_hold_masks_only(self):
        self.authenticate("t_operator", PASSWORD)
        theirs = [["partner_id", "=", self.person.id]]
        found = [["display_name", "ilike", PHONE]]
        columns = ["name", "phone", "email", "display_name", "cc_phone_masked"]
        calls = [
            ("res.partner", "read", [self.person.ids, columns], {}),
            (
                "res.partner",
                "web_search_read",
                [],
                {
                    "domain": found,
                    "specification": {"cc_phone_masked": {}, "email": {}},
                },
            ),
            ("res.partner", "name_search", [PHONE], {}),
            (
                "cc.identity",
                "web_search_read",
                [],
                {"domain": theirs, "specification": {"masked": {}}},
            ),
            (
                "cc.identity",
                "web_read_group",
                [],
                {"domain": theirs, "groupby": ["masked"], "aggregates": ["__count"]},
            ),
        ]
        for model, method, args, kwargs in calls:
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                json={
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    }
                },
            )
            self.assertNotIn("error", answer.json(), answer.text[:500])
            for plain in PLAIN:
                self.assertNotIn(plain, answer.text)
