"""Domain events of the appeals room."""

from odoo import models


class CcEventAppealRegistered(models.AbstractModel):
    _name = "cc.event.appeal.registered"
    _inherit = "cc.event.contract"
    _description = "An appeal was registered"

    _cc_code = "appeal.registered"
    _cc_model = "cc.appeal"


class CcEventAppealMoved(models.AbstractModel):
    _name = "cc.event.appeal.moved"
    _inherit = "cc.event.contract"
    _description = "An appeal moved along the status line"

    _cc_code = "appeal.moved"
    _cc_model = "cc.appeal"
    _cc_values = ("transition", "state")
