from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    @api.model
    def read_progress_bar(self, domain, group_by, progress_bar):
        """Count late, soon and in time of each state in one walk through an index."""
        wanted = progress_bar["colors"]
        if progress_bar.get("field") != "deadline_state" or group_by != "state":
            return super().read_progress_bar(domain, group_by, progress_bar)
        counted = [term for term in ("late", "warning", "quiet") if term in wanted]
        query = self._search(Domain(domain) & Domain("is_open", "=", True))
        query.groupby = state = SQL.identifier(self._table, "state")
        terms = self._term_conditions()
        counts = [SQL("count(*) FILTER (WHERE %s)", terms[term]) for term in counted]
        empty = dict.fromkeys(wanted, 0)
        return {
            row[0]: empty | dict(zip(counted, row[1:], strict=True))
            for row in self.env.execute_query(query.select(state, *counts))
        }

    @api.model
    def _term_conditions(self):
        """Return SQL of each term of an open appeal, as `_deadline_domains` do."""
        now = fields.Datetime.now()
        due = SQL.identifier(self._table, "due_at", self._fields["due_at"])
        warn = SQL.identifier(self._table, "warn_at", self._fields["warn_at"])
        late = SQL("%s <= %s", due, now)
        soon = SQL("%s > %s AND %s <= %s", due, now, warn, now)
        quiet = SQL("(%s IS NULL OR %s > %s AND %s > %s)", due, due, now, warn, now)
        return {"late": late, "warning": soon, "quiet": quiet}
