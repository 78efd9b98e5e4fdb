"""Nothing leaves past the outbox over the web client, JSON-2, XML-RPC or the chatter."""

import xmlrpc.client

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.cc_base.tests.common import PASSWORD

from .past_the_outbox_case import ADDRESS, PastTheOutboxCase


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
                self.assert_refused(answer["error"]["data"]["message"])
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
                self.assert_refused(answer.json()["message"])
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
                self.assert_refused(caught.exception.faultString)
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
                    self.assert_refused(answer["error"]["data"]["message"])
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
