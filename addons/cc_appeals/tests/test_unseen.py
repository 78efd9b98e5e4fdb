"""What a user may not see answers exactly as what is not there."""

import re

from odoo import fields
from odoo.exceptions import MissingError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.cc_base.tests.common import PASSWORD

from .common import CcAppealsMixin

GONE = 2**31 - 7
ROLES = ("operator", "executor")


class UnseenCase(CcAppealsMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()
        far = cls.make_mailbox("Far box", cls.other_direction)
        cls.contact = cls.env["cc.interaction"].create(
            {
                "channel_id": far.id,
                "client_id": cls.other.id,
                "partner_id": cls.stranger.id,
                "subject": "Secret words",
            }
        )
        cls.unseen = cls.make_appeal(
            name="Secret words",
            direction_id=cls.other_direction.id,
            applicant_id=cls.stranger.id,
            channel_id=far.id,
            interaction_ids=[(6, 0, cls.contact.ids)],
        )
        cls.part = cls.env["cc.appeal.assignment"].create(
            {"appeal_id": cls.unseen.id, "department_id": cls.department.copy().id}
        )
        cls.note = cls.unseen.message_post(body="Secret words")
        cls.files = cls.env["ir.attachment"].create(
            [
                {
                    "name": "secret.png",
                    "raw": b"GIF89a\x01\x00\x01\x00\x00\xff\x00,",
                    "res_model": record._name,
                    "res_id": record.id,
                }
                for record in (cls.unseen, cls.contact)
            ]
        )
        cls.mine = cls.make_appeal()
        cls.env["cc.appeal"].browse(cls.mine.id).action_hand_over(cls.department.id)
        cls.env.flush_all()

    def guesses(self):
        """Return {model: an id that is there, but not for the user}."""
        records = (
            self.unseen,
            self.contact,
            self.part,
            self.unseen.interval_ids[:1],
            self.stranger,
            self.stranger.cc_identity_ids[:1],
        )
        return {record._name: record.id for record in records}

    def plain(self, answer, *ids):
        """Return the answer as text, the id that was asked for taken out."""
        text = str(answer)
        for each in (*ids, GONE):
            text = re.sub(rf"(?<!\d){each}(?!\d)", "ID", text)
        return text


@tagged("post_install", "-at_install")
class TestUnseen(UnseenCase):
    def ask(self, attempt, res_id):
        """Return what the attempt gives: its result or its refusal."""
        with mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule"):
            try:
                with self.env.cr.savepoint():
                    answer = attempt(res_id)
                    self.env.flush_all()
            except Exception as error:
                # the number of a row that was made on the way is none of this one
                answer = (type(error).__name__, re.sub(r"\d+", "N", str(error)))
        self.env.invalidate_all()
        return self.plain(answer, res_id)

    def compare(self, attempts, model, res_id):
        for name, attempt in attempts.items():
            for role in ROLES:
                with self.subTest(model=model, attempt=name, role=role):
                    records = self.env[model].with_user(self.users[role])
                    guessed, missing = (
                        self.ask(lambda i, r=records, a=attempt: a(r, i), each)
                        for each in (res_id, GONE)
                    )
                    self.assertEqual(guessed, missing)
                    self.assertNotIn("Secret", guessed)
                    self.assertNotIn("Boris", guessed)

    def test_orm(self):
        attempts = {
            "read": lambda m, i: m.browse(i).read(["display_name"]),
            "read all": lambda m, i: m.browse(i).read(),
            "read computed": lambda m, i: m.browse(i).read(
                [
                    name
                    for name, field in m._fields.items()
                    if field.compute and not field.store and not field.groups
                ]
            ),
            "field": lambda m, i: m.browse(i).display_name,
            "web_read": lambda m, i: m.browse(i).web_read({"display_name": {}}),
            "write": lambda m, i: m.browse(i).write({}),
            "unlink": lambda m, i: m.browse(i).unlink(),
            "copy": lambda m, i: m.browse(i).copy(),
            "has_access read": lambda m, i: m.browse(i).has_access("read"),
            "has_access write": lambda m, i: m.browse(i).has_access("write"),
            "has_access unlink": lambda m, i: m.browse(i).has_access("unlink"),
            "check_access": lambda m, i: m.browse(i).check_access("read"),
            "with my own": lambda m, i: (m.search([], limit=1) + m.browse(i)).read(
                ["display_name"]
            ),
            "search": lambda m, i: m.search([("id", "=", i)]),
            "count": lambda m, i: m.search_count([("id", "=", i)]),
            "search_read": lambda m, i: m.search_read([("id", "=", i)], ["id"]),
            "web_search_read": lambda m, i: m.web_search_read(
                [("id", "=", i)], {"display_name": {}}
            ),
            "name_search": lambda m, i: m.name_search("", [("id", "=", i)]),
            "groups": lambda m, i: m.formatted_read_group(
                [("id", "=", i)], [], ["__count"]
            ),
            "export": lambda m, i: m.browse(i).export_data([".id", "display_name"]),
            "onchange": lambda m, i: m.browse(i).onchange({}, [], {"display_name": {}}),
            "metadata": lambda m, i: m.browse(i).get_metadata(),
            "external id": lambda m, i: m.browse(i).get_external_id(),
            "rename": lambda m, i: m.browse(i).write({"display_name": "x"}),
        }
        for model, res_id in self.guesses().items():
            if model == "res.partner":
                # Odoo makes it as the superuser; the calls from outside are above
                attempts.pop("field")
            self.compare(attempts, model, res_id)

    def test_steps_of_an_appeal(self):
        day = fields.Date.to_string(fields.Date.today())
        attempts = {
            "hand over": lambda m, i: m.browse(i).action_hand_over(self.department.id),
            "take back": lambda m, i: m.browse(i).action_take_back(),
            "feedback": lambda m, i: m.browse(i).action_await_feedback("X", day),
            "close": lambda m, i: m.browse(i).action_close("answered"),
            "close with a bad method": lambda m, i: m.browse(i).action_close("nothing"),
            "reopen": lambda m, i: m.browse(i).action_reopen("why"),
            "take": lambda m, i: m.browse(i).action_take(),
            "reveal": lambda m, i: m.browse(i).action_reveal_contact("phone"),
            "contacts": lambda m, i: m.browse(i).action_interactions(),
            "repeated": lambda m, i: m.browse(i).action_repeated(),
            "owner": lambda m, i: m.browse(i).write({"owner_id": m.env.uid}),
            "post": lambda m, i: m.browse(i).message_post(body="words"),
            "follow": lambda m, i: m.browse(i).message_subscribe(
                m.env.user.partner_id.ids
            ),
            "leave": lambda m, i: m.browse(i).message_unsubscribe(
                m.env.user.partner_id.ids
            ),
            "followers": lambda m, i: m.browse(i).message_get_followers(),
            "activity": lambda m, i: m.browse(i).activity_schedule(
                "mail.mail_activity_data_todo"
            ),
            "read message": lambda m, i: m.env["mail.message"].search_read(
                [("model", "=", "cc.appeal"), ("res_id", "=", i)], ["body"]
            ),
            "files": lambda m, i: m.env["ir.attachment"].search_read(
                [("res_model", "=", "cc.appeal"), ("res_id", "=", i)], ["name"]
            ),
        }
        self.compare(attempts, "cc.appeal", self.unseen.id)

    def test_links(self):
        def link(name, command):
            return lambda m, i: self.mine.with_user(m.env.user).write(
                {name: command(i)}
            )

        many = {
            "link": lambda i: [(4, i)],
            "set": lambda i: [(6, 0, [i])],
            "unlink": lambda i: [(3, i)],
            "delete": lambda i: [(2, i)],
            "update": lambda i: [(1, i, {})],
        }
        targets = {
            "interaction_ids": "cc.interaction",
            "assignment_ids": "cc.appeal.assignment",
        }
        guesses = self.guesses()
        for field, model in targets.items():
            self.compare(
                {
                    f"{field} {name}": link(field, command)
                    for name, command in many.items()
                },
                model,
                guesses[model],
            )
        self.compare(
            {
                "applicant": link("applicant_id", lambda i: i),
                "new": lambda m, i: m.env["cc.appeal"].create(
                    {
                        "name": "X",
                        "direction_id": self.direction.id,
                        "applicant_id": i,
                    }
                ),
                "consent": lambda m, i: m.env["cc.consent"].create(
                    {"partner_id": i, "purpose": "calls"}
                ),
            },
            "res.partner",
            self.stranger.id,
        )
        self.compare(
            {
                "contact": lambda m, i: (
                    m.env["cc.interaction"]
                    .search([], limit=1)
                    .write({"appeal_ids": [(4, i)]})
                ),
                "part": lambda m, i: m.env["cc.appeal.assignment"].create(
                    {"appeal_id": i, "department_id": self.department.id}
                ),
            },
            "cc.appeal",
            self.unseen.id,
        )

    def test_files_and_messages(self):
        files = {
            "read": lambda m, i: m.browse(i).read(["name"]),
            "raw": lambda m, i: m.browse(i).read(["raw"]),
            "write": lambda m, i: m.browse(i).write({"name": "x"}),
            "unlink": lambda m, i: m.browse(i).unlink(),
            "copy": lambda m, i: m.browse(i).copy(),
            "access": lambda m, i: m.browse(i).has_access("read"),
            "search": lambda m, i: m.search([("id", "=", i)]),
        }
        for file in self.files:
            self.compare(files, "ir.attachment", file.id)
        for model in ("cc.appeal", "cc.interaction"):
            self.compare(
                {
                    "new": lambda m, i: m.env["ir.attachment"].create(
                        {"name": "x", "res_model": m._name, "res_id": i}
                    ),
                },
                model,
                self.guesses()[model],
            )
        messages = files | {
            "raw": lambda m, i: m.browse(i).read(["body"]),
            "write": lambda m, i: m.browse(i).write({"body": "x"}),
            "star": lambda m, i: m.browse(i).toggle_message_starred(),
        }
        self.compare(messages, "mail.message", self.note.id)

    def test_one_unseen_among_those_read_ahead(self):
        """Odoo reads ahead for all that are at hand; one of them harms no other."""
        both = (self.unseen + self.mine).with_user(self.users["operator"])
        self.env.invalidate_all()
        self.assertEqual(both[1].name, self.mine.name)
        self.env.invalidate_all()
        with self.assertRaises(MissingError):
            both[0].name  # noqa: B018
        self.assertEqual([each["id"] for each in both.read(["name"])], self.mine.ids)

    def test_who_has_no_role_learns_nothing_of_files(self):
        clerk = self.env["ir.attachment"].with_user(self.users["employee"])
        for attempt in (
            lambda i: clerk.browse(i).read(["name"]),
            lambda i: clerk.browse(i).has_access("read"),
            lambda i: clerk.browse(i).unlink(),
        ):
            self.assertEqual(
                self.ask(attempt, self.files[0].id), self.ask(attempt, GONE)
            )

    def test_the_debug_mode_names_nothing(self):
        operator = self.users["operator"]
        operator.group_ids += self.env.ref("base.group_no_one")
        with self.assertRaises(MissingError):
            self.unseen.with_user(operator).check_access("read")

    def test_who_may_read_but_not_write_is_told_so(self):
        auditor = self.users["auditor"]
        seen = self.mine.with_user(auditor)
        self.assertTrue(seen.exists())
        self.assertEqual(seen.name, self.mine.name)
        answer = self.ask(lambda i: seen.browse(i).write({"name": "x"}), self.mine.id)
        self.assertIn("AccessError", answer)


@tagged("post_install", "-at_install")
class TestUnseenHttp(UnseenCase):
    def compare(self, name, ask, res_id):
        with self.subTest(name):
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
                guessed, missing = (ask(each) for each in (res_id, GONE))
            shown = [
                (
                    answer.status_code,
                    answer.headers.get("Content-Type"),
                    self.plain(self.stable(answer), each),
                )
                for answer, each in ((guessed, res_id), (missing, GONE))
            ]
            self.assertEqual(*shown)
            self.assertNotIn("Secret", guessed.text)

    def stable(self, answer):
        """Return the body without what differs between any two requests."""
        if "json" in answer.headers.get("Content-Type", ""):
            content = answer.json()
            error = content.get("error") if isinstance(content, dict) else None
            for place in (content, error and error.get("data")):
                if isinstance(place, dict):
                    place.pop("debug", None)
            return content
        return re.sub(
            r'csrf_token: "\w+"|"[0-9a-f]{40}o?\d*"|\?unique=\w+', "", answer.text
        )

    def call(self, model, method, args, kwargs=None):
        return self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={
                "params": {
                    "model": model,
                    "method": method,
                    "args": args,
                    "kwargs": kwargs or {},
                }
            },
        )

    def test_rpc(self):
        for role in ROLES:
            self.authenticate(f"t_{role}", PASSWORD)
            for model, res_id in self.guesses().items():
                for method, args, kwargs in (
                    ("read", [["display_name"]], {}),
                    ("web_read", [], {"specification": {"display_name": {}}}),
                    ("write", [{}], {}),
                    ("unlink", [], {}),
                    ("has_access", ["read"], {}),
                ):
                    self.compare(
                        f"{role} {model} {method}",
                        lambda i, model=model, method=method, a=args, k=kwargs: (
                            self.call(model, method, [[i], *a], k)
                        ),
                        res_id,
                    )

    def test_json_2(self):
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.users["operator"])
            ._generate(
                "rpc", "test", fields.Datetime.add(fields.Datetime.now(), days=1)
            )
        )
        for model, res_id in self.guesses().items():
            for method, kwargs in (
                ("read", {"fields": ["display_name"]}),
                ("write", {"vals": {}}),
                ("unlink", {}),
                ("has_access", {"operation": "read"}),
            ):
                self.compare(
                    f"{model} {method}",
                    lambda i, model=model, method=method, kwargs=kwargs: self.url_open(
                        f"/json/2/{model}/{method}",
                        json=kwargs | {"ids": [i]},
                        headers={"Authorization": f"Bearer {key}"},
                    ),
                    res_id,
                )

    def test_pages_and_files(self):
        file, other = self.files
        for role in ("operator", "executor"):
            self.authenticate(f"t_{role}", PASSWORD)
            for path, res_id in (
                ("/odoo/cc-appeals/{}", self.unseen.id),
                ("/odoo/res.partner/{}", self.stranger.id),
                ("/mail/view?model=cc.appeal&res_id={}", self.unseen.id),
                ("/web/content/{}", file.id),
                ("/web/content/{}?download=1", other.id),
                ("/web/image/{}", file.id),
                ("/web/image/{}/50x50", other.id),
                ("/web/content/cc.appeal/{}/text", self.unseen.id),
                ("/web/image/res.partner/{}/avatar_128", self.stranger.id),
                ("/web/image/cc.appeal/{}/text", self.unseen.id),
                ("/json/1/cc-appeals/{}", self.unseen.id),
            ):
                self.compare(
                    f"{role} {path}",
                    lambda i, path=path: self.url_open(
                        path.format(i), allow_redirects=False
                    ),
                    res_id,
                )

    def test_mail_routes(self):
        file = self.files[0]
        thread = {"thread_model": "cc.appeal"}
        post = {"post_data": {"body": "x", "message_type": "comment"}}
        routes = [
            ("/mail/thread/messages", thread, "thread_id", self.unseen.id),
            (
                "/mail/data",
                None,
                None,
                self.unseen.id,
            ),
            ("/mail/message/post", thread | post, "thread_id", self.unseen.id),
            ("/mail/thread/recipients", thread, "thread_id", self.unseen.id),
            ("/mail/attachment/delete", {}, "attachment_id", file.id),
            (
                "/mail/message/reaction",
                {"content": "👍", "action": "add"},
                "message_id",
                self.note.id,
            ),
            (
                "/mail/message/update_content",
                {"update_data": {"body": "x", "attachment_ids": []}},
                "message_id",
                self.note.id,
            ),
        ]
        for role in ("operator", "executor"):
            self.authenticate(f"t_{role}", PASSWORD)
            for path, params, name, res_id in routes:
                if name is None:
                    continue
                self.compare(
                    f"{role} {path}",
                    lambda i, path=path, params=params, name=name: self.url_open(
                        path, json={"params": params | {name: i}}
                    ),
                    res_id,
                )
            self.compare(
                f"{role} /mail/data",
                lambda i: self.url_open(
                    "/mail/data",
                    json={
                        "params": {
                            "fetch_params": [
                                [
                                    "mail.thread",
                                    {
                                        "thread_model": "cc.appeal",
                                        "thread_id": i,
                                        "request_list": [
                                            "followers",
                                            "attachments",
                                            "activities",
                                        ],
                                    },
                                ]
                            ]
                        }
                    },
                ),
                self.unseen.id,
            )
