from odoo import fields, models
from odoo.tools import SQL

from .cc_callback import SETTLED_HOW, STATES

# the codes sort as people read them: a pivot's columns stand in their order
RESULTS = [
    ("1_in_time", "Settled in time"),
    ("2_late", "Settled late"),
    ("3_given_up", "Given up"),
    ("4_owed", "Owed, in time"),
    ("5_overdue", "Owed, overdue"),
]


class CcCallbackReport(models.Model):
    """Call-backs owed and how they were settled: a row each, for the report."""

    _name = "cc.callback.report"
    _description = "Call-backs owed"
    _auto = False
    _order = "first_try_at desc, id desc"

    callback_id = fields.Many2one("cc.callback", string="Call-back", readonly=True)
    pbx_id = fields.Many2one("cc.pbx", readonly=True)
    channel_id = fields.Many2one("cc.channel", readonly=True)
    line_id = fields.Many2one("cc.pbx.line", readonly=True)
    direction_id = fields.Many2one("cc.direction", readonly=True)
    client_id = fields.Many2one("cc.client", readonly=True)
    operator_id = fields.Many2one(
        "res.users",
        readonly=True,
        help="Who settled it; of one that is owed, who is to call.",
    )
    first_try_at = fields.Datetime(readonly=True)
    due_at = fields.Datetime(string="Call before", readonly=True)
    settled_at = fields.Datetime(string="Settled", readonly=True)
    state = fields.Selection(STATES, readonly=True)
    settled_how = fields.Selection(SETTLED_HOW, string="How", readonly=True)
    result = fields.Selection(RESULTS, readonly=True)
    is_late = fields.Boolean(string="Late", readonly=True)
    try_count = fields.Integer(string="Tries made", readonly=True, aggregator="sum")
    all_count = fields.Integer(string="Calls owed in all", readonly=True)
    owed_count = fields.Integer(string="Owed now", readonly=True)
    in_time_count = fields.Integer(string="Settled in time", readonly=True)
    late_count = fields.Integer(
        string="Late or overdue", readonly=True, help="Settled late, or owed still."
    )
    minutes = fields.Float(
        string="Minutes to call, median",
        readonly=True,
        digits=(16, 1),
        aggregator="median",
        help="From the first try to the talk; of those who were talked to.",
    )

    _depends = {
        "cc.callback": [
            "state",
            "settled_at",
            "settled_how",
            "settled_by_id",
            "owner_id",
            "due_at",
            "try_count",
            "first_try_at",
        ],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT item.id, item.id AS callback_id, item.pbx_id, item.channel_id,
                   item.line_id, item.direction_id, item.client_id,
                   item.first_try_at, item.due_at, item.settled_at, item.state,
                   item.settled_how, item.try_count, item.is_late,
                   CASE item.state WHEN 'open' THEN item.owner_id
                        ELSE item.settled_by_id END AS operator_id,
                   CASE WHEN item.state = 'given_up' THEN '3_given_up'
                        WHEN item.state = 'done' AND item.is_late THEN '2_late'
                        WHEN item.state = 'done' THEN '1_in_time'
                        WHEN item.is_late THEN '5_overdue'
                        ELSE '4_owed' END AS result,
                   1 AS all_count, (item.state = 'open')::int AS owed_count,
                   (item.state = 'done' AND NOT item.is_late)::int AS in_time_count,
                   (item.state <> 'given_up' AND item.is_late)::int AS late_count,
                   CASE WHEN item.settled_call_id IS NOT NULL THEN
                        extract(epoch FROM item.settled_at - item.first_try_at)::float8
                        / 60 END AS minutes
              FROM (
                SELECT *, due_at < coalesce(settled_at, %s::timestamp) AS is_late
                  FROM cc_callback
              ) AS item
            """,
            fields.Datetime.now(),
        )

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != "minutes:median":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %s)",
            self._field_to_sql(self._table, "minutes", query),
        )

    def action_open_source(self):
        """Open the call-back itself."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "cc.callback",
            "res_id": self.callback_id.id,
            "views": [(False, "form")],
        }
