import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .chronology_case import ChronologyCase
from .common import make_letter

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class JournalPaperCase(ChronologyCase):
    source = "contact"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper = cls.env["cc.channel"].create(
            {"name": "Paper", "kind": "paper", "direction_id": cls.direction.id}
        )
        cls.today = fields.Date.to_string(fields.Date.context_today(cls.env.user))

    def journal(self, role="operator"):
        return self.as_role(role, self.env["cc.journal"])

    def scan(self, role="operator"):
        files = self.env["ir.attachment"].with_user(self.users[role])
        values = {"name": "scan.pdf", "datas": base64.b64encode(PDF)}
        return files.create(values | {"res_model": "cc.appeal.intake", "res_id": 0})

    def last_audit(self):
        return self.env["cc.audit.entry"].search([], order="id desc", limit=1)


@tagged("post_install", "-at_install")
class TestJournalPaperSent(JournalPaperCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.receive(make_letter("paper")).interaction_id
        cls.appeal = cls.contact.appeal_ids

    def sent(self, token=None, role="operator", **values):
        values = {"number": "01-12/7", "day": self.today, "body": "It is on"} | values
        made = self.journal(role).journal_paper_sent(self.appeal.id, values, token)
        return self.env["cc.interaction"].browse(made)

    def test_it_is_the_answer_and_nothing_goes_out(self):
        before = self.env["cc.outbox.delivery"].search_count([])
        self.assertTrue(self.appeal.needs_answer)
        file = self.scan()
        made = self.sent(file_ids=file.ids)
        self.assertEqual((made.channel_id, made.is_outbound), (self.paper, True))
        self.assertEqual(made.attachment_ids, file)
        self.assertEqual(made.written_by_id, self.users["operator"])
        self.assertFalse(self.appeal.needs_answer or self.contact.needs_answer)
        self.assertEqual(self.contact.settled_how, "answered")
        self.assertEqual(self.env["cc.outbox.delivery"].search_count([]), before)
        entry = self.entries(self.of_appeal(self.appeal))[0]
        self.assertIn("№ 01-12/7", entry["title"])
        self.assertEqual((entry["direction"], entry["text"]), ("out", "It is on"))

    def test_repeated_with_its_token_it_is_one(self):
        first = self.sent("t-1")
        self.assertEqual(self.sent("t-1"), first)
        self.assertNotEqual(self.sent("t-2", number="01-12/8"), first)
        with self.assertRaises(AccessError):
            self.sent("t-1", role="supervisor")

    def test_the_day_it_left_is_its_moment(self):
        self.appeal.received_at -= timedelta(days=5)
        day = fields.Date.context_today(self.env.user) - timedelta(days=3)
        made = self.sent(day=fields.Date.to_string(day))
        self.assertEqual(made.happened_at.date(), day)

    def test_it_is_audited_without_its_words(self):
        self.sent()
        entry = self.last_audit()
        self.assertEqual((entry.action, entry.subject_id), ("reply.paper", self.person))
        self.assertNotIn("It is on", str(entry.detail))

    def test_what_is_missing_is_told_and_it_goes_on_waiting(self):
        early = fields.Date.to_string(fields.Date.today() - timedelta(days=30))
        late = fields.Date.to_string(fields.Date.today() + timedelta(days=2))
        for values, words in (
            ({"number": " "}, "outgoing number"),
            ({"number": 7}, "outgoing number"),
            ({"body": ""}, "scan of the letter"),
            ({"day": "soon"}, "the day of the letter"),
            ({"day": {"a": 1}}, "the day of the letter"),
            ({"day": late}, "not come yet"),
            ({"day": early}, "before the appeal came"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.sent(**values)
        self.assertTrue(self.appeal.needs_answer)
        self.paper.active = False
        with self.assertRaisesRegex(UserError, "Paper letter.*administrator"):
            self.sent()
        with self.assertRaises(AccessError):
            self.sent(role="executor")

    def test_somebody_elses_file_is_not_taken(self):
        secret = self.scan(role="supervisor")
        with self.assertRaises(UserError):
            self.sent(file_ids=secret.ids)
        self.assertFalse(self.appeal.interaction_ids - self.contact)


@tagged("post_install", "-at_install")
class TestJournalWriteDown(JournalPaperCase):
    def write_down(self, token=None, role="operator", **values):
        vals = {
            "kind": "paper",
            "direction_id": self.direction.id,
            "client_id": self.own.id,
            "day": self.today,
            "name": "Pit in the yard",
            "text": "There is a pit",
        }
        told = self.journal(role).journal_write_down(vals | values, token)
        return self.env["cc.appeal"].browse(told["id"])

    def test_a_letter_of_a_person_becomes_the_work_of_who_wrote_it_down(self):
        file = self.scan()
        made = self.write_down(
            partner_id=self.person.id, paper_number="7-A", file_ids=file.ids
        )
        self.assertEqual(made.applicant_id, self.person)
        self.assertEqual(made.owner_id, self.users["operator"])
        self.assertTrue(made.needs_answer and made.is_formal)
        contact = made.interaction_ids
        self.assertEqual(contact.attachment_ids, file)
        self.assertEqual(contact.paper_number, "7-A")

    def test_what_was_written_down_is_named(self):
        values = {
            "kind": "paper",
            "direction_id": self.direction.id,
            "client_id": self.own.id,
            "day": self.today,
            "name": "Pit in the yard",
            "text": "There is a pit",
        }
        told = self.journal().journal_write_down(values, "t-9")
        made = self.env["cc.appeal"].browse(told["id"])
        self.assertEqual(told["contact_id"], made.interaction_ids.id)
        self.assertEqual(self.journal().journal_write_down(values, "t-9"), told)
        more = self.journal().journal_write_down(values | {"about_id": made.id}, "t-10")
        self.assertIn(more["contact_id"], made.interaction_ids.ids)
        self.assertNotEqual(more["contact_id"], told["contact_id"])

    def test_it_joins_the_open_appeal_it_belongs_to(self):
        appeal = self.make_appeal(applicant_id=self.person.id)
        made = self.write_down(about_id=appeal.id, name="", direction_id=False)
        self.assertEqual(made, appeal)
        contact = appeal.interaction_ids
        self.assertEqual((contact.partner_id, contact.kind), (self.person, "letter"))
        self.assertEqual(contact.subject, appeal.name)
        self.assertTrue(appeal.needs_answer)
        self.assertEqual(self.last_audit().action, "journal.written_down")
        appeal.with_user(self.users["operator"]).action_close("answered")
        with self.assertRaisesRegex(UserError, "is closed"):
            self.write_down(about_id=appeal.id)

    def test_repeated_with_its_token_it_is_one(self):
        first = self.write_down("t-1")
        self.assertEqual(self.write_down("t-1"), first)
        self.assertNotEqual(self.write_down("t-2"), first)

    def test_a_new_person_is_made_with_the_appeal(self):
        made = self.write_down(person_name="Ivan New", person_phone="+79160000999")
        self.assertEqual(made.applicant_id.name, "Ivan New")
        self.assertTrue(self.write_down().is_anonymous)

    def test_what_is_missing_is_told(self):
        for values, words in (
            ({"kind": "mail"}, "what it was"),
            ({"direction_id": False}, "the line"),
            ({"direction_id": 2**30}, "the line"),
            ({"name": "  "}, "one line"),
            ({"text": ""}, "scan of the letter"),
            ({"partner_id": self.stranger.id}, "not yours to see"),
            ({"person_phone": "12"}, "person's name"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.write_down(**values)
        with self.assertRaises(AccessError):
            self.write_down(role="executor")

    def test_where_something_can_be_written_down_is_what_the_user_serves(self):
        self.env["cc.channel"].create(
            {"name": "Far", "kind": "visit", "direction_id": self.other_direction.id}
        )
        start = self.journal().journal_paper_start()
        (line,) = start["directions"]
        self.assertEqual((line["id"], line["kinds"]), (self.direction.id, ["paper"]))
        self.assertIn(self.own.id, [each["id"] for each in line["clients"]])
        self.assertIn("paper", dict(start["kinds"]))
