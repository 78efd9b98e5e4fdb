from datetime import timedelta

from odoo import api, fields, models, tools

from ..engine.deadline import Norm, due_at

# what _term_of keeps
TERM = {"answer_days", "answer_rollover", "answer_count_mode", "warning_days", "tz"}


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
        # what is kept below is the same for all; who may not see the line is told so
        self.check_access("read")
        norm, warning = self._term_of(self.id)
        # the country of the production calendar; regions come with policies
        country_id = self.env["ir.model.data"]._xmlid_to_res_id("base.ru")
        days = self.env["cc.calendar.day"]._exceptions(country_id)
        due = due_at(fields.Datetime.to_datetime(registered_at), norm, days)
        return due, due - warning

    @api.model
    @tools.ormcache("direction_id")
    def _term_of(self, direction_id):
        """Return (norm, time of the warning) of a direction; each appeal asks."""
        # sudo: the term is the direction's, whoever registers
        direction = self.sudo().browse(direction_id)
        return direction._as_norm(), timedelta(days=direction.warning_days)

    def write(self, vals):
        result = super().write(vals)
        if TERM & vals.keys():
            self.env.registry.clear_cache()
        return result

    def _as_norm(self):
        """Return the direction's answer term for the deadline engine."""
        self.ensure_one()
        return Norm(
            days=self.answer_days,
            rollover=self.answer_rollover,
            count_mode=self.answer_count_mode,
            zone=self.tz,
        )
