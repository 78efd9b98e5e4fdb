from odoo import models

PREFIX = "cc.appeal_"
MOST = 100


class IrWebsocket(models.AbstractModel):
    """Who may read an appeal hears who writes an answer, and what became of one."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Turn `cc.appeal_ID` into the appeal, for who may read it: anybody may ask."""
        asked = [
            name
            for name in channels
            if isinstance(name, str) and name.startswith(PREFIX)
        ]
        rest = [name for name in channels if name not in asked]
        ids = [
            int(name.removeprefix(PREFIX))
            for name in asked[:MOST]
            if name.removeprefix(PREFIX).isdecimal() and len(name) < len(PREFIX) + 10
        ]
        if ids and not self.env.user._is_public():
            appeals = self.env["cc.appeal"].browse(ids).exists()
            rest.extend(appeals._filtered_access("read"))
        return super()._build_bus_channel_list(rest)
