from odoo import models
from odoo.fields import Domain

FIELDS = (
    "appeal_id",
    "state",
    "owner_id",
    "department_id",
    "started_at",
    "ended_at",
    "transition",
    "user_id",
    "reason",
)


class CcChronologyStep(models.AbstractModel):
    """Steps of the status line: quiet lines between the contacts."""

    _name = "cc.chronology.step"
    _inherit = "cc.chronology.contract"
    _description = "Steps in a chronology"

    _cc_code = "step"
    _cc_order = 20

    def _cc_entries(self, scope, before, limit):
        steps = self._cc_page(
            ("cc.appeal.interval", self._domain(scope)),
            "started_at",
            FIELDS,
            before,
            limit,
        )
        if not steps:
            return []
        states = dict(steps._fields["state"]._description_selection(self.env))
        verbs = dict(steps._fields["transition"]._description_selection(self.env))
        numbers = self._cc_numbers(steps.appeal_id)
        came_from = self._states_before(steps)
        methods = self._methods(steps)
        return [
            self._cc_entry(
                step,
                step.started_at,
                "step",
                icon="angle-right",
                title=verbs[step.transition],
                text=step.reason or "",
                # sudo: a colleague's name, for whoever sees the step
                who=step.user_id.sudo().name or "",
                step={
                    "verb": verbs[step.transition],
                    "from": self._chip(came_from.get(step.id), step, states),
                    "to": {"code": step.state, "label": states[step.state]},
                    "where": self._where(step, methods),
                },
                appeals=self._cc_chips(step.appeal_id, numbers),
                depth=1,
            )
            for step in steps
        ]

    def _domain(self, scope):
        if scope.appeal_id:
            return [("appeal_id", "=", scope.appeal_id)]
        # a step has rules of its own; the person was checked already
        theirs = Domain("applicant_id", "=", scope.partner_id)
        return Domain("appeal_id", "any!", theirs)

    def _chip(self, code, step, labels):
        """Return the state it came from, unless it stayed where it was."""
        if not code or code == step.state:
            return False
        return {"code": code, "label": labels[code]}

    def _where(self, step, methods):
        """Return what the step is about besides the state: where to, whose, how."""
        if step.transition == "assign":
            # sudo: a colleague's name, for whoever sees the step
            return step.owner_id.sudo().name or self.env._("nobody")
        if step.state == "handed_over":
            return step.department_id.name or ""
        if step.state == "closed" and not step.ended_at:
            return methods.get(step.appeal_id.id, "")
        return ""

    def _states_before(self, steps):
        """Return {step's id: state the same appeal was in before it}, in one query."""
        steps.flush_model(["appeal_id", "state"])
        # SQL: whoever sees a step sees where its appeal was before it
        self.env.cr.execute(
            """
            SELECT step.id, earlier.state
              FROM cc_appeal_interval step
              JOIN LATERAL (
                   SELECT state FROM cc_appeal_interval
                    WHERE appeal_id = step.appeal_id AND id < step.id
                    ORDER BY id DESC LIMIT 1) earlier ON true
             WHERE step.id = ANY(%s)
            """,
            (steps.ids,),
        )
        return dict(self.env.cr.fetchall())

    def _methods(self, steps):
        """Return {appeal's id: how it ended} of the appeals that are closed now."""
        field = self.env["cc.appeal"]._fields["closing_method"]
        labels = dict(field._description_selection(self.env))
        closed = steps.filtered(lambda each: each.state == "closed").appeal_id
        # sudo: the method is a part of the last step, and the reader sees that one
        return {each.id: labels.get(each.closing_method, "") for each in closed.sudo()}
