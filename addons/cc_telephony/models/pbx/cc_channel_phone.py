"""A line people call: its calls are built from what the PBX tells of them."""

from odoo import models


class CcChannelPhone(models.AbstractModel):
    _name = "cc.channel.phone"
    _inherit = "cc.channel.contract"
    _description = "Phone channel"

    _cc_code = "phone"
    _cc_order = 20

    def _cc_label(self):
        return self.env._("Phone line")

    def _cc_icon(self):
        return "phone"

    def _cc_identity_kind(self):
        return "phone"
