from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.query import Query


class CcAppeal(models.Model):
    """Finds appeals of people who have written more than once."""

    _inherit = "cc.appeal"

    is_repeated = fields.Boolean(
        compute="_compute_is_repeated",
        search="_search_is_repeated",
        help="The same person has another appeal that the reading user may see.",
    )

    @api.depends("applicant_id")
    def _compute_is_repeated(self):
        for appeal in self:
            appeal.is_repeated = bool(appeal.repeated_count)

    def _search_is_repeated(self, operator, value):
        if operator != "in":
            return NotImplemented
        repeated = Domain.custom(to_sql=self._other_of_person)
        return repeated if True in value else ~repeated

    @api.model
    def _other_of_person(self, _model, alias, _query):
        """Return SQL: the person has another appeal, within the reader's rules.

        Asked row by row of what else is looked for, through the index of applicants.
        """
        other = f"{alias}__other"
        found = Query(self.env, other, self._table_sql)
        if not self.env.su:
            # what a search adds, for a second name of the table; see Model._search
            rules = self.env["ir.rule"]._compute_domain(self._name, "read")
            # sudo: the user's rules were asked for above; here they are only spelt out
            full = self.sudo().with_context(active_test=False)
            found.add_where(rules.optimize_full(full)._to_sql(full, other, found))
        found.add_where(
            SQL(
                "%s = %s AND %s <> %s",
                SQL.identifier(other, "applicant_id"),
                SQL.identifier(alias, "applicant_id"),
                SQL.identifier(other, "id"),
                SQL.identifier(alias, "id"),
            )
        )
        return SQL("EXISTS (%s)", found.select(SQL("1")))
