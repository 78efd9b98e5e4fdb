import base64
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.cc_base.tests.common import PHONE, PHONE_MASK

from ..models import ir_attachment_scan
from ..wizard import cc_appeal_intake
from .common import CcAppealsCase

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@tagged("post_install", "-at_install")
class TestCcAppealIntake(CcAppealsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper, cls.visit, cls.call = cls.env["cc.channel"].create(
            [
                {"name": kind, "kind": kind, "direction_id": cls.direction.id}
                for kind in ("paper", "visit", "phone_note")
            ]
        )
        cls.operator = cls.users["operator"]

    def intake(self, role="operator", **vals):
        return (
            self.env["cc.appeal.intake"]
            .with_user(self.users[role])
            .create(
                {
                    "kind": "paper",
                    "direction_id": self.direction.id,
                    "client_id": self.own.id,
                    "name": "Pit in the yard",
                    "text": "There is a pit",
                }
                | vals
            )
        )

    def file(self, content=PDF, name="scan.pdf", role="operator"):
        return (
            self.env["ir.attachment"]
            .with_user(self.users[role])
            .create({"name": name, "datas": base64.b64encode(content)})
        )

    def made(self, intake):
        return self.env["cc.appeal"].browse(intake.action_register()["res_id"])

    def test_a_paper_letter_with_its_scan_in_one_step(self):
        file = self.file()
        moment = fields.Datetime.now() - timedelta(days=2)
        appeal = self.made(
            self.intake(
                partner_id=self.person.id,
                file_ids=[(6, 0, file.ids)],
                happened_at=moment,
                problem_address="8 Forest street",
                topic_id=self.topic.id,
            )
        )
        self.assertEqual(appeal.applicant_id, self.person)
        self.assertEqual(appeal.channel_id, self.paper)
        self.assertEqual(appeal.received_at, moment)
        self.assertTrue(appeal.is_formal)
        self.assertTrue(appeal.number)
        self.assertEqual(appeal.problem_address, "8 Forest street")
        contact = appeal.interaction_ids
        self.assertEqual((contact.kind, contact.partner_id), ("letter", self.person))
        self.assertEqual(contact.attachment_ids, file)
        self.assertEqual(contact.written_by_id, self.operator)
        self.assertEqual(contact.happened_at, moment)

    def test_paper_waits_and_what_was_said_aloud_only_if_promised(self):
        for kind, is_promised, is_waiting in (
            ("paper", False, True),
            ("visit", False, False),
            ("phone_note", False, False),
            ("visit", True, True),
            ("phone_note", True, True),
        ):
            appeal = self.made(self.intake(kind=kind, is_answer_promised=is_promised))
            self.assertEqual(appeal.needs_answer, is_waiting, kind)
            self.assertEqual(appeal.interaction_ids.needs_answer, is_waiting, kind)
            self.assertEqual(appeal.waiting_why, "first" if is_waiting else False)

    def test_each_kind_makes_its_own_contact(self):
        kinds = {"paper": "letter", "visit": "visit", "phone_note": "call"}
        for kind, expected in kinds.items():
            appeal = self.made(self.intake(kind=kind, person_name="New"))
            self.assertEqual(appeal.interaction_ids.kind, expected)
            self.assertEqual(appeal.is_formal, kind == "paper")
            self.assertEqual(appeal.channel_id.kind, kind)

    def test_a_new_person_has_masked_contacts(self):
        appeal = self.made(
            self.intake(person_name="Ivan New", person_phone="8 (916) 000-09-99")
        )
        person = appeal.applicant_id
        self.assertEqual(person.cc_client_id, self.own)
        self.assertEqual(person.cc_phone_masked, "+7 916 ***-**-99")
        self.assertEqual(appeal.identification, "named")

    def test_a_number_that_is_none_is_told_and_nothing_is_made(self):
        intake = self.intake(person_name="Ivan New", person_phone="12")
        with self.assertRaisesRegex(UserError, "phone needs"):
            with self.env.cr.savepoint():
                intake.action_register()
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Ivan New")]))
        self.assertEqual(intake.text, "There is a pit")

    def test_family_with_one_phone_is_shown_not_merged(self):
        operator = self.env["cc.appeal.intake"].with_user(self.operator)
        with Form(operator) as form:
            form.kind = "paper"
            form.direction_id = self.direction
            form.name = "Pit"
            form.text = "A pit"
            form.person_phone = PHONE
            self.assertEqual(form.known_ids[:], self.person)
            form.person_name = "Pavel Smirnov"
        appeal = self.made(form.record)
        self.assertNotEqual(appeal.applicant_id, self.person)
        self.assertEqual(appeal.applicant_id.cc_phone_masked, PHONE_MASK)
        same = self.made(self.intake(person_name="anna smirnova", person_phone=PHONE))
        self.assertEqual(same.applicant_id, self.person)

    def test_another_clients_person_is_never_known(self):
        far = self.stranger.cc_identity_ids.filtered(lambda each: each.kind == "phone")
        intake = self.intake(person_name=self.stranger.name, person_phone=far.value)
        self.assertFalse(intake.known_ids)
        self.assertNotEqual(self.made(intake).applicant_id, self.stranger)

    def test_without_a_person_it_is_anonymous(self):
        appeal = self.made(self.intake())
        self.assertTrue(appeal.is_anonymous)
        self.assertEqual(appeal.identification, "none")
        with self.assertRaisesRegex(UserError, "person's name"):
            self.intake(person_phone=PHONE).action_register()

    def test_what_is_missing_is_told(self):
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        for vals, words in (
            ({"name": " "}, "one line"),
            ({"text": ""}, "scan of the letter"),
            ({"happened_at": tomorrow}, "future"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.intake(**vals).action_register()
        self.paper.active = False
        with self.assertRaisesRegex(UserError, "Line.*Paper letter.*administrator"):
            self.intake().action_register()

    def test_a_scan_alone_is_enough(self):
        appeal = self.made(self.intake(text=False, file_ids=[(6, 0, self.file().ids)]))
        self.assertEqual(appeal.interaction_ids.attachment_count, 1)

    def test_a_scan_too_large_is_named_and_all_is_kept(self):
        file = self.file(PDF + b" " * 2 * ir_attachment_scan.MEGABYTE)
        intake = self.intake(file_ids=[(6, 0, file.ids)])
        with patch.object(ir_attachment_scan, "SCAN_MEGABYTES", 1):
            with self.assertRaisesRegex(UserError, "scan.pdf.*2 MB.*may have 1"):
                intake.action_register()
        self.assertEqual(ir_attachment_scan.SCAN_MEGABYTES, 25)
        self.assertEqual((intake.file_ids, intake.name), (file, "Pit in the yard"))
        self.assertTrue(self.made(intake))

    def test_what_only_calls_itself_a_scan_is_refused(self):
        for content in (b"MZ\x90\x00program", b"<html><script>1</script></html>", b""):
            file = self.file(content)
            with self.assertRaisesRegex(UserError, "scan.pdf.*neither"):
                self.intake(file_ids=[(6, 0, file.ids)]).action_register()

    def test_somebody_elses_file_is_not_taken(self):
        secret = self.file(role="supervisor")
        secret.sudo().res_model = "cc.appeal.intake"
        with self.assertRaises(UserError):
            self.intake(file_ids=[(6, 0, secret.ids)]).action_register()
        self.assertEqual(secret.sudo().res_model, "cc.appeal.intake")

    def test_another_records_file_stays_there(self):
        appeal = self.made(self.intake(file_ids=[(6, 0, self.file().ids)]))
        file = appeal.interaction_ids.attachment_ids
        with self.assertRaisesRegex(UserError, "belongs to something else"):
            self.intake(file_ids=[(6, 0, file.ids)]).action_register()
        self.assertEqual(appeal.interaction_ids.attachment_ids, file)

    def test_scans_that_were_never_registered_are_dropped(self):
        old, fresh = self.file(), self.file()
        (old + fresh).sudo().res_model = "cc.appeal.intake"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = create_date - interval '2 days' "
            "WHERE id = %s",
            (old.id,),
        )
        self.env.invalidate_all()
        self.env["cc.appeal.intake"]._gc_files()
        self.assertFalse(old.exists())
        self.assertTrue(fresh.exists())

    def test_a_product_of_another_client_is_refused(self):
        product = self.env["cc.product"].create(
            {"name": "Salt", "client_id": self.other.id}
        )
        with self.assertRaisesRegex(UserError, "Salt.*another client"):
            self.make_appeal(product_id=product.id)

    def test_pressed_twice_is_one_appeal_and_nothing_personal_stays(self):
        intake = self.intake(person_name="Ivan New", person_phone="+79160000999")
        first, second = self.made(intake), self.made(intake)
        self.assertEqual(first, second)
        self.assertEqual(len(first.interaction_ids), 1)
        for name in cc_appeal_intake.PERSONAL:
            self.assertFalse(intake[name], name)

    def test_the_next_one_starts_with_the_same_kind(self):
        action = self.intake(kind="visit").action_register_next()
        following = action["params"]["next"]["context"]
        self.assertEqual(following["default_kind"], "visit")
        self.assertEqual(following["default_direction_id"], self.direction.id)
        self.assertRegex(action["params"]["message"], r"№ \d\d-\d+")

    def test_nobody_registers_in_a_direction_that_is_not_his(self):
        intake = self.intake(
            direction_id=self.other_direction.id, client_id=self.other.id
        )
        self.env["cc.channel"].create(
            {"name": "x", "kind": "paper", "direction_id": self.other_direction.id}
        )
        before = self.env["cc.interaction"].search_count([])
        with self.assertRaises(AccessError):
            intake.action_register()
        self.assertEqual(self.env["cc.interaction"].search_count([]), before)
        for role in ("executor", "auditor", "admin"):
            with self.assertRaises(AccessError):
                self.intake(role=role)

    def test_one_does_not_read_what_another_is_writing(self):
        intake = self.intake(person_name="Ivan New")
        self.assertFalse(self.as_role("supervisor", intake).has_access("read"))

    def test_channels_by_hand_are_told_apart(self):
        found = self.env["cc.channel"].search([("is_by_hand", "=", True)])
        self.assertLessEqual(self.paper + self.visit + self.call, found)
        self.assertNotIn(self.channel, found)
        self.assertFalse(self.channel.is_by_hand)

    def test_territories_make_a_tree(self):
        town = self.env["cc.territory"].create({"name": "Town"})
        part = self.env["cc.territory"].create({"name": "East", "parent_id": town.id})
        self.assertEqual(part.complete_name, "Town, East")
        with self.assertRaises(UserError):
            town.parent_id = part
