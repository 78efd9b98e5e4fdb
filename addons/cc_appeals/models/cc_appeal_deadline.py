from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.deadline import due_at

DEADLINE_STATES = [
    ("late", "Late"),
    ("warning", "Soon"),
    ("quiet", "In time"),
    ("done", "Done"),
]


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    due_at = fields.Datetime(string="Due", readonly=True, copy=False)
    warn_at = fields.Datetime(readonly=True, copy=False)
    deadline_state = fields.Selection(
        DEADLINE_STATES,
        string="Term",
        compute="_compute_deadline_state",
        search="_search_deadline_state",
    )

    @api.depends("due_at", "warn_at", "is_open")
    def _compute_deadline_state(self):
        now = fields.Datetime.now()
        for appeal in self:
            if not appeal.is_open:
                appeal.deadline_state = "done"
            elif appeal.due_at and appeal.due_at <= now:
                appeal.deadline_state = "late"
            elif appeal.warn_at and appeal.warn_at <= now:
                appeal.deadline_state = "warning"
            else:
                appeal.deadline_state = "quiet"

    def _search_deadline_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self._deadline_domains()
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _deadline_domains(self):
        now = fields.Datetime.now()
        is_open = Domain("is_open", "=", True)
        late = is_open & Domain("due_at", "<=", now)
        warning = is_open & Domain("due_at", ">", now) & Domain("warn_at", "<=", now)
        quiet = is_open & (
            Domain("due_at", "=", False)
            | (Domain("due_at", ">", now) & Domain("warn_at", ">", now))
        )
        return {
            "late": late,
            "warning": warning,
            "quiet": quiet,
            "done": Domain("is_open", "=", False),
        }

    def _set_deadlines(self):
        """Store the answer term; from registration, never from receipt (59-FZ)."""
        calendar = self.env["cc.calendar.day"]
        for direction, appeals in self.grouped("direction_id").items():
            norm = direction._as_norm()
            # the country of the production calendar; regions come with policies
            days = calendar._exceptions(self.env.ref("base.ru").id)
            for appeal in appeals:
                due = due_at(appeal.registered_at, norm, days)
                # sudo: guarded fields; the caller has just created or moved the appeal
                appeal.sudo().write(
                    {
                        "due_at": due,
                        "warn_at": due - timedelta(days=direction.warning_days),
                    }
                )
