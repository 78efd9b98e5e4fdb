"""Channels whose contacts people write down: nothing is received, nothing drained."""

from odoo import models


class CcChannelContract(models.AbstractModel):
    _inherit = "cc.channel.contract"

    def _cc_by_hand(self):
        """Return the kind of interaction an operator writes down here, or None."""
        return None


class CcChannelVisit(models.AbstractModel):
    _inherit = "cc.channel.visit"

    def _cc_by_hand(self):
        return "visit"
