from odoo import api, fields, models

from .cc_interaction import DESK


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    related_people = fields.Char(
        compute="_compute_related_people",
        groups=DESK,
        exportable=False,
        help="People related to the applicant, in one line.",
    )

    @api.depends("applicant_id")
    @api.depends_context("uid", "lang")
    def _compute_related_people(self):
        for appeal in self:
            person = appeal.applicant_id
            appeal.related_people = ", ".join(
                f"{each.seen_id.display_name} ({each.seen_kind.lower()})"
                for each in person.cc_relation_ids.with_context(cc_of=person.id)
            )
