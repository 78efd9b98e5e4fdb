from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.numbering import format as format_number


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    def init(self):
        result = super().init()
        self._ensure_sequences()
        return result

    @api.model
    def _ensure_sequences(self):
        """Make this year's and the next one's sequence; a daily cron is months ahead.

        Made on demand, two workers would collide on the first minute of January.
        """
        year = self._number_year()
        for each in (year, year + 1):
            name = SQL.identifier(f"cc_appeal_number_{each}")
            self.env.cr.execute(SQL("CREATE SEQUENCE IF NOT EXISTS %s", name))

    @api.model
    def _number_year(self):
        """Return the year in the company's zone, whoever asks."""
        zone = self.env.company.partner_id.tz or "Europe/Moscow"
        return fields.Date.context_today(self.with_context(tz=zone)).year

    @api.model
    def _take_numbers(self, count):
        """Return `count` numbers of this year in one query; gaps are allowed."""
        year = self._number_year()
        self.env.cr.execute(
            "SELECT nextval(%s) FROM generate_series(1, %s)",
            (f"cc_appeal_number_{year}", count),
        )
        return [format_number(year, row[0]) for row in self.env.cr.fetchall()]
