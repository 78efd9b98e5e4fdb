from odoo import api, fields, models
from odoo.fields import Domain


class CcAppeal(models.Model):
    """What the board needs beside records: bars by deadline, a folded column."""

    _inherit = "cc.appeal"

    interaction_count = fields.Integer(compute="_compute_interaction_count")
    repeated_count = fields.Integer(compute="_compute_repeated_count")

    @api.depends("interaction_ids")
    def _compute_interaction_count(self):
        for appeal in self:
            appeal.interaction_count = len(appeal.interaction_ids)

    @api.depends("applicant_id")
    def _compute_repeated_count(self):
        counts = dict(
            self._read_group(
                [("applicant_id", "in", self.applicant_id.ids)],
                ["applicant_id"],
                ["__count"],
            )
        )
        for appeal in self:
            appeal.repeated_count = max(counts.get(appeal.applicant_id, 0) - 1, 0)

    def action_interactions(self):
        """Open the contacts of this appeal."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cc_appeals.cc_interaction_action"
        )
        return action | {"domain": [("appeal_ids", "in", self.ids)], "context": {}}

    def action_repeated(self):
        """Open the other appeals of this person."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cc_appeals.cc_appeal_action"
        )
        domain = [
            ("applicant_id", "in", self.applicant_id.ids),
            ("id", "not in", self.ids),
        ]
        return action | {"domain": domain, "context": {}}

    @api.model
    def read_progress_bar(self, domain, group_by, progress_bar):
        """Count by deadline per column; a term's state is no column of the table."""
        if progress_bar.get("field") != "deadline_state":
            return super().read_progress_bar(domain, group_by, progress_bar)
        result = {}
        for state, term in self._deadline_domains().items():
            if state not in progress_bar["colors"]:
                continue
            counts = self._read_group(Domain(domain) & term, [group_by], ["__count"])
            for group, count in counts:
                key = str(group.id if isinstance(group, models.BaseModel) else group)
                result.setdefault(key, dict.fromkeys(progress_bar["colors"], 0))
                result[key][state] = count
        return result

    @api.model
    def formatted_read_group(self, domain, groupby=(), aggregates=(), **kwargs):
        groups = super().formatted_read_group(domain, groupby, aggregates, **kwargs)
        if groupby and groupby[0] == "state":
            for group in groups:
                group["__fold"] = group["state"] == "closed"
        return groups
