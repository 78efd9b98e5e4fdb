from datetime import timedelta

from odoo import fields, models

from ..engine.deadline import Norm, due_at


class CcDirection(models.Model):
    _inherit = "cc.direction"

    answer_days = fields.Integer(
        default=30,
        required=True,
        help="Calendar days to the answer (59-FZ art. 12 p. 1: 30 from registration).",
    )
    answer_rollover = fields.Selection(
        [
            ("none", "Stays as it falls"),
            ("previous", "The working day before"),
            ("next", "The next working day"),
        ],
        string="Last day on a day off",
        default="previous",
        required=True,
    )
    answer_count_mode = fields.Selection(
        [
            ("next_day", "Day of registration is day 0"),
            ("same_day", "Day of registration is day 1"),
        ],
        string="Counting",
        default="next_day",
        required=True,
    )
    warning_days = fields.Integer(
        default=3,
        required=True,
        help="Days before the term when the clock turns amber.",
    )

    _answer_days_positive = models.Constraint(
        "CHECK (answer_days > 0 AND warning_days >= 0)",
        "The term must be at least one day, the warning not negative.",
    )

    def _answer_term(self, registered_at):
        """Return (when an answer is due, when to warn) of an appeal registered then."""
        self.ensure_one()
        # the country of the production calendar; regions come with policies
        country = self.env.ref("base.ru")
        days = self.env["cc.calendar.day"]._exceptions(country.id)
        due = due_at(fields.Datetime.to_datetime(registered_at), self._as_norm(), days)
        return due, due - timedelta(days=self.warning_days)

    def _as_norm(self):
        """Return the direction's answer term for the deadline engine."""
        self.ensure_one()
        return Norm(
            days=self.answer_days,
            rollover=self.answer_rollover,
            count_mode=self.answer_count_mode,
            zone=self.tz,
        )
