from odoo import api, fields, models, tools

from ..engine.working_days import production_calendar


class CcCalendarDay(models.Model):
    """A day that differs from its weekday: a holiday, or a working Saturday.

    `resource.calendar` attendances have no dates, so transfers of days off
    (Government orders, Labour Code art. 112) cannot be said there.
    """

    _name = "cc.calendar.day"
    _description = "Working day or day off"
    _order = "day desc"
    _rec_name = "day"

    day = fields.Date(required=True, index=True)
    is_working = fields.Boolean(string="Working day")
    name = fields.Char(string="Reason", required=True)
    country_id = fields.Many2one(
        "res.country", required=True, default=lambda self: self.env.ref("base.ru")
    )
    state_id = fields.Many2one(
        "res.country.state",
        string="Region",
        domain="[('country_id', '=', country_id)]",
        help="Empty: the whole country.",
    )
    source = fields.Selection(
        [("loaded", "Loaded"), ("manual", "By hand")], required=True, default="manual"
    )

    _day_uniq = models.UniqueIndex(
        "(day, country_id, coalesce(state_id, 0))", "This day is in the calendar."
    )

    @api.model
    def _load_year(self, year, country_code="RU"):
        """Add the days of `year` that are not there; a person's edits stay."""
        country = self.env["res.country"].search([("code", "=", country_code)], limit=1)
        known = set(
            self.search(
                [
                    ("day", ">=", f"{year}-01-01"),
                    ("day", "<=", f"{year}-12-31"),
                    ("country_id", "=", country.id),
                    ("state_id", "=", False),
                ]
            ).mapped("day")
        )
        return self.create(
            [
                {
                    "day": day.date,
                    "is_working": day.is_working,
                    "name": day.name or self.env._("Working day (moved)"),
                    "country_id": country.id,
                    "source": "loaded",
                }
                for day in production_calendar(year, country_code)
                if day.date not in known
            ]
        )

    @api.model
    def _load_around(self):
        """Load last year to the next one: at installation and every month."""
        year = fields.Date.context_today(self).year
        for each in range(year - 1, year + 2):
            self._load_year(each)

    @api.model
    @tools.ormcache("country_id", "state_id")
    def _exceptions(self, country_id, state_id=False):
        """Return {date: is_working} of a country, a region's own days winning."""
        days = self.search_fetch(
            [("country_id", "=", country_id), ("state_id", "in", [False, state_id])],
            ["day", "is_working", "state_id"],
        )
        ordered = sorted(days, key=lambda day: bool(day.state_id))
        return {day.day: day.is_working for day in ordered}

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        self.env.registry.clear_cache()
        return days

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
