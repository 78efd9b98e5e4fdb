"""A letter on paper: registered with its scan."""

from odoo import models


class CcChannelPaper(models.AbstractModel):
    _name = "cc.channel.paper"
    _inherit = "cc.channel.contract"
    _description = "Paper channel"

    _cc_code = "paper"
    _cc_order = 40

    def _cc_label(self):
        return self.env._("Paper letter")

    def _cc_icon(self):
        return "file-text"

    def _cc_by_hand(self):
        return "letter"
