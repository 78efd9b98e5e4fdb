from odoo import api, models

from ..engine.mail.header import normalise_address


class CcChannel(models.Model):
    _inherit = "cc.channel"

    @api.model
    def _for_address(self, address):
        """Return the mail channel a letter to this address is for, maybe none.

        What follows a plus belongs to the sender of the address: reports about our
        letters come back to such a one.
        """
        wanted = normalise_address(address)
        local, _at, domain = wanted.rpartition("@")
        channels = self._receiving()
        for candidate in (wanted, f"{local.partition('+')[0]}@{domain}"):
            if found := channels.get(candidate):
                return found
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
