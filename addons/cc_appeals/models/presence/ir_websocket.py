from odoo import models

from odoo.addons.cc_base.bus_names import take_names

from .cc_presence import DESK
from .cc_presence_told import SUBCHANNEL

PREFIX = "cc.presence_"
BEAT = "cc_presence_beat"


class IrWebsocket(models.AbstractModel):
    """A browser says that it is there; who looks at the operators hears of changes."""

    _inherit = "ir.websocket"

    def _serve_ir_websocket(self, event_name, data):
        result = super()._serve_ir_websocket(event_name, data)
        user = self.env.user
        if event_name == BEAT and not user._is_public() and user.has_group(DESK):
            tab = data.get("tab") if isinstance(data, dict) else ""
            self.env["cc.presence"]._beat(tab)
        return result

    def _build_bus_channel_list(self, channels):
        """Turn `cc.presence_ID` into the direction's channel: anybody may ask."""
        asked, rest = take_names(channels, PREFIX)
        user = self.env.user
        is_senior = not user._is_public() and user.has_group(
            "cc_base.cc_base_group_senior"
        )
        if asked and is_senior:
            rest += [
                (each, SUBCHANNEL)
                for each in user.cc_direction_ids
                if str(each.id) in asked
            ]
        return super()._build_bus_channel_list(rest)
