from odoo import models

from odoo.addons.cc_base.bus_names import take_names

PREFIX = "cc.appeal_"
MOST = 100


class IrWebsocket(models.AbstractModel):
    """Who may read an appeal hears who writes an answer, and what became of one."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Turn `cc.appeal_ID` into the appeal, for who may read it: anybody may ask."""
        asked, rest = take_names(channels, PREFIX)
        ids = [
            int(number)
            for number in asked[:MOST]
            if number.isdecimal() and len(number) < 10
        ]
        if ids and not self.env.user._is_public():
            appeals = self.env["cc.appeal"].browse(ids).exists()
            rest.extend(appeals._filtered_access("read"))
        return super()._build_bus_channel_list(rest)
