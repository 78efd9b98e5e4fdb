from odoo import fields, models

STATES = [
    ("busy", "Busy"),
    ("break", "Break"),
    ("wrap_up", "Wrap-up"),
    ("training", "Training"),
]


class CcPresenceReason(models.Model):
    """Why an operator takes no calls, and for how long that is usual."""

    _name = "cc.presence.reason"
    _inherit = "cc.audit.settings"
    _description = "Reason of a presence"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    state = fields.Selection(STATES, required=True, default="break")
    sequence = fields.Integer(default=10)
    minutes = fields.Integer(
        help="How long it may last; 0: as long as it takes. When it is over, the "
        "operator and the supervisors are told; nobody is moved.",
    )
    needs_permission = fields.Boolean(
        string="Ask first",
        help="The operator asks, a supervisor or a senior operator grants it.",
    )
    active = fields.Boolean(default=True)

    _minutes_check = models.Constraint(
        "CHECK (minutes >= 0 AND minutes <= 1440)",
        "A reason lasts a day at most: say how many minutes.",
    )
