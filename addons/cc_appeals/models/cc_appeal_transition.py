from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.transitions import TransitionError, allowed, check, find

ROLES = ("operator", "senior", "supervisor", "executor")
# what a transition leaves behind when it starts
CLEARED = {
    "registered": {
        "department_id": False,
        "feedback_source": False,
        "control_on": False,
    },
    "handed_over": {"feedback_source": False, "control_on": False},
    "feedback": {},
    "closed": {},
}
# what leaves "closed" takes the ending with it
ENDING = {"closing_method": False, "closed_at": False}
# steps by which a department gets the appeal: who made one may take it back
HAND_OVERS = ("hand_over", "rework", "reopen_to_department")


class CcAppeal(models.Model):
    """The status line: one method per transition, idempotent by the client's token."""

    _inherit = "cc.appeal"

    allowed_steps = fields.Json(
        compute="_compute_allowed_steps",
        help="Steps the reading user may take, for the status line.",
    )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_allowed_steps(self):
        roles, own = self._roles(), self._own_hand_overs()
        # a co-executor reads the appeal, but it is not his to move
        movable = self._filtered_access("write") if self.ids else self
        for appeal in self:
            if appeal not in movable:
                appeal.allowed_steps = []
                continue
            appeal.allowed_steps = [
                {"name": step.name, "target": step.target, "needs": list(step.needs)}
                for step in allowed(
                    appeal.state,
                    roles,
                    is_own=appeal._origin in own,
                    in_window=appeal._is_in_reopen_window(),
                )
            ]

    def action_hand_over(self, department_id, reason=None, token=None):
        """Hand over to a department (an id); an archived one is refused by name."""
        values = self._department_values(department_id)
        return self._transition("hand_over", values, reason, token)

    def action_rework(self, department_id, reason, token=None):
        """Give an answered appeal back to a department to do better, with a reason."""
        values = self._department_values(department_id)
        return self._transition("rework", values, reason, token)

    def _department_values(self, department_id):
        """Return what a hand-over writes; an archived department is refused by name."""
        is_id = isinstance(department_id, int) and 0 < department_id < 2**31
        department = self.env["hr.department"].browse(is_id and department_id).exists()
        if department and not department.active:
            raise UserError(
                self.env._(
                    "“%(department)s” is archived: choose a department that works.",
                    department=department.name,
                )
            )
        return {"department_id": department.id}

    def action_take_back(self, reason, token=None):
        """Take back what was handed over, with a reason; the term does not restart."""
        return self._transition("take_back", {}, reason, token)

    def action_await_feedback(self, feedback_source, control_on, token=None):
        """Wait for the answer of `feedback_source` until the day `control_on`."""
        try:
            day = fields.Date.to_date(control_on)
        except ValueError:
            raise UserError(self.env._("The control day is not a date.")) from None
        if day and day < fields.Date.context_today(self):
            raise UserError(
                self.env._("The control day has passed: choose a later one.")
            )
        values = {
            "feedback_source": str(feedback_source or "").strip(),
            "control_on": day,
            "answered_at": False,
        }
        return self._transition("await_feedback", values, None, token)

    def action_close(self, closing_method, note=None, token=None):
        """Close with a method (a code of `closing_method`)."""
        methods = dict(self._fields["closing_method"].selection)
        if closing_method and closing_method not in methods:
            raise UserError(
                self.env._(
                    "There is no closing method “%(code)s”.", code=closing_method
                )
            )
        values = {"closing_method": closing_method}
        if note:
            values["closing_note"] = note
        return self._transition("close", values, note, token)

    def action_reopen(self, reason, token=None):
        """Open a closed appeal again, with a reason."""
        return self._transition("reopen", ENDING, reason, token)

    def action_reopen_to_department(self, department_id, reason, token=None):
        """Open a closed appeal again and hand it over in one step, with a reason."""
        values = ENDING | self._department_values(department_id)
        return self._transition("reopen_to_department", values, reason, token)

    def _transition(self, name, values, reason, token):
        """Move each appeal; repeating a request with its token changes nothing."""
        self.check_access("write")
        step = find(name)
        moved = self.sorted("id")
        moved._wait_for_others()
        moved -= moved._with_token(token)
        moved._check_steps(name, values | {"reason": reason})
        new = CLEARED[step.target] | values | {"state": step.target}
        if step.target == "closed":
            new["closed_at"] = fields.Datetime.now()
        # what leaves the same behind is written together
        for counted, appeals in moved.grouped(
            lambda appeal: tuple(appeal._count_step(name, new).items())
        ).items():
            # sudo: guarded fields; access, role and the table were checked just now
            appeals.sudo().write(new | dict(counted))
        moved._open_intervals(name, reason=reason, token=token)
        if moved:
            self.env["cc.event"]._emit(
                "appeal.moved", moved, transition=name, state=step.target
            )
        return True

    def _wait_for_others(self):
        """Lock the appeals: a request sent twice waits, then changes nothing."""
        # in order: two that move the same appeals must not wait for each other
        self.env.cr.execute(
            "SELECT id FROM cc_appeal WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
            (self.ids,),
        )

    def _has_token(self, token):
        self.ensure_one()
        return bool(self._with_token(token))

    def _with_token(self, token):
        """Return which of these appeals made a step with this token already."""
        if not token:
            return self.browse()
        # sudo: an executor may not read intervals before the hand-over to him
        intervals = self.env["cc.appeal.interval"].sudo()
        steps = intervals.search_fetch(
            [("appeal_id", "in", self.ids), ("token", "=", token)], ["appeal_id"]
        )
        return self.browse(steps.appeal_id.ids)

    def _own_hand_overs(self):
        """Return those of these appeals that the user himself handed over."""
        handed = self._origin.filtered(lambda appeal: appeal.state == "handed_over")
        if not handed:
            return handed
        # sudo: see _with_token; only whose step it was stays here
        intervals = self.env["cc.appeal.interval"].sudo()
        steps = intervals.search_fetch(
            [("appeal_id", "in", handed.ids), ("transition", "in", HAND_OVERS)],
            ["appeal_id", "user_id"],
            order="id",
        )
        last = {step.appeal_id.id: step.user_id for step in steps}
        mine = [key for key, user in last.items() if user == self.env.user]
        return self.browse(mine)

    def _check_steps(self, name, values):
        """Turn the engine's first refusal into a sentence for people."""
        roles, own = self._roles(), self._own_hand_overs()
        for appeal in self:
            try:
                check(
                    name,
                    appeal.state,
                    roles,
                    values,
                    is_own=appeal in own,
                    in_window=appeal._is_in_reopen_window(),
                )
            except TransitionError as refusal:
                raise UserError(appeal._refusal(refusal)) from refusal

    def _refusal(self, refusal):
        states = dict(self._fields["state"]._description_selection(self.env))
        if refusal.code == "needs":
            labels = [
                self.env._("a reason")
                if name == "reason"
                else self._fields[name]._description_string(self.env)
                for name in refusal.params["needs"]
            ]
            return self.env._(
                "№ %(number)s: fill in %(fields)s first.",
                number=self.number,
                fields=", ".join(labels),
            )
        if refusal.code == "window":
            return self._reopen_refusal()
        if refusal.code in ("role", "own"):
            return self.env._(
                "№ %(number)s: your role does not allow this step from “%(state)s”. "
                "Ask a senior operator or a supervisor.",
                number=self.number,
                state=states[self.state],
            )
        return self.env._(
            "№ %(number)s is in “%(state)s”: this step is not possible from there. "
            "Somebody may have moved it meanwhile.",
            number=self.number,
            state=states[self.state],
        )

    @api.model
    def _roles(self):
        """Return the roles of the user as the transitions engine names them."""
        if self.env.su and self.env.user._is_superuser():
            return {"channel", "supervisor"}
        return {
            role
            for role in ROLES
            if self.env.user.has_group(f"cc_base.cc_base_group_{role}")
        }
