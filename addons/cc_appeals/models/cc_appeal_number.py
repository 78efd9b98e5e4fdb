from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.numbering import format as format_number


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    def init(self):
        result = super().init()
        self._sequence_name(fields.Date.context_today(self).year)
        return result

    @api.model
    def _sequence_name(self, year):
        name = f"cc_appeal_number_{year}"
        self.env.cr.execute(
            SQL("CREATE SEQUENCE IF NOT EXISTS %s", SQL.identifier(name))
        )
        return name

    @api.model
    def _take_numbers(self, count):
        """Return `count` numbers of this year in one query; gaps are allowed."""
        year = fields.Date.context_today(self).year
        sequence = self._sequence_name(year)
        self.env.cr.execute(
            "SELECT nextval(%s) FROM generate_series(1, %s)", (sequence, count)
        )
        return [format_number(year, row[0]) for row in self.env.cr.fetchall()]
