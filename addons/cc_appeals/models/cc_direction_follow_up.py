from odoo import api, fields, models, tools

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

    @api.model
    @tools.ormcache("direction_id")
    def _repeat_days_of(self, direction_id):
        """Return the days of `repeat_days`; each appeal that is registered asks."""
        # sudo: a setting, whoever registers
        return self.sudo().browse(direction_id).repeat_days

    @api.model
    @tools.ormcache("direction_id")
    def _card_settings_of(self, direction_id):
        """Return (`reopen_days`, `reveal_policy`); each card that is opened asks."""
        # sudo: settings; an executor sees the appeal but not its direction
        direction = self.sudo().browse(direction_id)
        return direction.reopen_days, direction.reveal_policy

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"repeat_days", "reopen_days", "reveal_policy"}:
            self.env.registry.clear_cache()
        return result
