from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..asked import as_text
from .cc_appeal_assignment import ACTIVE


class CcAppeal(models.Model):
    """Who works on the appeal beside the lead department."""

    _inherit = "cc.appeal"

    assignment_ids = fields.One2many(
        "cc.appeal.assignment", "appeal_id", string="Executors", copy=False
    )
    executor_line = fields.Json(
        string="Co-executors",
        compute="_compute_executor_line",
        help="Co-executing departments and their terms, for the card.",
    )
    has_my_part = fields.Boolean(
        compute="_compute_has_my_part",
        search="_search_has_my_part",
        help="A part of it waits for one of the reading user's departments.",
    )

    @api.depends("assignment_ids.state", "assignment_ids.due_on", "is_open")
    @api.depends_context("uid")
    def _compute_executor_line(self):
        may_add = self.env["cc.appeal.assignment"]._is_desk()
        for appeal in self:
            rows = [
                each._to_chip()
                for each in appeal.assignment_ids
                if each.role == "co" and each.state in ACTIVE
            ]
            adds = may_add and appeal.is_open and bool(appeal.id)
            appeal.executor_line = (rows or adds) and {"mayAdd": adds, "rows": rows}

    @api.depends("assignment_ids.state", "is_open")
    @api.depends_context("uid")
    def _compute_has_my_part(self):
        mine = self.env.user.cc_department_ids
        for appeal in self:
            appeal.has_my_part = any(
                each.department_id in mine and each.is_waiting
                for each in appeal.assignment_ids
                if each.role == "co"
            )

    def action_ask_department(self, department_id, part=None, token=None):
        """Make a department a co-executor, with its part in a few words.

        Asked twice, the second is told that the department works on it already.
        """
        self.ensure_one()
        self._check_desk()
        values = self._department_values(department_id)
        if not values["department_id"]:
            raise UserError(self.env._("Choose the department that is asked."))
        part = as_text(part).strip()[:200]
        self.env["cc.appeal.assignment"].create(
            values | {"appeal_id": self.id, "part": part}
        )
        return True

    def _search_has_my_part(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._my_parts_domain()
        return domain if True in value else ~domain

    @api.model
    def _my_parts_domain(self):
        """Return the domain of open appeals where a part waits for the user's own."""
        mine = (
            Domain("department_id", "in", self.env.user.cc_department_ids.ids)
            & Domain("role", "=", "co")
            & Domain("state", "=", "waiting")
            & Domain("is_open", "=", True)
        )
        # any!: the user's own departments bound it more narrowly than the rules do
        return Domain("assignment_ids", "any!", mine)

    @api.depends("assignment_ids.state")
    def _compute_in_my_department(self):
        result = super()._compute_in_my_department()
        for appeal in self:
            appeal.in_my_department |= appeal.has_my_part
        return result

    @api.model
    def _my_department_domain(self):
        return super()._my_department_domain() | self._my_parts_domain()

    @api.model
    def _inbox_parts(self):
        (name, label, domain), *rest = super()._inbox_parts()
        part = self._my_parts_domain()
        # what another department leads waits for our part of it only
        return [
            (name, label, domain & ~part),
            ("our_part", self.env._("Waiting for our part"), part),
            *rest,
        ]
