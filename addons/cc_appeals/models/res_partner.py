from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    cc_appeal_ids = fields.One2many("cc.appeal", "applicant_id", string="Appeals")
    cc_interaction_ids = fields.One2many(
        "cc.interaction", "partner_id", string="Interactions"
    )
    cc_appeal_count = fields.Integer(
        string="All appeals", compute="_compute_cc_appeal_count"
    )
    cc_open_appeal_count = fields.Integer(
        string="Open appeals", compute="_compute_cc_appeal_count"
    )

    @api.depends("is_cc_applicant", "cc_identity_ids.masked")
    def _compute_display_name(self):
        """Tell people without a name apart by the mask of their address."""
        people = self._cc_plain_people()
        for person in people:
            person.display_name = person.name.strip()
        result = super(ResPartner, self - people)._compute_display_name()
        nameless = self._cc_nameless()
        for partner in self.filtered("is_cc_applicant"):
            mask = partner.name in nameless and partner.cc_email_masked
            if mask:
                partner.display_name = f"{partner.display_name} ({mask})"
        return result

    def _cc_plain_people(self):
        """Return applicants whose name is all there is to show.

        A list page names eighty of them: Odoo's way asks each for company, type,
        address and tax number.
        """
        if any(key.startswith("show_") for key in self.env.context) or (
            {"partner_show_db_id", "formatted_display_name"} & self.env.context.keys()
        ):
            return self.browse()
        return self.filtered(
            lambda each: (
                each.is_cc_applicant
                and each.name
                and not each.parent_id
                and not each.company_name
            )
        )

    @api.model
    def _cc_nameless(self):
        """Return what writers without a name are called, in whatever language."""
        return {
            self.with_context(lang=code).env._("Writer without a name")
            for code, _name in self.env["res.lang"].get_installed()
        } | {"Writer without a name"}

    def _compute_cc_appeal_count(self):
        counts = {}
        for partner, is_open, count in self.env["cc.appeal"]._read_group(
            [("applicant_id", "in", self.ids)],
            ["applicant_id", "is_open"],
            ["__count"],
        ):
            counts[partner.id, is_open] = count
        for partner in self:
            still_open = counts.get((partner.id, True), 0)
            partner.cc_open_appeal_count = still_open
            partner.cc_appeal_count = still_open + counts.get((partner.id, False), 0)

    def action_cc_appeals(self):
        """Open the person's appeals."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cc_appeals.cc_appeal_action"
        )
        action["domain"] = [("applicant_id", "in", self.ids)]
        action["context"] = {}
        return action

    @api.readonly
    def cc_chronology(self, before=None, limit=30):
        """Return a page of the person's chronology over all channels, newest first.

        What the reader may not see of it (other directions, other departments) is not
        there. Arguments and result are those of `cc.appeal.chronology`.
        """
        self.ensure_one()
        self.check_access("read")
        return self.env["cc.chronology.contract"]._cc_of_person(self, before, limit)
