from odoo.exceptions import AccessError
from odoo.tests import tagged

from .outgoing_case import OutgoingCase


@tagged("post_install", "-at_install")
class TestOwnState(OutgoingCase):
    """How far a mailbox is taken from is no setting: people do not write it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.box_vals = {
            "channel_id": cls.channel.id,
            "host": "imap.example.org",
            "login": "box@example.org",
            "secret_ref": "box",
        }
        cls.box = cls.env["cc.mailbox"].create(cls.box_vals)

    def test_nobody_moves_a_mailbox_past_its_letters(self):
        box = self.as_role("admin", self.box)
        for name in ("last_uid", "uid_validity", "told_uid", "checked_uid"):
            with self.assertRaises(AccessError):
                box.write({name: 10_000})
        with self.assertRaises(AccessError):
            box.create(self.box_vals | {"folder": "Other", "last_uid": 10_000})
        with self.assertRaises(AccessError):
            box.write({"next_fetch_at": "2999-01-01 00:00:00"})

    def test_nobody_silences_an_account(self):
        account = self.as_role("admin", self.account)
        for vals in (
            {"next_try_at": "2999-01-01 00:00:00"},
            {"error_count": 0, "error_code": False},
            {"last_sent_at": "2999-01-01 00:00:00"},
        ):
            with self.assertRaises(AccessError):
                account.write(vals)

    def test_settings_are_written_as_before(self):
        self.box.write({"last_uid": 7, "next_fetch_at": "2999-01-01 00:00:00"})
        box = self.as_role("admin", self.box)
        box.write({"host": "mail.example.org", "port": 993})
        self.assertEqual((self.box.last_uid, self.box.next_fetch_at), (0, False))
        made = box.create(self.box_vals | {"folder": "Other"})
        self.assertFalse(made.last_uid)
        self.account.next_try_at = "2999-01-01 00:00:00"
        account = self.as_role("admin", self.account)
        account.write({"sender_name": "Line", "port": 25, "host": "localhost"})
        self.assertFalse(self.account.next_try_at)
        self.account.next_try_at = "2999-01-01 00:00:00"
        account.action_send()
        self.assertFalse(self.account.next_try_at)
