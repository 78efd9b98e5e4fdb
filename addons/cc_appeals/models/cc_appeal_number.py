from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..engine.numbering import format as format_number

DAY = timedelta(days=1)


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    def init(self):
        result = super().init()
        self._ensure_sequences()
        return result

    @api.model
    def _ensure_sequences(self):
        """Make this year's and the next one's sequence; a daily cron is months ahead.

        Made on demand, two workers would collide on the first minute of January. Asks
        no table: during an update columns of other models are not there yet.
        """
        now = fields.Datetime.now()
        # a day around: what year it is depends on the company's zone
        for year in {(now - DAY).year, (now + DAY).year, now.year + 1}:
            name = SQL.identifier(f"cc_appeal_number_{year}")
            self.env.cr.execute(SQL("CREATE SEQUENCE IF NOT EXISTS %s", name))

    @api.model
    def _number_year(self):
        """Return the year in the company's zone, whoever asks."""
        zone = ZoneInfo(self.env.company._cc_zone())
        return fields.Datetime.now().replace(tzinfo=UTC).astimezone(zone).year

    @api.model
    def _take_numbers(self, count):
        """Return `count` numbers of this year in one query; gaps are allowed."""
        year = self._number_year()
        self.env.cr.execute(
            "SELECT nextval(%s) FROM generate_series(1, %s)",
            (f"cc_appeal_number_{year}", count),
        )
        return [format_number(year, row[0]) for row in self.env.cr.fetchall()]


class ResCompany(models.Model):
    _inherit = "res.company"

    @tools.ormcache("self.id")
    def _cc_zone(self):
        """Return the name of the company's time zone: each appeal's number asks."""
        # sudo: an operator needs no right on the company's own card
        return self.sudo().partner_id.tz or "Europe/Moscow"

    @api.model
    def cache_invalidation_fields(self):
        return super().cache_invalidation_fields() | {"partner_id"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if "tz" in vals:
            # sudo: whose card it is, nothing is shown
            companies = self.env["res.company"].sudo()
            if companies.search_count([("partner_id", "in", self.ids)], limit=1):
                self.env.registry.clear_cache()
        return result
