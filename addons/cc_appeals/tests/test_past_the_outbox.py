"""Nothing Odoo itself can send leaves past the outbox, whoever asks and by what way."""

import json

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .past_the_outbox_case import ADDRESS, PastTheOutboxCase

RAW = """\
From: Outside <{sender}>
To: catchall@example.org
Subject: Re: water
Message-ID: <past-the-outbox@example.com>
In-Reply-To: {reply_to}
Content-Type: text/plain; charset=utf-8

Words.
"""


@tagged("post_install", "-at_install")
class TestPastTheOutbox(PastTheOutboxCase):
    def refuse(self, attempt, role="operator"):
        """Try `attempt(env)` as the role: a sentence, and nothing has left."""
        env = self.env(user=self.users[role], su=False)
        with self.subTest(role=role), self.env.cr.savepoint(flush=False):
            with self.assertRaises(UserError) as caught:
                attempt(env)
                self.env.flush_all()
        self.assert_refused(str(caught.exception))
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
