from datetime import date

from odoo import fields, models
from odoo.exceptions import UserError

# what a step of the status line may change, besides who executes it
KEPT = (
    "state",
    "owner_id",
    "department_id",
    "feedback_source",
    "control_on",
    "answered_at",
    "closing_method",
    "closing_note",
    "closed_at",
    "first_closed_at",
    "first_closed_in_time",
    "needs_answer",
    "waiting_since",
    "waiting_why",
    "settled_at",
)
EXECUTOR_KEPT = ("role", "state", "done_at", "done_by_id")


class CcAppealInterval(models.Model):
    _inherit = "cc.appeal.interval"

    transition = fields.Selection(
        selection_add=[("undo", "Undone")], ondelete={"undo": "cascade"}
    )


class CcAppeal(models.Model):
    """What steps of many appeals need: once by a token, and the way back."""

    _inherit = "cc.appeal"

    def _assign_once(self, owner, token):
        """Make `owner` (nobody: empty) the owner; a repeated token changes nothing."""
        self.ensure_one()
        self.check_access("write")
        self._wait_for_others()
        if self._has_token(token) or self.owner_id == owner:
            return
        if not self.is_open:
            raise UserError(
                self.env._("№ %(number)s is closed: nobody works on it.", **self._no())
            )
        # sudo: whom it is given to is checked, not what the user may know of him
        if owner and self.direction_id not in owner.sudo().cc_direction_ids:
            raise UserError(
                self.env._(
                    "№ %(number)s: %(owner)s does not work in “%(direction)s”.",
                    owner=owner.name,
                    direction=self.direction_id.name,
                    **self._no(),
                )
            )
        self.with_context(cc_step_token=token).write({"owner_id": owner.id})
        self.env["cc.audit.entry"]._log(
            [self._bulk_audit("appeal.assigned", {"owner_id": owner.id})]
        )

    def _no(self):
        return {"number": self.number}

    def _bulk_audit(self, action, detail):
        return {
            "action": action,
            "model": self._name,
            "res_id": self.id,
            "direction_id": self.direction_id.id,
            "client_id": self.client_id.id,
            "subject_id": self.applicant_id.id,
            "detail": detail,
        }

    def _open_intervals(self, transition, reason=None, token=None):
        token = token or self.env.context.get("cc_step_token")
        return super()._open_intervals(transition, reason=reason, token=token)

    def _bulk_snapshot(self, kind):
        """Return {id: values} of all that a step of `kind` may change."""
        found = {}
        # sudo: kept for the way back only, in rows of the system
        for appeal in self.sudo():
            values = appeal._convert_to_write({name: appeal[name] for name in KEPT})
            found[appeal.id] = {
                name: str(value) if isinstance(value, date) else value
                for name, value in values.items()
            }
        if kind == "hand_over":
            # sudo: see above
            for each in self.sudo().assignment_ids:
                values = each._convert_to_write(
                    {name: each[name] for name in EXECUTOR_KEPT}
                )
                values["done_at"] = each.done_at and str(each.done_at)
                rows = found[each.appeal_id.id].setdefault("executors", {})
                rows[str(each.id)] = values
        return found

    def _bulk_marks(self):
        """Return {id: marks} by which a later touch is seen: last step, last write."""
        running = self.env["cc.appeal.interval"]._read_group(
            [("appeal_id", "in", self.ids), ("ended_at", "=", False)],
            ["appeal_id"],
            ["id:max"],
        )
        running = {appeal.id: interval for appeal, interval in running}
        self.invalidate_recordset(["write_date"], flush=False)
        return {
            appeal.id: {
                "interval_id": running.get(appeal.id, False),
                "touched_at": appeal.write_date,
            }
            for appeal in self
        }

    def _bulk_put_back(self, kind, before, token):
        """Put one appeal back as it was before a step of `kind`.

        The term does not restart and no counter grows: the values are those that
        stood there, and one interval says that it was undone.
        """
        self.ensure_one()
        self.check_access("write")
        self._wait_for_others()
        if self._has_token(token):
            return
        if before["needs_answer"] and not self.needs_answer:
            # the contacts that the step settled wait with their appeal again
            self._raise_again(before["waiting_why"])
        values = {name: before[name] for name in KEPT}
        # sudo: guarded fields; who undoes what, and since when, was checked by the run
        self.sudo().write(values)
        if kind == "hand_over":
            self._bulk_executors_back(before.get("executors") or {})
        self._open_intervals("undo", token=token)
        self.env["cc.audit.entry"]._log(
            [self._bulk_audit("appeal.undone", {"kind": kind, "state": self.state})]
        )

    def _bulk_executors_back(self, rows):
        # sudo: see _bulk_put_back; who the executors are follows from the step
        executors = self.sudo().assignment_ids
        new = executors.filtered(
            lambda each: each.role == "lead" and str(each.id) not in rows
        )
        new.write({"state": "withdrawn"})
        # before the rest: there is one lead at a time
        new.flush_recordset()
        for each in executors - new:
            each.write(rows.get(str(each.id)) or {})
