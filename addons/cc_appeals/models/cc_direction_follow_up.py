from odoo import fields, models

FOLLOW_UP_POLICIES = [
    ("reopen", "Opens it again"),
    ("new_linked", "Makes a new appeal that continues it"),
]


class CcDirection(models.Model):
    """What a letter about a closed appeal does, and which appeals count as repeated."""

    _inherit = "cc.direction"

    follow_up_policy = fields.Selection(
        FOLLOW_UP_POLICIES,
        string="A letter about a closed appeal",
        default="reopen",
        required=True,
        help="Of the very person, within the days above. Later it is always a new "
        "appeal that continues the closed one.",
    )
    repeat_days = fields.Integer(
        string="Repeated within, days",
        default=30,
        required=True,
        help="An appeal of the same person about the same topic within so many days "
        "is marked as repeated. 0: none is.",
    )

    _repeat_days_not_negative = models.Constraint(
        "CHECK (repeat_days >= 0)",
        "The days of a repeated appeal cannot be negative; 0 switches it off.",
    )
