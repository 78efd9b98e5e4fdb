from odoo import api, models

from ..engine.search_text import read

OFFERED = 5


class CcAppeal(models.Model):
    """What the command palette offers for a number or a whole phone."""

    _inherit = "cc.appeal"

    @api.readonly
    @api.model
    def palette_find(self, typed):
        """Return what to open for `typed`, the likeliest first; record rules apply.

        :param str typed: number of an appeal or its part, whole phone or e-mail
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
        if ids := self.env["cc.identity"]._partners_by_value(query.text):
            people = self.env["res.partner"].search([("id", "in", ids)], limit=OFFERED)
        return [
            {"model": record._name, "id": record.id, "name": record.display_name}
            for record in (*appeals, *people)
        ]
