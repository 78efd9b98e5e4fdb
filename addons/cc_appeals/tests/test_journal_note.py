from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .chronology_case import ChronologyCase
from .common import make_letter


@tagged("post_install", "-at_install")
class TestJournalNote(ChronologyCase):
    source = "note"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appeal = cls.make_appeal(applicant_id=cls.person.id)

    def note(self, record, body="Call her after noon", token=None, role="operator"):
        journal = self.as_role(role, self.env["cc.journal"])
        return journal.journal_note(record._name, record.id, body, token)

    def test_contract(self):
        for number in range(3):
            self.note(self.person, f"More words {number}")
            self.note(self.appeal, f"Words {number}")
        self.check_source(self.of_person(), 6)
        self.check_source(self.of_appeal(self.appeal), 3)

    def test_a_note_stands_in_the_chronology_and_goes_nowhere(self):
        before = self.env["cc.outbox.delivery"].search_count([])
        self.note(self.appeal, "One <b>line</b>\nand another")
        (entry,) = self.entries(self.of_person())
        self.assertEqual(entry["text"], "One <b>line</b>\nand another")
        self.assertEqual(entry["who"], self.users["operator"].name)
        self.assertEqual([each["id"] for each in entry["appeals"]], self.appeal.ids)
        self.assertEqual(self.env["cc.outbox.delivery"].search_count([]), before)
        self.assertFalse(self.appeal.message_ids[0].notified_partner_ids)

    def test_who_has_the_card_open_is_told_of_it(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        changes = self.env["cc.journal.change"]
        changes.search([]).unlink()
        self.note(self.appeal)
        self.env.cr.precommit.run()
        (change,) = changes.search([])
        self.assertEqual(
            (change.model, change.res_id, change.what),
            ("cc.appeal", self.appeal.id, "changed"),
        )

    def test_repeated_with_its_token_it_stands_once(self):
        for _time in range(2):
            self.note(self.appeal, token="t-1")
        self.note(self.appeal, token="t-2")
        self.assertEqual(len(self.entries(self.of_appeal(self.appeal))), 2)

    def test_it_is_audited_without_its_words(self):
        self.note(self.appeal)
        entry = self.env["cc.audit.entry"].search([], order="id desc", limit=1)
        self.assertEqual(entry.action, "journal.noted")
        self.assertEqual(entry.subject_id, self.person)
        self.assertNotIn("noon", str(entry.detail))

    def test_what_is_no_note_is_refused_in_words(self):
        for body in ("  ", None, {"a": 1}):
            with self.assertRaisesRegex(UserError, "Nothing is written"):
                self.note(self.appeal, body)
        with self.assertRaises(UserError):
            self.note(self.appeal.browse(2**30))
        with self.assertRaises(AccessError):
            self.note(self.appeal, role="executor")


@tagged("post_install", "-at_install")
class TestJournalOneMore(ChronologyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.receive(make_letter("two")).interaction_id
        cls.first = cls.contact.appeal_ids

    def one_more(self, name="Dark yard", token=None, role="operator", record=None):
        journal = self.as_role(role, self.env["cc.journal"])
        record = record or self.contact
        made = journal.journal_one_more(record._name, record.id, name, False, token)
        return self.env["cc.appeal"].browse(made)

    def test_it_has_all_of_the_contact_and_whose_work_it_is(self):
        made = self.one_more()
        self.assertEqual(made.interaction_ids, self.contact)
        self.assertEqual(made.applicant_id, self.first.applicant_id)
        self.assertEqual(made.direction_id, self.first.direction_id)
        self.assertEqual(made.client_id, self.first.client_id)
        self.assertEqual(made.channel_id, self.contact.channel_id)
        self.assertEqual(made.owner_id, self.users["operator"])
        self.assertTrue(made.needs_answer)
        self.assertNotEqual(made.number, self.first.number)

    def test_of_an_appeal_it_comes_from_its_last_contact(self):
        ours = self.contact.copy({"is_outbound": True, "event_id": False})
        self.first.interaction_ids += ours
        self.assertEqual(self.one_more(record=self.first).interaction_ids, self.contact)
        with self.assertRaisesRegex(UserError, "No contact"):
            self.one_more(record=self.make_appeal())

    def test_repeated_with_its_token_it_is_one(self):
        first = self.one_more(token="t-1")
        self.assertEqual(self.one_more(token="t-1"), first)
        self.assertNotEqual(self.one_more(token="t-2"), first)
        self.assertEqual(len(self.contact.appeal_ids), 3)

    def test_what_is_no_matter_is_refused_in_words(self):
        for name in ("  ", None, 7):
            with self.assertRaisesRegex(UserError, "in one line"):
                self.one_more(name)
        with self.assertRaises(AccessError):
            self.one_more(role="executor")
        ours = self.contact.copy({"is_outbound": True, "event_id": False})
        with self.assertRaisesRegex(UserError, "answer of ours"):
            self.one_more(record=ours)
        self.assertEqual(self.contact.appeal_ids, self.first)
