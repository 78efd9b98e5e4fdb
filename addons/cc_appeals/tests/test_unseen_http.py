"""What a user may not see is not there over RPC, JSON-2, pages and files either."""

import re

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.cc_base.tests.common import PASSWORD

from .unseen_case import GONE, ROLES, UnseenCase


@tagged("post_install", "-at_install")
class TestUnseenHttp(UnseenCase):
    def compare(self, name, ask, res_id):
        self.asked = res_id
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
            r'csrf_token: "\w+"|"[0-9a-f]{40}o?\d*"|\?unique=\w+|"cc_clock": \d+',
            "",
            answer.text,
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
