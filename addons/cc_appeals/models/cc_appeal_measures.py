from odoo import api, fields, models
from odoo.tools import SQL

SECONDS_OF_HOUR = 3600


class CcAppeal(models.Model):
    """What reports measure of an appeal; nothing is stored, so nothing is kept true."""

    _inherit = "cc.appeal"

    hours_open = fields.Float(
        compute="_compute_measures",
        digits=(16, 1),
        aggregator="avg",
        help="From receipt to closing, or to now; on average in reports.",
    )
    late_count = fields.Integer(
        string="Late appeals",
        compute="_compute_measures",
        aggregator="sum",
        help="Open beyond the term, or closed after it.",
    )

    @api.depends("received_at", "closed_at", "due_at")
    def _compute_measures(self):
        now = fields.Datetime.now()
        for appeal in self:
            end = appeal.closed_at or now
            seconds = (end - appeal.received_at).total_seconds()
            appeal.hours_open = max(seconds, 0) / SECONDS_OF_HOUR
            appeal.late_count = int(bool(appeal.due_at) and appeal.due_at <= end)

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr not in ("hours_open", "late_count"):
            return super()._field_to_sql(alias, field_expr, query)
        end = SQL(
            "COALESCE(%s, %s)",
            super()._field_to_sql(alias, "closed_at", query),
            fields.Datetime.now(),
        )
        if field_expr == "late_count":
            due = super()._field_to_sql(alias, "due_at", query)
            return SQL("(%s <= %s)::int", due, end)
        start = super()._field_to_sql(alias, "received_at", query)
        seconds = SQL("GREATEST(EXTRACT(EPOCH FROM %s - %s), 0)", end, start)
        return SQL("%s / %s", seconds, SECONDS_OF_HOUR)
