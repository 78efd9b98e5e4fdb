from odoo.tests import tagged

from odoo.addons.cc_appeals.engine.message_id import return_address

from .outgoing_case import OutgoingCase


@tagged("post_install", "-at_install")
class TestCcChannelReport(OutgoingCase):
    """Reports about our letters are pushed to addresses no channel has as its own."""

    def found(self, address):
        return self.env["cc.channel"]._for_address(address)

    def test_a_return_address_names_the_channel_that_sent(self):
        other = self.channel.copy({"name": "Other", "mail_account_id": self.account.id})
        for channel in (self.channel, other):
            delivery = self.enqueue(channel_id=channel.id)
            for sign in ("+", "-", "="):
                self.account.bounce_sign = sign
                address = return_address(delivery.key, "bounces@example.org", sign)
                self.assertEqual(self.found(address.upper()), channel)

    def test_a_key_of_nobody_and_another_domain_are_unknown(self):
        nobody = "0f8fad5b-d9cb-469f-a165-70867728950e"
        self.assertFalse(self.found(return_address(nobody, "bounces@example.org")))
        delivery = self.enqueue()
        self.assertFalse(
            self.found(return_address(delivery.key, "bounces@evil.example"))
        )

    def test_the_address_without_a_key_is_the_accounts_first_channel(self):
        self.account.bounce_sign = False
        self.assertEqual(self.found("Bounces@Example.org"), self.channel)

    def test_a_channel_that_is_archived_takes_no_reports(self):
        address = return_address(self.enqueue().key, "bounces@example.org")
        self.channel.active = False
        self.assertFalse(self.found(address))
