from odoo import fields, models


class CcDirection(models.Model):
    """The direction's policies on what happens at the ends of the status line."""

    _inherit = "cc.direction"

    silence_days = fields.Integer(
        string="Close after silence of, days",
        default=0,
        required=True,
        help="An appeal in feedback is closed when its control day has passed and "
        "nothing came for so many days. 0: a person closes it.",
    )
    reopen_days = fields.Integer(
        string="Open again within, days",
        default=30,
        required=True,
        help="Later a new appeal is registered instead. 0: no limit.",
    )

    _policy_days_not_negative = models.Constraint(
        "CHECK (silence_days >= 0 AND reopen_days >= 0)",
        "The days of a policy cannot be negative; 0 switches it off.",
    )
