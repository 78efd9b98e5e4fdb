from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.search_text import read

OFFERED = 5


class CcAppeal(models.Model):
    """What the command palette offers for a number, a whole phone or a name."""

    _inherit = "cc.appeal"

    @api.readonly
    @api.model
    def palette_find(self, typed):
        """Return what to open for `typed`, the likeliest first; record rules apply.

        :param str typed: number of an appeal (here or in its old register) or a part
            of it, whole phone or e-mail, beginnings of a name's words
        :return: list of {"model", "id", "name"}
        """
        if not self.has_access("read"):
            return []
        query = read(typed)
        appeals = people = ()
        if any(map(str.isdigit, query.text)):
            appeals = self.search(
                self._find(query, ("number",)), limit=OFFERED, order="id desc"
            )
        if domain := self._palette_people(query):
            people = self.env["res.partner"].search(domain, limit=OFFERED)
        return [
            {"model": record._name, "id": record.id, "name": record.display_name}
            for record in (*appeals, *people)
        ]

    @api.model
    def _palette_people(self, query):
        """Return the domain of people by whole contact or by name, else None."""
        if ids := self.env["cc.identity"]._partners_by_value(query.text):
            return Domain("id", "in", ids)
        if not query.names or any(map(str.isdigit, query.text)):
            return None
        named = self.env["res.partner"]._cc_names_sql(query.names)
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s IN (%s)", SQL.identifier(alias, "id"), named
            )
        )
