from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .pbx_case import PbxCase


@tagged("post_install", "-at_install")
class TestSoftphone(PbxCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls.users["operator"]
        cls.pbx.browser_address = "wss://pbx.example.org/ws"
        cls.phone.write({"is_browser": True, "browser_password": "secret-of-101"})

    def start(self, user):
        return self.env["cc.pbx.extension"].with_user(user).softphone_start()

    def test_the_operators_own_page_gets_his_password(self):
        self.assertEqual(
            self.start(self.operator),
            {
                "address": "wss://pbx.example.org/ws",
                "number": "101",
                "password": "secret-of-101",
            },
        )

    def test_nobody_elses_page_does(self):
        self.assertFalse(self.start(self.users["senior"]))
        with self.assertRaises(AccessError):
            self.start(self.users["auditor"])
        with self.assertRaises(AccessError):
            self.phone.with_user(self.operator).read(["browser_password"])

    def test_a_phone_on_the_table_is_none(self):
        self.phone.is_browser = False
        self.assertFalse(self.start(self.operator))

    def test_a_phone_without_password_or_address_is_none(self):
        self.phone.browser_password = False
        self.assertFalse(self.start(self.operator))
        self.phone.browser_password = "secret-of-101"
        self.pbx.browser_address = False
        self.assertFalse(self.start(self.operator))

    def test_the_page_knows_whether_it_is_a_phone(self):
        presence = self.env["cc.presence"]
        told = presence.with_user(self.operator)._of_session()
        self.assertTrue(told["has_softphone"])
        told = presence.with_user(self.users["senior"])._of_session()
        self.assertFalse(told["has_softphone"])

    def test_an_address_that_is_none_is_said(self):
        for wrong in ("https://pbx.example.org/ws", "pbx.example.org", "wss://"):
            with self.assertRaises(ValidationError) as caught:
                self.pbx.browser_address = wrong
            self.assertIn(wrong, str(caught.exception))
