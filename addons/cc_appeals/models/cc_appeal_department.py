from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.department import Facts, find


class CcAppeal(models.Model):
    """The department and its management, found from what the appeal is about."""

    _inherit = "cc.appeal"

    proposed_department_id = fields.Many2one(
        "hr.department",
        string="Proposed department",
        compute="_compute_proposed_department_id",
        help="By the rules of departments and the topic's default.",
    )
    department_hint = fields.Char(
        compute="_compute_proposed_department_id",
        help="Why this department is proposed.",
    )
    department_chain = fields.Char(
        string="Management",
        compute="_compute_department_chain",
        help="Heads of the department and of those above it.",
    )
    in_my_department = fields.Boolean(
        compute="_compute_in_my_department",
        search="_search_in_my_department",
        help="One of the reading user's departments has work on it.",
    )

    @api.depends("topic_id", "product_id", "client_id", "direction_id", "department_id")
    @api.depends_context("lang")
    def _compute_proposed_department_id(self):
        # sudo: rules are no data of a person, and who may not read the list of rules
        # (an executor) still sees why the appeal is his
        rules = self.env["cc.department.rule"].sudo()._working()
        as_rules = rules._as_rules()
        for appeal in self:
            # sudo: topics are settings; a department is proposed from them
            topics = appeal.topic_id.sudo()._line() if appeal.topic_id else ()
            found = find(
                as_rules + [rule for topic in topics for rule in topic._as_rules()],
                Facts(
                    topics=tuple(topic.id for topic in topics),
                    product=appeal.product_id.id or 0,
                    client=appeal.client_id.id or 0,
                    direction=appeal.direction_id.id or 0,
                ),
            )
            appeal.proposed_department_id = found and found.department
            appeal.department_hint = appeal._department_words(found)

    def _department_words(self, found):
        """Return why this department, while it is the proposed one."""
        if not found or self.department_id.id not in (False, found.department):
            return False
        if found.id:
            # sudo: see above; only words leave
            words = self.env["cc.department.rule"].sudo().browse(found.id)._reasons()
        else:
            topic = self.env["cc.topic"].browse(found.topic)
            words = self.env._("topic %(topic)s", topic=topic.complete_name)
        return self.env._("from %(reasons)s", reasons=words)

    @api.depends("department_id", "proposed_department_id")
    def _compute_department_chain(self):
        for appeal in self:
            department = appeal.department_id or appeal.proposed_department_id
            # sudo: names of our own heads, for whoever sees the appeal
            appeal.department_chain = department.sudo()._cc_heads()

    @api.depends("department_id")
    @api.depends_context("uid")
    def _compute_in_my_department(self):
        mine = self.env.user.cc_department_ids
        for appeal in self:
            appeal.in_my_department = appeal.department_id in mine

    def _search_in_my_department(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._my_department_domain()
        return domain if True in value else ~domain

    @api.model
    def _my_department_domain(self):
        """Return the domain of what the user's departments have work on."""
        return Domain("department_id", "in", self.env.user.cc_department_ids.ids)

    @api.model
    def department_inbox(self):
        """Return what waits for the user's departments, for the inbox's head.

        :returns: list of {"filter", "label", "count"}; each is a filter of the search
        """
        mine = self._my_department_domain() & Domain("is_open", "=", True)
        return [
            {
                "filter": name,
                "label": label,
                "count": self.search_count(mine & domain),
            }
            for name, label, domain in self._inbox_parts()
        ]

    @api.model
    def _inbox_parts(self):
        return [
            (
                "for_us",
                self.env._("Waiting for us"),
                Domain("state", "=", "handed_over"),
            ),
            ("late", self.env._("Late"), Domain("deadline_state", "=", "late")),
            ("soon", self.env._("Soon"), Domain("deadline_state", "=", "warning")),
            ("reworked", self.env._("Given back"), Domain("rework_count", ">", 0)),
        ]
