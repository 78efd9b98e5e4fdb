from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.cc_appeals.models.journal.appeal_fields import APPEAL_FIELDS

from .journal_case import JournalCase

# what opening a contact may ask at most, whatever there is
MOST = 12


@tagged("post_install", "-at_install")
class TestJournalQueries(JournalCase):
    """Opening a contact and the list ask the same, however much there is."""

    def ask(self, method, *args):
        """Return (answer, statements) of an RPC with cold caches, as a browser asks."""
        companies = self.env.company.ids
        journal = self.journal().with_context(allowed_company_ids=companies)
        before = self.env.cr.sql_log_count
        found = getattr(journal, method)(*args)
        return found, self.env.cr.sql_log_count - before

    def fill(self, count):
        """Give the person appeals in all states, contacts, answers, executors."""
        now = fields.Datetime.now()
        contacts = self.env["cc.interaction"].create(
            [
                {
                    "channel_id": self.channel.id,
                    "client_id": self.own.id,
                    "partner_id": self.person.id,
                    "subject": f"Letter {i}",
                    "happened_at": now - timedelta(minutes=i),
                }
                for i in range(count)
            ]
        )
        self.env["ir.attachment"].create(
            [
                {
                    "name": "water.txt",
                    "raw": b"water",
                    "res_model": "cc.interaction",
                    "res_id": contact.id,
                }
                for contact in contacts
            ]
        )
        appeals = self.env["cc.appeal"].create(
            [
                {
                    "name": f"Appeal {i}",
                    "direction_id": self.direction.id,
                    "applicant_id": self.person.id,
                    "channel_id": self.channel.id,
                    "topic_id": self.topic.id,
                    "owner_id": self.operator.id,
                    "interaction_ids": [(6, 0, contact.ids)],
                }
                for i, contact in enumerate(contacts)
            ]
        )
        self.env["cc.appeal.assignment"].create(
            [
                {
                    "appeal_id": appeal.id,
                    "department_id": self.department.copy().id,
                    "part": "Pipes",
                    "due_on": fields.Date.today(),
                }
                for appeal in appeals[:2]
            ]
        )
        appeals.action_hand_over(self.department.id)
        appeals[1:].action_close("answered")
        return appeals

    def test_opening_asks_the_same_for_1_and_50(self):
        appeal = self.fill(1)
        self.journal(self.colleague).journal_look(appeal.id, True)
        self.ask("journal_contact", "cc.appeal", appeal.id)
        _found, one = self.ask("journal_contact", "cc.appeal", appeal.id)
        many = self.fill(50)
        for record in (appeal, many[0], many[1], many[49]):
            found, asked = self.ask("journal_contact", "cc.appeal", record.id)
            self.assertTrue(found["appeal"][record.id]["number"])
            self.assertLessEqual(asked, one)
        self.assertLessEqual(one, MOST)

    def test_a_person_and_a_contact_open_as_cheaply(self):
        appeals = self.fill(50)
        for record in (self.person, appeals[3].interaction_ids):
            self.ask("journal_contact", record._name, record.id)
            _found, asked = self.ask("journal_contact", record._name, record.id)
            self.assertLessEqual(asked, MOST)

    def test_a_person_with_2000_contacts_opens_as_cheaply(self):
        appeal = self.fill(1)
        self.env["cc.interaction"].create(
            [
                {
                    "channel_id": self.channel.id,
                    "client_id": self.own.id,
                    "partner_id": self.person.id,
                    "subject": f"Old letter {i}",
                }
                for i in range(2000)
            ]
        )
        self.ask("journal_contact", "cc.appeal", appeal.id)
        found, asked = self.ask("journal_contact", "cc.appeal", appeal.id)
        self.assertLessEqual(asked, MOST)
        self.assertEqual(len(found["chronology"]["entries"]), 30)
        self.assertTrue(found["chronology"]["earlier"])

    def test_another_tab_of_the_right_column_asks_little(self):
        appeals = self.fill(3)
        self.ask("journal_appeal", appeals[0].id)
        self.assertLessEqual(self.ask("journal_appeal", appeals[0].id)[1], 6)

    def test_the_list_asks_the_same_for_1_and_50(self):
        self.make_appeal()
        self.fill(1)
        for tab in ("mine", "queue", "control", "missed", "help"):
            self.ask("journal_rows", tab)
        before = {
            tab: self.ask("journal_rows", tab)[1]
            for tab in ("mine", "queue", "control")
        }
        self.fill(50)
        for _each in range(50):
            self.make_appeal()
        for tab, asked in before.items():
            self.assertLessEqual(self.ask("journal_rows", tab)[1], asked, tab)
        self.assertLessEqual(max(before.values()), 16)
        self.assertLessEqual(self.ask("journal_start")[1], 24)

    def test_values_are_those_the_form_reads(self):
        """What the Journal reads by statements of its own is what Odoo would say."""
        appeals = self.fill(3)
        self.person.name = "Anna Smirnova"
        for appeal in appeals:
            mine = appeal.with_user(self.operator)
            self.env.flush_all()
            self.env.invalidate_all()
            context = {"hierarchical_naming": False}
            (expected,) = mine.with_context(**context).web_read(APPEAL_FIELDS)
            found, _asked = self.ask("journal_appeal", appeal.id)
            values = found["appeal"][appeal.id]
            self.assertEqual(values.keys(), expected.keys())
            for name, value in expected.items():
                self.assertEqual(values[name], value, name)
