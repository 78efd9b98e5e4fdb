"""A domain event that a room declares: its name is the code, its keys are checked."""

from odoo import models


class CcEventContract(models.AbstractModel):
    _name = "cc.event.contract"
    _inherit = "cc.extension"
    _description = "Domain event declaration"

    _cc_kind = "event"
    #: model of the records the event is about
    _cc_model = None
    #: names of the values that travel with it; never personal data
    _cc_values = ()
