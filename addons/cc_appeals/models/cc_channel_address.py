from odoo import api, models

from ..engine.mail.header import normalise_address
from ..engine.message_id import parse_return_address


class CcChannel(models.Model):
    _inherit = "cc.channel"

    @api.model
    def _for_address(self, address):
        """Return the mail channel a letter to this address is for, maybe none.

        What follows a plus belongs to whoever gave the address to somebody. A report
        about a letter of ours comes to the channel that sent the letter.
        """
        wanted = normalise_address(address)
        if not wanted:
            return self.browse()
        if found := self._for_report(wanted):
            return found
        local, _at, domain = wanted.rpartition("@")
        channels = self._receiving()
        for candidate in (wanted, f"{local.partition('+')[0]}@{domain}"):
            if found := channels.get(candidate):
                return found
        return self.browse()

    @api.model
    def _for_report(self, address):
        """Return the channel of whose letters reports come to this address, or none."""
        # sudo: settings and an id; the mail server asks, nothing of them leaves
        accounts = self.env["cc.mail.account"].sudo()
        for account in accounts.search([("channel_ids", "!=", False)]):
            bounces = account._plain("bounce_address") or account._plain("sender")
            key = parse_return_address(address, bounces, account.bounce_sign)
            if key:
                # sudo: as above
                deliveries = self.env["cc.outbox.delivery"].sudo()
                channel = deliveries.search([("key", "=", key)], limit=1).channel_id
            elif address == normalise_address(account.bounce_address or ""):
                channel = account.channel_ids
            else:
                continue
            if found := channel.filtered(lambda one: one.active and one.kind == "mail"):
                return self.browse(found[0].id)
        return self.browse()

    @api.model
    def _receiving(self):
        """Return {address: channel} letters come in for; extend it by other addresses.

        Where two channels have one address the first in the list is meant.
        """
        channels = self.search([("kind", "=", "mail"), ("address", "!=", False)])
        found = {}
        for channel in channels:
            if address := normalise_address(channel.address):
                found.setdefault(address, channel)
        return found
