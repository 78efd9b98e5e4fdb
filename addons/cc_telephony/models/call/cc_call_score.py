from odoo import models
from odoo.tools import SQL


class CcCall(models.Model):
    """The average of the marks that callers gave; who gave none does not count."""

    _inherit = "cc.call"

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != "score:avg":
            return super()._read_group_select(aggregate_spec, query)
        mark = self._field_to_sql(self._table, "score", query)
        return SQL("AVG(CASE WHEN %s BETWEEN 1 AND 5 THEN %s END)", mark, mark)
