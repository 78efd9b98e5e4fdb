from odoo import models

from .cc_journal_teller import channel_of

NAME = "cc.journal"


class IrWebsocket(models.AbstractModel):
    """An operator hears of the rows of the directions and clients he works with."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Turn `cc.journal` into the user's channels: anybody may ask for the name."""
        rest = [name for name in channels if name != NAME]
        user = self.env.user
        if len(rest) < len(channels) and user.has_group(
            "cc_base.cc_base_group_operator"
        ):
            rest += self._journal_channels(user)
        return super()._build_bus_channel_list(rest)

    def _journal_channels(self, user):
        # sudo: which clients a direction has; the user's own are left of them
        own = user.sudo()
        is_senior = user.has_group("cc_base.cc_base_group_senior")
        clients = own.cc_client_scope_ids
        return [
            (direction, channel_of(client.id, is_senior=for_seniors))
            for direction in own.cc_direction_ids
            for client in direction.client_ids & clients
            for for_seniors in {False, is_senior}
        ]
