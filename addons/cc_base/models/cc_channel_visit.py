"""Somebody came in person: written down by hand, nothing is received."""

from odoo import models


class CcChannelVisit(models.AbstractModel):
    _name = "cc.channel.visit"
    _inherit = "cc.channel.contract"
    _description = "Visit channel"

    _cc_code = "visit"
    _cc_order = 50

    def _cc_label(self):
        return self.env._("Visit")

    def _cc_icon(self):
        return "user"
