from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .cc_interaction import DESK

DOUBLES = 5


class ResPartner(models.Model):
    """Who belongs to a person, and who may be the same one."""

    _inherit = "res.partner"

    cc_relation_ids = fields.Many2many(
        "cc.relation",
        string="Related people",
        compute="_compute_cc_relation_ids",
        groups=DESK,
        exportable=False,
    )
    cc_double_ids = fields.Many2many(
        "res.partner",
        string="May be the same person",
        compute="_compute_cc_double_ids",
        groups=DESK,
        exportable=False,
        help="People of the same client with the same number or address, or with the "
        "same name and mask. Nobody is made one with another.",
    )

    def _compute_cc_relation_ids(self):
        found = self.env["cc.relation"].search(
            Domain("partner_id", "in", self.ids) | Domain("other_id", "in", self.ids)
        )
        for partner in self:
            partner.cc_relation_ids = found.filtered(
                lambda each, partner=partner: (
                    partner.id in (each.partner_id.id, each.other_id.id)
                )
            )

    def web_read(self, specification):
        """Tell the lines of a card whose card it is: they name the other one."""
        lines = specification.get("cc_relation_ids")
        if lines is not None and len(self) == 1:
            context = (lines.get("context") or {}) | {"cc_of": self.id}
            lines = lines | {"context": context}
            specification = specification | {"cc_relation_ids": lines}
        return super().web_read(specification)

    def _compute_cc_double_ids(self):
        for partner in self:
            partner.cc_double_ids = partner._cc_doubles()

    def _cc_doubles(self):
        """Return a few people who may be this one, whom the reader may see."""
        self.ensure_one()
        people = self.env["res.partner"]
        if not self.id or not self.is_cc_applicant:
            return people
        names = [] if self.name in self._cc_nameless() else self._cc_name_words()
        same_name = SQL("false")
        if names:
            same_name = SQL(
                "theirs.partner_id IN (%s AND person.cc_client_id = %s)"
                " AND theirs.masked = mine.masked",
                self._cc_names_sql(names),
                self.cc_client_id.id,
            )
        self.env["cc.identity"].flush_model()
        # SQL: values are compared and stay here; the search below has the rules
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT theirs.partner_id
                  FROM cc_identity mine
                  JOIN cc_identity theirs ON theirs.kind = mine.kind
                   AND theirs.client_id = mine.client_id AND theirs.active IS TRUE
                   AND theirs.partner_id != mine.partner_id
                   AND theirs.value = mine.value
                 WHERE mine.partner_id = %(person)s AND mine.active IS TRUE
                UNION
                SELECT DISTINCT theirs.partner_id
                  FROM cc_identity mine
                  JOIN cc_identity theirs ON theirs.kind = mine.kind
                   AND theirs.partner_id != mine.partner_id
                 WHERE mine.partner_id = %(person)s AND (%(same_name)s)
                """,
                person=self.id,
                same_name=same_name,
            )
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        return people.search([("id", "in", ids)], limit=DOUBLES)

    def _cc_name_words(self):
        """Return the words of the name, without what is no letter or figure."""
        plain = (self.name or "").lower().replace("ё", "е")
        words = ["".join(filter(str.isalnum, word)) for word in plain.split()]
        return list(filter(None, words))

    def action_cc_open(self):
        """Open the person's card."""
        self.ensure_one()
        view = self.env.ref("cc_base.res_partner_view_form_applicant")
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.id,
            "views": [[view.id, "form"]],
        }

    def action_cc_relate(self):
        """Ask who is related to this person."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Related person"),
            "res_model": "cc.relation",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_partner_id": self.id},
        }
