from odoo.tests import tagged

from .common import CcAppealsCase


@tagged("post_install", "-at_install")
class TestCcChannel(CcAppealsCase):
    """Which channel a pushed letter is for."""

    def found(self, address):
        return self.env["cc.channel"]._for_address(address)

    def test_the_address_decides_in_any_spelling(self):
        self.channel.address = "Line-T@Example.org"
        for address in (
            "line-t@example.org",
            "LINE-T@EXAMPLE.ORG",
            "<line-t@example.org>",
        ):
            self.assertEqual(self.found(address), self.channel)
        self.assertFalse(self.found("other@example.org"))
        self.assertFalse(self.found("line-t@example.com"))
        self.assertFalse(self.found(""))

    def test_what_follows_a_plus_is_the_senders(self):
        self.channel.address = "line-t@example.org"
        report = "line-t+0f8fad5bd9cb469fa16570867728950e@example.org"
        for address in ("line-t+water@example.org", report):
            self.assertEqual(self.found(address), self.channel)
        other = self.channel.copy({"address": "line-t+water@example.org"})
        self.assertEqual(self.found("line-t+water@example.org"), other)

    def test_a_domain_is_the_same_in_either_alphabet(self):
        self.channel.address = "line-t@пример.рф"
        self.assertEqual(self.found("line-t@xn--e1afmkfd.xn--p1ai"), self.channel)

    def test_an_archived_channel_and_one_of_another_kind_take_nothing(self):
        self.channel.address = "line-t@example.org"
        visit = self.channel.copy({"address": "visit-t@example.org", "kind": "visit"})
        self.assertFalse(self.found(visit.address))
        self.channel.active = False
        self.assertFalse(self.found("line-t@example.org"))
