from datetime import date

from odoo import fields, models

AUTUMN = 10


class CcHealthCalendar(models.AbstractModel):
    """First run: working days of this year and the next, which deadlines count."""

    _name = "cc.health.calendar"
    _inherit = "cc.health.contract"
    _description = "Setup: working days"

    _cc_code = "calendar"
    _cc_section = "setup"
    _cc_order = 70

    def _cc_title(self):
        return self.env._("Working days")

    def _cc_lines(self):
        today = fields.Date.context_today(self)
        state, sentence = self._stand(today)
        return [
            self._line(
                "any",
                self._cc_title(),
                state,
                sentence,
                action=self._open("cc_base.cc_calendar_day_action"),
                action_label=self.env._("Open"),
            )
        ]

    def _stand(self, today):
        this, following = self._count(today.year), self._count(today.year + 1)
        if not this:
            return "todo", self.env._(
                "No days off of %(year)s are known: deadlines would count holidays as "
                "working days.",
                year=today.year,
            )
        # deadlines of autumn reach into January
        if not following and today.month >= AUTUMN:
            return "warning", self.env._(
                "The days off of %(year)s are missing, and deadlines reach there soon.",
                year=today.year + 1,
            )
        return "ok", self.env._(
            "Days that differ from the week: %(this)s in %(year)s, %(following)s in "
            "%(next_year)s.",
            this=this,
            year=today.year,
            following=following,
            next_year=today.year + 1,
        )

    def _count(self, year):
        return self.env["cc.calendar.day"].search_count(
            [("day", ">=", date(year, 1, 1)), ("day", "<=", date(year, 12, 31))]
        )
