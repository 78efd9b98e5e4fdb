from odoo import api, fields, models
from odoo.fields import Domain


class HrDepartment(models.Model):
    """A department appeals are handed to: who answers there, and how much waits."""

    _inherit = "hr.department"

    cc_user_ids = fields.Many2many(
        "res.users",
        "cc_department_user_rel",
        "department_id",
        "user_id",
        string="Executors",
        groups="cc_base.cc_base_group_member",
        readonly=True,
        # who sees people's data is decided for each department anew
        copy=False,
        help="Users who see what is handed to the department; set in the user's card.",
    )
    cc_open_count = fields.Integer(string="Not closed", compute="_compute_cc_counts")
    cc_late_count = fields.Integer(string="Late", compute="_compute_cc_counts")

    def _compute_cc_counts(self):
        appeals = self.env["cc.appeal"]
        may_read = appeals.has_access("read")
        here = Domain("department_id", "in", self.ids)
        for name, domain in (
            ("cc_open_count", Domain("is_open", "=", True)),
            ("cc_late_count", appeals._deadline_domains()["late"]),
        ):
            groups = (
                appeals._read_group(here & domain, ["department_id"], ["__count"])
                if may_read
                else ()
            )
            counts = dict(groups)
            for department in self:
                department[name] = counts.get(department, 0)

    def action_cc_appeals(self):
        """Open what is open in the department."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cc_appeals.cc_appeal_action"
        )
        return action | {
            "domain": [("department_id", "in", self.ids)],
            "context": {"search_default_is_open": 1},
        }

    @api.model
    def _cc_head(self, department):
        head = department.manager_id.name
        return f"{head} ({department.name})" if head else ""

    def _cc_heads(self):
        """Return the heads from this department upwards, in one line."""
        heads, department = [], self
        while department:
            heads.append(self._cc_head(department))
            department = department.parent_id
        return " → ".join(filter(None, heads)) or False
