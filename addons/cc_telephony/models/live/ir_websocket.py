from odoo import models

from .cc_pbx_told import SUBCHANNEL

PREFIX = "cc.pbx.live_"


class IrWebsocket(models.AbstractModel):
    """Who looks at the calls of a direction hears when they change."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Turn `cc.pbx.live_ID` into the direction's channel: anybody may ask."""
        asked = [
            name
            for name in channels
            if isinstance(name, str) and name.startswith(PREFIX)
        ]
        rest = [name for name in channels if name not in asked]
        user = self.env.user
        if asked and not user._is_public() and user.has_group("base.group_user"):
            live = self.env["cc.pbx.live"]
            own = user.cc_direction_ids if live.has_access("read") else ()
            rest += [
                (each, SUBCHANNEL) for each in own if f"{PREFIX}{each.id}" in asked
            ]
        return super()._build_bus_channel_list(rest)
