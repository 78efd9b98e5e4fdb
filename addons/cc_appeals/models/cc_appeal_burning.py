from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CcAppeal(models.Model):
    """What burns: late, due today or tomorrow, warned of; counted by department."""

    _inherit = "cc.appeal"

    @api.readonly
    @api.model
    def burning_counts(self, domain):
        """Count open appeals that burn, the worst department first.

        One walk through an index of the open ones; record rules apply.

        :param list domain: what else the person looks for
        :return: {"terms": [{"name", "label", "count", "domain"}], "count",
            "rows": [{"id", "name", "counts": {term: count}, "count", "nearest"}]};
            no appeal is in two terms; `id` is false without a department; `nearest`
            is the nearest (or longest past) moment, in UTC
        """
        terms = self._burning_terms()
        rows = [
            {
                "id": department or False,
                "counts": dict(zip(terms, counts, strict=True)),
                "count": sum(counts),
                "nearest": fields.Datetime.to_string(nearest),
            }
            for department, nearest, *counts in self._burning_rows(domain, terms)
        ]
        self._name_departments(rows)
        rows.sort(key=lambda row: (*(-n for n in row["counts"].values()), row["name"]))
        return {
            "terms": [
                {
                    "name": name,
                    "label": label,
                    "count": sum(row["counts"][name] for row in rows),
                    "domain": [("is_open", "=", True), *term],
                }
                for name, (label, term) in terms.items()
            ],
            "rows": rows,
            "count": sum(row["count"] for row in rows),
        }

    @api.model
    def _burning_terms(self):
        """Return label and domain of each term; the days are the reading user's."""
        late = Domain("due_at", "<=", "now")
        tomorrow, day_after = "today +1d", "today +2d"
        return {
            "late": (self.env._("Overdue"), late),
            "today": (
                self.env._("Today"),
                Domain("due_at", ">", "now") & Domain("due_at", "<", tomorrow),
            ),
            "tomorrow": (
                self.env._("Tomorrow"),
                Domain("due_at", ">=", tomorrow) & Domain("due_at", "<", day_after),
            ),
            "soon": (
                self.env._("Soon"),
                Domain("due_at", ">=", day_after) & Domain("warn_at", "<=", "now"),
            ),
        }

    @api.model
    def _burning_rows(self, domain, terms):
        """Return (department id or None, nearest term, count per term) rows."""
        burning = Domain("due_at", "<", "today +2d") | Domain("warn_at", "<=", "now")
        query = self._search(Domain(domain) & Domain("is_open", "=", True) & burning)
        if query.is_empty():
            return []
        table = self._table
        # without `is_open`: the index knows it, but has no column of it to read
        counts = [
            SQL(
                "count(*) FILTER (WHERE %s)",
                term.optimize_full(self)._to_sql(self, table, query),
            )
            for _label, term in terms.values()
        ]
        query.groupby = department = SQL.identifier(table, "department_id")
        nearest = SQL("min(%s)", SQL.identifier(table, "due_at"))
        return self.env.execute_query(query.select(department, nearest, *counts))

    @api.model
    def _name_departments(self, rows):
        ids = [row["id"] for row in rows if row["id"]]
        # sudo: names of our own departments, of appeals the user sees
        departments = self.env["hr.department"].sudo().browse(ids)
        names = {each.id: each.name for each in departments}
        for row in rows:
            row["name"] = names.get(row["id"]) or self.env._("Not handed over yet")
