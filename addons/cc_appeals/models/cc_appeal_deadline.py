from odoo import api, fields, models
from odoo.fields import Domain

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

    @api.model
    def _start_terms(self, vals_list):
        """Fill in when each new appeal is due, before it is written.

        From registration, never from receipt (59-FZ).
        """
        now = fields.Datetime.now()
        default = self.default_get(["direction_id"]).get("direction_id")
        terms = {}
        for vals in vals_list:
            vals["registered_at"] = vals.get("registered_at") or now
            direction_id = vals.get("direction_id", default)
            if not direction_id:
                continue  # it is required: the creation says so
            key = direction_id, vals["registered_at"]
            if key not in terms:
                direction = self.env["cc.direction"].browse(direction_id)
                terms[key] = direction._answer_term(vals["registered_at"])
            vals["due_at"], vals["warn_at"] = terms[key]
