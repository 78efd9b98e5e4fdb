from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...engine.opening import Opening


class CcDirection(models.Model):
    _inherit = "cc.direction"

    callback_minutes = fields.Integer(
        string="Call back within, minutes",
        default=60,
        required=True,
        help="Minutes of the opening hours, since the first call nobody took.",
    )
    opening_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Opening hours",
        ondelete="restrict",
        help="When its lines are answered. Empty: always.",
    )
    is_closed_on_holidays = fields.Boolean(
        string="Closed on public holidays",
        default=True,
        help="And open on Saturdays that were made working days.",
    )
    sticky_days = fields.Integer(
        string="Same operator within, days",
        default=7,
        help="Who calls again is put through to who talked to them. 0: never.",
    )

    _callback_positive = models.Constraint(
        "CHECK (callback_minutes > 0 AND sticky_days >= 0)",
        "The time to call back must be positive.",
    )

    @api.constrains("opening_calendar_id")
    def _check_opening(self):
        if self.opening_calendar_id.filtered("two_weeks_calendar"):
            raise ValidationError(
                self.env._("Opening hours are those of one week, not of two.")
            )

    def _callback_due(self, tried_at):
        """Return until when a call is owed to who tried at a moment (both UTC)."""
        self.ensure_one()
        if not self.opening_calendar_id:
            return tried_at + timedelta(minutes=self.callback_minutes)
        opening = Opening(self._hours(), self.tz)
        days = self._moved_days(self.is_closed_on_holidays)
        return opening.after(tried_at, self.callback_minutes, days)

    def _is_open(self, moment):
        """Tell whether its lines are answered at a moment (UTC)."""
        self.ensure_one()
        if not self.opening_calendar_id:
            return True
        days = self._moved_days(self.is_closed_on_holidays)
        return Opening(self._hours(), self.tz).is_open(moment, days)

    def _hours(self):
        rows = self.opening_calendar_id.attendance_ids
        return hours_of(
            (row.dayofweek, row.hour_from, row.hour_to)
            for row in rows
            if row.day_period != "lunch" and not row.display_type
        )

    @api.model
    def _moved_days(self, is_closed_on_holidays):
        """Return {date: is it a working day} of days that are not as their weekday."""
        if not is_closed_on_holidays:
            return {}
        country_id = self.env["ir.model.data"]._xmlid_to_res_id("base.ru")
        return self.env["cc.calendar.day"]._exceptions(country_id)


def hours_of(rows):
    """Return the engine's hours of rows (weekday, hour it opens, hour it closes)."""
    return tuple(
        (int(day), round(start * 60), round(end * 60)) for day, start, end in rows
    )
