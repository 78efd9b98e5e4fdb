from odoo import models


class CcEventPresenceChanged(models.AbstractModel):
    """Open intervals: what their users have just become."""

    _name = "cc.event.presence.changed"
    _inherit = "cc.event.contract"
    _description = "An operator's presence changed"

    _cc_code = "presence.changed"
    _cc_model = "cc.presence.interval"
