from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

TABLE = "cc_appeal_interval"


class CcChronologyStep(models.AbstractModel):
    """Steps of the status line: quiet lines between the contacts."""

    _name = "cc.chronology.step"
    _inherit = "cc.chronology.contract"
    _description = "Steps in a chronology"

    _cc_code = "step"
    _cc_order = 20

    def _cc_entries(self, scope, before, limit):
        steps = self._cc_lines(
            ("cc.appeal.interval", self._domain(scope)),
            "started_at",
            self._columns(),
            before,
            limit,
        )
        if not steps:
            return []
        known = self.env["cc.appeal.interval"]._fields
        states = dict(known["state"]._description_selection(self.env))
        verbs = dict(known["transition"]._description_selection(self.env))
        methods = self._methods()
        return [
            self._cc_entry(
                step,
                step.started_at,
                "step",
                icon="angle-right",
                title=verbs[step.transition],
                text=step.reason or "",
                who=step.who or "",
                step={
                    "verb": verbs[step.transition],
                    "from": self._chip(step, states),
                    "to": {"code": step.state, "label": states[step.state]},
                    "where": self._where(step, methods),
                },
                appeals=step.appeals or [],
                depth=1,
            )
            for step in steps
        ]

    def _columns(self):
        """Return what an entry shows of a step; who sees a step sees what it was."""

        def column(name):
            return SQL.identifier(TABLE, name)

        department = self.env["hr.department"]._field_to_sql("department", "name")
        same = "state transition reason started_at ended_at"
        return dict(zip(same.split(), same.split(), strict=True)) | {
            "who": self._cc_name_of(column("user_id")),
            "owner": self._cc_name_of(column("owner_id")),
            "department": SQL(
                "(SELECT %s FROM hr_department department WHERE department.id = %s)",
                department,
                column("department_id"),
            ),
            "came_from": SQL(
                """(SELECT earlier.state FROM cc_appeal_interval earlier
                     WHERE earlier.appeal_id = %s AND earlier.id < %s
                     ORDER BY earlier.id DESC LIMIT 1)""",
                column("appeal_id"),
                column("id"),
            ),
            # the method is a part of the last step, and the reader sees that one
            "method": SQL(
                "(SELECT closing_method FROM cc_appeal WHERE id = %s)",
                column("appeal_id"),
            ),
            "appeals": self._cc_chips_sql(
                SQL("cc_appeal.id = %s", column("appeal_id"))
            ),
        }

    def _domain(self, scope):
        if scope.appeal_id:
            return [("appeal_id", "=", scope.appeal_id)]
        # a step has rules of its own; the person was checked already
        theirs = Domain("applicant_id", "=", scope.partner_id)
        return Domain("appeal_id", "any!", theirs)

    def _chip(self, step, labels):
        """Return the state it came from, unless it stayed where it was."""
        code = step.came_from
        if not code or code == step.state:
            return False
        return {"code": code, "label": labels[code]}

    def _where(self, step, methods):
        """Return what the step is about besides the state: where to, whose, how."""
        if step.transition == "assign":
            return step.owner or self.env._("nobody")
        if step.state == "handed_over":
            return step.department or ""
        if step.state == "closed" and not step.ended_at:
            return methods.get(step.method, "")
        return ""

    def _methods(self):
        field = self.env["cc.appeal"]._fields["closing_method"]
        return dict(field._description_selection(self.env))
