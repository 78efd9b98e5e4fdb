from odoo import models

from odoo.addons.cc_base.bus_names import take_names

from .cc_pbx_told import SUBCHANNEL

PREFIX = "cc.pbx.live_"


class IrWebsocket(models.AbstractModel):
    """Who looks at the calls of a direction hears when they change."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Turn `cc.pbx.live_ID` into the direction's channel: anybody may ask."""
        asked, rest = take_names(channels, PREFIX)
        user = self.env.user
        if asked and not user._is_public() and user.has_group("base.group_user"):
            live = self.env["cc.pbx.live"]
            own = user.cc_direction_ids if live.has_access("read") else ()
            rest += [(each, SUBCHANNEL) for each in own if str(each.id) in asked]
        return super()._build_bus_channel_list(rest)
