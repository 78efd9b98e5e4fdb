from odoo import models
from odoo.tools import SQL

NAMES = "to_tsvector('simple', translate({0}name, 'ёЁ', 'еЕ'))"


class ResPartner(models.Model):
    """People are found by the beginnings of their names, in any order."""

    _inherit = "res.partner"

    _cc_names_idx = models.Index(
        f"USING gin ({NAMES.format('')}) WHERE is_cc_applicant IS TRUE"
    )

    def _cc_names_sql(self, names):
        """Return SQL of the ids of applicants with words that begin like `names`."""
        # \w alone reaches this, so a quoted lexeme cannot end early
        beginnings = " & ".join(f"'{name}':*" for name in names)
        return SQL(
            "SELECT person.id FROM res_partner person WHERE person.is_cc_applicant"
            " IS TRUE AND %s @@ to_tsquery('simple', %s)",
            SQL(NAMES.format("person.")),
            beginnings,
        )
