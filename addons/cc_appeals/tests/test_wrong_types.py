"""Requests with values of wrong types get a sentence, never a fault of the server."""

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .reply_case import ReplyCase

WRONG = (
    None,
    True,
    -1,
    2**70,
    1.5,
    "x",
    "x\0y",
    "' OR 1=1 --",
    [],
    [[1]],
    [None],
    {},
    {"a": [1]},
)


@tagged("post_install", "-at_install")
class TestWrongTypes(ReplyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incident = cls.env["cc.incident"].create(
            {
                "name": "Water",
                "direction_id": cls.direction.id,
                "is_rule_on": False,
                "answer_body": "Words",
            }
        )

    def check(self, name, ask):
        for wrong in WRONG:
            with self.subTest(request=name, wrong=repr(wrong)[:20]):
                try:
                    with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                        ask(wrong)
                        self.env.flush_all()
                except (UserError, AccessError, MissingError) as refusal:
                    self.assertNotIn("psycopg", str(refusal))
                    self.assertNotIn("SELECT", str(refusal))
                self.env.invalidate_all()

    def check_keys(self, name, ask, good):
        self.check(name, ask)
        for key in good:
            self.check(f"{name} {key}", lambda wrong, key=key: ask(good | {key: wrong}))

    def test_the_composer(self):
        desk = self.desk
        self.check_keys("save", desk.reply_save, self.vals())
        self.check_keys("send", desk.reply_send, self.vals())
        self.check("send token", lambda wrong: desk.reply_send(self.vals(), wrong))
        self.check("discard", desk.reply_discard)
        self.check("template", desk.reply_template)
        self.check("writing", desk.reply_writing)
        self.check("take back", desk.reply_take_back)
        self.check("take over", desk.reply_take_over)

    def test_the_appeal(self):
        desk = self.desk
        self.check("chronology before", desk.chronology)
        self.check("chronology limit", lambda wrong: desk.chronology(limit=wrong))
        for pair in (
            ["x", "cc.appeal,1"],
            ["2026-01-01 00:00:00", "x"],
            ["2026-01-01 00:00:00", "x,y"],
            ["2026-01-01 00:00:00", f"cc.interaction,{2**70}"],
            ["2026-01-01 00:00:00+03:00", "cc.interaction,1"],
            ["2026-01-01 00:00:00", [1]],
        ):
            self.check("place", lambda _wrong, pair=pair: desk.chronology(pair))
        person = self.person.with_user(self.users["operator"])
        self.check("of a person", person.cc_chronology)
        self.check("no answer", desk.action_no_answer)
        self.check("why", lambda wrong: desk.action_no_answer("other", wrong))
        contact = self.contact.with_user(self.users["operator"])
        self.check("contact", contact.action_no_answer)
        self.check("join", desk.action_join_incident)

    def test_steps_of_many(self):
        runs = self.env["cc.bulk.run"].with_user(self.users["supervisor"])
        ids = self.appeal.ids
        for kind, values in (
            ("assign", {"owner_id": self.env.uid, "ids": ids}),
            ("hand_over", {"department_id": self.department.id, "ids": ids}),
            ("close", {"closing_method": "answered", "note": "x", "domain": []}),
            ("answer", {"body": "x", "subject": "x", "ids": ids}),
            ("join", {"incident_id": self.incident.id, "ids": ids}),
        ):
            good = values | {"kind": kind, "token": "t"}
            self.check_keys(kind, runs.bulk_start, good)
        for domain in (
            [("no_such_field", "=", 1)],
            [("id", "no such", 1)],
            [("id", "=", "x")],
            [("topic_id.no", "=", 1)],
            [("closed_at", ">", "no date")],
            ["&"],
        ):
            self.check(
                f"search {domain}",
                lambda _wrong, domain=domain: runs.bulk_start(
                    {"kind": "assign", "token": "t", "domain": domain}
                ),
            )

    def test_an_incident(self):
        incident = self.incident.with_user(self.users["supervisor"])
        self.check("answer", incident.answer_all)
        self.check("close", lambda wrong: incident.close_all(wrong, "x", "t"))
        self.check("note", lambda wrong: incident.close_all("answered", wrong, "t"))
        self.check("token", lambda wrong: incident.close_all("answered", "x", wrong))
