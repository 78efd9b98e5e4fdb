from datetime import timedelta

from odoo import fields, models


class CcDirection(models.Model):
    _inherit = "cc.direction"

    callback_minutes = fields.Integer(
        string="Call back within, minutes",
        default=60,
        required=True,
        help="Since the first call nobody took.",
    )

    _callback_positive = models.Constraint(
        "CHECK (callback_minutes > 0)", "The time to call back must be positive."
    )

    def _callback_due(self, tried_at):
        """Return until when a call is owed to who tried at a moment (both UTC)."""
        self.ensure_one()
        return tried_at + timedelta(minutes=self.callback_minutes)
