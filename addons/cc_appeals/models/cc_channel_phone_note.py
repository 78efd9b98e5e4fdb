"""A call written down afterwards, where no telephony recorded it."""

from odoo import models


class CcChannelPhoneNote(models.AbstractModel):
    _name = "cc.channel.phone_note"
    _inherit = "cc.channel.contract"
    _description = "Channel of calls written down"

    _cc_code = "phone_note"
    _cc_order = 45

    def _cc_label(self):
        return self.env._("Call written down")

    def _cc_icon(self):
        return "volume-control-phone"

    def _cc_identity_kind(self):
        return "phone"

    def _cc_by_hand(self):
        return "call"
