from odoo.exceptions import UserError
from odoo.tests import tagged

from .journal_case import JournalCase


@tagged("post_install", "-at_install")
class TestJournalContact(JournalCase):
    def contact(self, record, role="operator"):
        return self.journal(role).journal_contact(record._name, record.id)

    def test_an_appeal_opens_with_its_person_and_history(self):
        older = self.make_appeal(name="Older")
        older.action_close("answered")
        contact = self.make_contact()
        appeal = self.make_appeal(
            owner_id=self.operator.id, interaction_ids=[(6, 0, contact.ids)]
        )
        found = self.contact(appeal)
        self.assertEqual(found["row"]["key"], f"cc.appeal,{appeal.id}")
        person = found["person"]
        self.assertEqual(person["name"], self.person.name)
        self.assertEqual(
            [each["kind"] for each in person["contacts"]], ["phone", "email"]
        )
        self.assertIn("***", person["contacts"][0]["masked"])
        self.assertEqual((person["open_count"], person["total_count"]), (1, 2))
        self.assertEqual(
            [each["id"] for each in found["appeals"]], (appeal + older).ids
        )
        self.assertEqual(found["more"], 0)
        self.assertEqual(found["appeal_id"], appeal.id)
        values = found["appeal"][appeal.id]
        self.assertEqual(values["state"], "registered")
        self.assertIn("hand_over", [each["name"] for each in values["allowed_steps"]])
        keys = [each["key"] for each in found["chronology"]["entries"]]
        self.assertIn(f"cc.interaction,{contact.id}", keys)
        self.assertEqual((found["writing"], found["viewers"]), ([], []))

    def test_the_chronology_is_the_one_the_person_has(self):
        for _each in range(3):
            self.make_appeal(interaction_ids=[(6, 0, self.make_contact().ids)])
        person = self.person.with_user(self.operator)
        self.env.invalidate_all()
        self.assertEqual(
            self.contact(self.person)["chronology"], person.cc_chronology()
        )

    def test_a_person_opens_with_the_newest_open_appeal(self):
        first, second = self.make_appeal(), self.make_appeal()
        self.assertEqual(self.contact(self.person)["appeal_id"], second.id)
        second.action_close("answered")
        self.assertEqual(self.contact(self.person)["appeal_id"], first.id)

    def test_a_contact_without_an_appeal_opens_too(self):
        contact = self.make_contact(needs_answer=True)
        found = self.contact(contact)
        self.assertEqual(found["interaction_id"], contact.id)
        self.assertEqual((found["appeal_id"], found["appeal"]), (False, {}))
        self.assertEqual(found["person"]["id"], self.person.id)
        nobody = self.make_contact(needs_answer=True, partner_id=False)
        found = self.contact(nobody)
        self.assertFalse(found["person"])
        self.assertEqual(
            [each["key"] for each in found["chronology"]["entries"]],
            [f"cc.interaction,{nobody.id}"],
        )

    def test_an_anonymous_appeal_opens_with_its_own_history(self):
        appeal = self.make_appeal(applicant_id=False, is_anonymous=True)
        found = self.contact(appeal)
        self.assertFalse(found["person"])
        self.assertEqual([each["id"] for each in found["appeals"]], appeal.ids)
        self.assertTrue(found["chronology"]["entries"])

    def test_of_many_appeals_twenty_are_told_and_the_rest_counted(self):
        appeals = self.env["cc.appeal"].create(
            [
                {
                    "name": f"Appeal {i}",
                    "direction_id": self.direction.id,
                    "applicant_id": self.person.id,
                }
                for i in range(25)
            ]
        )
        found = self.contact(appeals[0])
        self.assertEqual(len(found["appeals"]), 21)
        self.assertEqual(found["appeals"][-1]["id"], appeals[0].id)
        self.assertEqual(found["more"], 4)
        self.assertEqual(found["person"]["total_count"], 25)
        self.assertEqual(found["appeal_id"], appeals[0].id)

    def test_what_is_gone_and_what_is_not_to_be_seen_are_one_sentence(self):
        far = self.make_appeal(
            direction_id=self.other_direction.id, applicant_id=self.stranger.id
        )
        sentences = set()
        for model, number in (
            ("cc.appeal", far.id),
            ("cc.appeal", 2**31 - 2),
            ("cc.appeal", 2**80),
            ("cc.appeal", "1"),
            ("cc.appeal", None),
            ("res.partner", self.stranger.id),
            ("res.partner", self.env.user.partner_id.id),
            ("res.users", self.operator.id),
            ("no.such.model", 1),
            (None, 1),
            (["cc.appeal"], 1),
        ):
            with self.subTest(model=model, number=number):
                with self.assertRaises(UserError) as refused:
                    self.journal().journal_contact(model, number)
                sentences.add(str(refused.exception))
        self.assertEqual(len(sentences), 1)
        with self.assertRaises(UserError):
            self.journal().journal_appeal(far.id)
        with self.assertRaises(UserError):
            self.journal().journal_look(far.id, True)

    def test_appeals_of_a_person_in_other_directions_are_not_told(self):
        shared = self.env["cc.direction"].create(
            {"name": "Shared", "code": "T-SHARED", "client_ids": self.own.ids}
        )
        self.make_appeal(direction_id=shared.id)
        mine = self.make_appeal()
        found = self.contact(self.person)
        self.assertEqual([each["id"] for each in found["appeals"]], mine.ids)
        self.assertEqual(found["person"]["total_count"], 1)

    def test_another_tab_of_the_right_column(self):
        appeal = self.make_appeal(text="For three days.")
        found = self.journal().journal_appeal(appeal.id)
        self.assertEqual(found["appeal"][appeal.id]["text"], "For three days.")
        self.assertTrue(found["now"])

    def test_who_looks_is_told_and_gone_when_silent(self):
        appeal = self.make_appeal()
        self.journal(self.colleague).journal_look(appeal.id, True)
        found = self.contact(appeal)["viewers"]
        self.assertEqual([each["user_id"] for each in found], self.colleague.ids)
        self.assertEqual(found[0]["how"], "looks")
        self.assertGreater(found[0]["until"], self.journal()._now())
        self.assertFalse(self.contact(appeal, self.colleague)["viewers"], "not oneself")
        self.env.cr.execute(
            "UPDATE cc_journal_viewer SET seen_at = seen_at - interval '1 minute'"
        )
        self.assertFalse(self.contact(appeal)["viewers"])
        self.env["cc.journal.viewer"]._gc_gone()
        self.assertFalse(self.env["cc.journal.viewer"].search([]))

    def test_who_writes_is_told_as_writing(self):
        appeal = self.make_appeal()
        appeal.with_user(self.colleague).reply_writing(True)
        found = self.contact(appeal)
        self.assertEqual([each["how"] for each in found["viewers"]], ["writes"])
        self.assertEqual(
            [each["user_id"] for each in found["writing"]], self.colleague.ids
        )

    def test_looking_twice_is_one_sign_and_looking_away_takes_it(self):
        appeal = self.make_appeal()
        for is_looking in (True, True):
            self.journal(self.colleague).journal_look(appeal.id, is_looking)
        self.assertEqual(len(self.contact(appeal)["viewers"]), 1)
        self.journal(self.colleague).journal_look(appeal.id, False)
        self.assertFalse(self.contact(appeal)["viewers"])
