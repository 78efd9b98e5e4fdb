import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.addons.cc_appeals.engine.letter import parse

from .common import CcAppealsCase


class OutgoingCase(CcAppealsCase):
    """A mail channel with an outgoing account; nothing is really sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls.env["cc.mail.account"].create(cls.account_vals())
        cls.channel.mail_account_id = cls.account
        cls.outbox = cls.env["cc.outbox.delivery"]
        cls.identity = cls.person.cc_identity_ids.filtered(
            lambda each: each.kind == "email"
        )

    @classmethod
    def account_vals(cls, **changes):
        vals = {
            "name": "Hot line",
            "host": "127.0.0.1",
            "security": "none",
            "sender": "Line@Example.org",
            "sender_name": "Hot line",
            "bounce_address": "bounces@example.org",
            "bounce_sign": "+",
        }
        return vals | changes

    def enqueue(self, **changes):
        appeal = self.make_appeal()
        vals = {
            "channel_id": self.channel.id,
            "identity_id": self.identity.id,
            "kind": "reply",
            "subject": "Answer",
            "body": "Words",
            "res_model": "cc.appeal",
            "res_id": appeal.id,
        }
        return self.outbox._enqueue([vals | changes])

    def parcel(self, delivery):
        plug = self.channel._plug()
        return plug._parcel(self.account, delivery)

    def letter(self, delivery):
        """Return the delivery as its recipient reads it."""
        return parse(self.parcel(delivery).raw)

    def give_secret(self, name, value="secret"):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        (Path(folder.name) / name).write_text(value)
        patcher = patch.dict(os.environ, {"CC_SECRETS_DIR": folder.name})
        patcher.start()
        self.addCleanup(patcher.stop)
