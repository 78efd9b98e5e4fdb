"""Nothing Odoo itself can send leaves past the outbox, whoever asks and by what way."""

import json
import xmlrpc.client
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.cc_base.tests.common import PASSWORD

from .common import CcAppealsMixin

ADDRESS = "outside@example.com"
RAW = """\
From: Outside <{sender}>
To: catchall@example.org
Subject: Re: water
Message-ID: <past-the-outbox@example.com>
In-Reply-To: {reply_to}
Content-Type: text/plain; charset=utf-8

Words.
"""


class PastTheOutboxCase(CcAppealsMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_cast()
        cls.outside = cls.env["res.partner"].create(
            {"name": "Outside", "email": ADDRESS, "phone": "+79160000321"}
        )
        cls.contact = cls.env["cc.interaction"].create(
            {
                "channel_id": cls.channel.id,
                "client_id": cls.own.id,
                "partner_id": cls.person.id,
            }
        )
        cls.appeal = cls.make_appeal(interaction_ids=[(6, 0, cls.contact.ids)])

    def setUp(self):
        super().setUp()
        # whatever reaches a mail server is a failure of the test
        sent = patch.object(
            self.registry["ir.mail_server"], "send_email", self.never_sent
        )
        sent.start()
        self.addCleanup(sent.stop)
        self.env.flush_all()
        self.before = self.rows()

    @staticmethod
    def never_sent(_servers, message, *args, **kwargs):
        raise AssertionError(f"sent to {message['To']}")

    def rows(self):
        """Return what stands for something that leaves, or lets it leave later."""
        self.env.invalidate_all()
        counted = ("mail.mail", "sms.sms", "snailmail.letter", "mail.scheduled.message")
        found = {name: self.env[name].sudo().search([]).ids for name in counted}
        targets = [
            ("cc.appeal", self.appeal.id),
            ("cc.interaction", self.contact.id),
            ("res.partner", self.person.id),
        ]
        for model, res_id in targets:
            found[model] = (
                self.env["mail.followers"]
                .sudo()
                .search([("res_model", "=", model), ("res_id", "=", res_id)])
                .partner_id.filtered("partner_share")
                .ids
            )
        return found

    def assert_nothing_left(self):
        self.env.flush_all()
        self.env["mail.mail"].sudo().process_email_queue()
        self.assertEqual(self.rows(), self.before)


@tagged("post_install", "-at_install")
class TestPastTheOutbox(PastTheOutboxCase):
    def refuse(self, attempt, role="operator"):
        """Try `attempt(env)` as the role: a sentence, and nothing has left."""
        env = self.env(user=self.users[role], su=False)
        with self.subTest(role=role), self.env.cr.savepoint(flush=False):
            with self.assertRaises(UserError) as caught:
                attempt(env)
                self.env.flush_all()
        self.assertIn("outbox", str(caught.exception))
        self.assert_nothing_left()

    def threads(self, env):
        return (env["cc.appeal"].browse(self.appeal.id), self.in_env(env, self.person))

    def in_env(self, env, record):
        return env[record._name].browse(record.id)

    def test_a_post_names_an_outsider(self):
        people = (self.outside + self.person).ids
        for place in (0, 1):
            for named in people:
                self.refuse(
                    lambda env, place=place, named=named: self.threads(env)[
                        place
                    ].message_post(
                        body="words",
                        partner_ids=[named],
                        message_type="comment",
                        subtype_xmlid="mail.mt_comment",
                    )
                )

    def test_a_post_names_an_address(self):
        for place in (0, 1):
            self.refuse(
                lambda env, place=place: self.threads(env)[place].message_post(
                    body="words", outgoing_email_to=f"X <{ADDRESS}>"
                )
            )

    def test_a_system_administrator_is_refused_on_our_records_too(self):
        self.users["admin"].group_ids += self.env.ref("base.group_system")
        self.users["admin"].group_ids += self.env.ref(
            "cc_base.cc_base_group_supervisor"
        )
        for place in (0, 1):
            self.refuse(
                lambda env, place=place: self.threads(env)[place].message_post(
                    body="words", outgoing_email_to=ADDRESS
                ),
                role="admin",
            )
        self.refuse(
            lambda env: env["mail.mail"].create(
                {"email_to": ADDRESS, "model": "cc.appeal", "res_id": self.appeal.id}
            ),
            role="admin",
        )

    def test_a_notification_without_a_thread(self):
        named = self.outside.ids
        values = {"body": "words", "partner_ids": named}
        for model, record in (
            ("cc.appeal", self.appeal),
            ("cc.interaction", self.contact),
            ("res.partner", self.outside),
        ):
            self.refuse(
                lambda env, model=model, record=record: env[
                    "mail.thread"
                ].message_notify(model=model, res_id=record.id, **values)
            )
        self.refuse(lambda env: env["mail.thread"].message_notify(**values))

    def test_a_post_on_any_other_record(self):
        for record in (self.outside, self.department):
            self.refuse(
                lambda env, record=record: self.in_env(
                    env(su=True), record
                ).message_post(body="words", outgoing_email_to=ADDRESS)
            )

    def test_followers_are_inside_only(self):
        for place in (0, 1):
            for partner in self.outside + self.person:
                self.refuse(
                    lambda env, place=place, partner=partner: self.threads(env)[
                        place
                    ].message_subscribe(partner.ids)
                )
                self.refuse(
                    lambda env, place=place, partner=partner: self.threads(env)[
                        place
                    ].write({"message_partner_ids": [(4, partner.id)]})
                )
        self.refuse(
            lambda env: (
                self.threads(env)[0]
                .with_context(mail_post_autofollow=True)
                .message_post(body="words", partner_ids=self.outside.ids)
            )
        )
        colleague = self.users["senior"].partner_id
        appeal = self.as_role("operator", self.appeal)
        appeal.message_subscribe(colleague.ids)
        self.assertIn(colleague, self.appeal.message_partner_ids)

    def as_role(self, role, records):
        return records.with_user(self.users[role])

    def test_who_follows_and_left_is_not_told(self):
        colleague = self.users["senior"]
        self.appeal.message_subscribe(colleague.partner_id.ids)
        colleague.write({"group_ids": [(6, 0, self.env.ref("base.group_portal").ids)]})
        self.before = self.rows()
        self.as_role("operator", self.appeal).message_post(
            body="words", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assert_nothing_left()

    def test_the_invitation_of_followers(self):
        self.refuse(
            lambda env: (
                env["mail.followers.edit"]
                .create(
                    {
                        "res_model": "cc.appeal",
                        "res_ids": json.dumps(self.appeal.ids),
                        "operation": "add",
                        "partner_ids": [(6, 0, self.outside.ids)],
                        "notify": True,
                        "message": "look",
                    }
                )
                .edit_followers()
            )
        )

    def composer(self, env, mode, **vals):
        return env["mail.compose.message"].create(
            {
                "model": "cc.appeal",
                "res_ids": str(self.appeal.ids),
                "composition_mode": mode,
                "subject": "S",
                "body": "words",
            }
            | vals
        )

    def test_the_composer(self):
        for mode, template in (
            ("comment", self.for_partner()),
            ("mass_mail", self.for_partner()),
            ("mass_mail", self.template()),
        ):
            self.refuse(
                lambda env, mode=mode, template=template: self.composer(
                    env, mode, template_id=template.id
                )._action_send_mail()
            )
        self.refuse(
            lambda env: self.composer(
                env, "comment", partner_ids=[(6, 0, self.outside.ids)]
            ).action_send_mail()
        )

    def template(self, model="cc.appeal", **vals):
        return self.env["mail.template"].create(
            {
                "name": "T",
                "model_id": self.env["ir.model"]._get_id(model),
                "subject": "S",
                "body_html": "<p>words</p>",
                "email_to": ADDRESS,
                "use_default_to": False,
            }
            | vals
        )

    def for_partner(self):
        return self.template(email_to=False, partner_to=str(self.outside.id))

    def test_a_template(self):
        for record in (self.appeal, self.contact, self.person):
            template = self.template(record._name)
            self.refuse(
                lambda env, template=template, record=record: self.in_env(
                    env, template
                ).send_mail(record.id, force_send=True)
            )
        template = self.for_partner()
        self.refuse(lambda env: self.threads(env)[0].message_post_with_source(template))
        for template in (self.for_partner(), self.template()):
            self.refuse(
                lambda env, template=template: self.threads(env)[
                    0
                ].message_mail_with_source(template)
            )

    def test_a_message_for_later(self):
        values = {
            "model": "cc.appeal",
            "res_id": self.appeal.id,
            "body": "words",
            "scheduled_date": fields.Datetime.add(fields.Datetime.now(), hours=1),
            "author_id": self.users["operator"].partner_id.id,
        }
        self.refuse(
            lambda env: env["mail.scheduled.message"].create(
                values | {"partner_ids": [(6, 0, self.outside.ids)]}
            )
        )
        self.refuse(
            lambda env: (
                env["mail.scheduled.message"]
                .create(values)
                .write({"partner_ids": [(4, self.outside.id)]})
            )
        )
        later = self.as_role("operator", self.env["mail.scheduled.message"]).create(
            values
        )
        later.post_message()
        self.assert_nothing_left()

    def test_an_activity_of_a_guest(self):
        guest = self.env["res.users"].create(
            {
                "name": "Guest",
                "login": "guest@example.com",
                "email": "guest@example.com",
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        self.before = self.rows()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.as_role("operator", self.appeal).activity_schedule(
                "mail.mail_activity_data_todo", user_id=guest.id
            )
        self.assert_nothing_left()

    def test_the_queue_of_mails_is_not_for_people(self):
        for role in ("operator", "senior", "supervisor", "executor"):
            with self.assertRaises(UserError):
                self.env["mail.mail"].with_user(self.users[role]).create(
                    {"email_to": ADDRESS}
                )
        self.assert_nothing_left()

    def test_a_mail_is_not_readdressed(self):
        mine = self.users["senior"].partner_id
        mail = self.env["mail.mail"].create(
            {
                "model": "cc.appeal",
                "res_id": self.appeal.id,
                "recipient_ids": [(6, 0, mine.ids)],
            }
        )
        self.before = self.rows()
        for change in ({"email_to": ADDRESS}, {"email_cc": ADDRESS}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                mail.write(change)
        mail.unlink()

    def test_short_messages_and_paper(self):
        self.refuse(
            lambda env: self.threads(env)[0]._message_sms(
                "words", sms_numbers=["+79160000321"]
            )
        )
        self.refuse(
            lambda env: (
                env["sms.composer"]
                .create(
                    {
                        "composition_mode": "numbers",
                        "numbers": "+79160000321",
                        "body": "words",
                    }
                )
                .action_send_sms()
            )
        )
        self.refuse(
            lambda env: env["snailmail.letter"].create(
                {
                    "model": "cc.appeal",
                    "res_id": self.appeal.id,
                    "partner_id": self.outside.id,
                    "user_id": env.uid,
                }
            )
        )

    def test_sharing_with_a_link(self):
        self.users["operator"].group_ids += self.env.ref("base.group_partner_manager")
        self.refuse(
            lambda env: (
                env["portal.share"]
                .create(
                    {
                        "res_model": "cc.appeal",
                        "res_id": self.appeal.id,
                        "partner_ids": [(6, 0, self.outside.ids)],
                    }
                )
                .action_send_mail()
            )
        )

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_odoos_own_gateway_leads_nowhere(self):
        note = self.appeal.message_post(body="words", message_type="comment")
        count = self.env["cc.appeal"].search_count([])
        raw = RAW.format(sender=ADDRESS, reply_to=note.message_id)
        for model in ("cc.appeal", False):
            with self.assertRaisesRegex(UserError, "mailbox"), self.env.cr.savepoint():
                self.env["mail.thread"].message_process(model, raw)
        with self.assertRaisesRegex(UserError, "mailbox"), self.env.cr.savepoint():
            self.env["mail.thread"].message_process(
                "cc.appeal", RAW.format(sender=ADDRESS, reply_to="<none@example.com>")
            )
        self.assertEqual(self.env["cc.appeal"].search_count([]), count)
        self.assert_nothing_left()

    def test_colleagues_are_told(self):
        senior = self.users["senior"]
        senior.write({"email": "senior@example.org", "notification_type": "email"})
        self.before = self.rows()  # Odoo tells the user that the address changed
        before = self.env["mail.mail"].sudo().search([])
        self.as_role("operator", self.appeal).message_post(
            body="words", partner_ids=senior.partner_id.ids, message_type="comment"
        )
        mails = self.env["mail.mail"].sudo().search([]) - before
        self.assertEqual(mails.recipient_ids, senior.partner_id)
        mails.unlink()
        self.assert_nothing_left()

    def test_who_has_no_role_writes_as_ever_elsewhere(self):
        clerk = self.env["mail.mail"].with_user(self.users["employee"]).sudo()
        mail = clerk.create({"email_to": ADDRESS})
        self.assertTrue(mail.exists())
        mail.unlink()


@tagged("post_install", "-at_install")
class TestPastTheOutboxHttp(PastTheOutboxCase):
    """The same over each door of HTTP."""

    def tries(self):
        post = {"body": "words", "partner_ids": self.outside.ids}
        return [
            ("cc.appeal", "message_post", self.appeal.ids, post),
            ("res.partner", "message_post", self.person.ids, post),
            (
                "cc.appeal",
                "message_post",
                self.appeal.ids,
                {"body": "words", "outgoing_email_to": ADDRESS},
            ),
            ("cc.appeal", "message_notify", self.appeal.ids, post),
            (
                "cc.appeal",
                "message_subscribe",
                self.appeal.ids,
                {"partner_ids": self.outside.ids},
            ),
            (
                "mail.thread",
                "message_notify",
                [],
                post | {"model": "cc.appeal", "res_id": self.appeal.id},
            ),
        ]

    def test_the_web_client(self):
        self.authenticate("t_operator", PASSWORD)
        for model, method, ids, kwargs in self.tries():
            with self.subTest(model=model, method=method):
                answer = self.url_open(
                    f"/web/dataset/call_kw/{model}/{method}",
                    json={
                        "params": {
                            "model": model,
                            "method": method,
                            "args": [ids],
                            "kwargs": kwargs,
                        }
                    },
                ).json()
                self.assertIn("outbox", answer["error"]["data"]["message"])
                self.assert_nothing_left()

    def test_json_2(self):
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.users["operator"])
            ._generate(
                "rpc", "test", fields.Datetime.add(fields.Datetime.now(), days=1)
            )
        )
        for model, method, ids, kwargs in self.tries():
            with self.subTest(model=model, method=method):
                answer = self.url_open(
                    f"/json/2/{model}/{method}",
                    json=kwargs | {"ids": ids},
                    headers={"Authorization": f"Bearer {key}"},
                )
                self.assertEqual(answer.status_code, 422)
                self.assertIn("outbox", answer.json()["message"])
                self.assert_nothing_left()

    def test_xmlrpc(self):
        with mute_logger("odoo.http", "odoo.service"):
            for model, method, ids, kwargs in self.tries():
                with (
                    self.subTest(model=model, method=method),
                    self.assertRaises(xmlrpc.client.Fault) as caught,
                ):
                    self.xmlrpc_object.execute_kw(
                        self.env.cr.dbname,
                        self.users["operator"].id,
                        PASSWORD,
                        model,
                        method,
                        [ids],
                        kwargs,
                    )
                self.assertIn("outbox", caught.exception.faultString)
                self.assert_nothing_left()

    def test_the_chatter(self):
        self.authenticate("t_operator", PASSWORD)
        posts = (
            {"partner_ids": self.outside.ids},
            {"partner_emails": [ADDRESS]},
        )
        for model, record in (("cc.appeal", self.appeal), ("res.partner", self.person)):
            for post in posts:
                with self.subTest(model=model, post=post):
                    answer = self.post(model, record.id, post)
                    self.assertIn("outbox", answer["error"]["data"]["message"])
                    self.assert_nothing_left()

    def post(self, model, res_id, post, **more):
        return self.url_open(
            "/mail/message/post",
            json={
                "params": {
                    "thread_model": model,
                    "thread_id": res_id,
                    "post_data": {"body": "words", "message_type": "comment"} | post,
                }
                | more
            },
        ).json()

    def test_a_guest_posts_nothing(self):
        self.authenticate(None, None)
        messages = self.appeal.message_ids
        for more in ({}, {"token": "x"}, {"hash": "x", "pid": self.outside.id}):
            with mute_logger("odoo.http"):
                answer = self.post("cc.appeal", self.appeal.id, {}, **more)
            self.assertIn("error", answer)
            self.appeal.invalidate_recordset()
            self.assertEqual(self.appeal.message_ids, messages)
            self.assert_nothing_left()
