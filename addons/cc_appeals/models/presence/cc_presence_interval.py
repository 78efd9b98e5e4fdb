from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import presence as engine

STATES = [
    ("available", "Available"),
    ("busy", "Busy"),
    ("break", "Break"),
    ("wrap_up", "Wrap-up"),
    ("training", "Training"),
    ("offline", "Offline"),
]
CAUSES = [
    ("chosen", "Chosen"),
    ("call", "Call"),
    ("time", "Time over"),
    ("lost", "Connection lost"),
    ("back", "Connection is back"),
    ("missed", "Did not answer"),
    ("supervisor", "Supervisor"),
]


class CcPresenceInterval(models.Model):
    """What an operator was, from when until when; the open one is what he is."""

    _name = "cc.presence.interval"
    _inherit = "cc.unseen"
    _description = "Presence"
    _order = "from_at desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users",
        string="Operator",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    state = fields.Selection(STATES, required=True, readonly=True)
    cause = fields.Selection(
        CAUSES, string="Why", required=True, readonly=True, default="chosen"
    )
    reason_id = fields.Many2one(
        "cc.presence.reason",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    by_id = fields.Many2one(
        "res.users", string="Set by", readonly=True, help="Where it was somebody else."
    )
    note = fields.Char(readonly=True, help="What the supervisor said.")
    from_at = fields.Datetime(string="From", required=True, readonly=True)
    to_at = fields.Datetime(string="To", readonly=True)
    seconds = fields.Integer(
        string="Length, s", compute="_compute_seconds", store=True, readonly=True
    )
    limit_at = fields.Datetime(string="Until", readonly=True)
    over_seconds = fields.Integer(
        string="Over the time, s", compute="_compute_seconds", store=True, readonly=True
    )
    is_told = fields.Boolean(
        readonly=True, help="That the time is over has been said already."
    )
    then_state = fields.Selection(STATES, readonly=True)
    then_reason_id = fields.Many2one("cc.presence.reason", readonly=True)

    _one_open_uniq = models.UniqueIndex("(user_id) WHERE to_at IS NULL")
    _user_idx = models.Index("(user_id, from_at DESC)")
    _list_idx = models.Index("(from_at DESC, id DESC)")
    _order_check = models.Constraint("CHECK (to_at IS NULL OR to_at >= from_at)")

    @api.depends("from_at", "to_at", "limit_at", "state", "cause")
    def _compute_seconds(self):
        for each in self:
            end, limit = each.to_at, each.limit_at
            each.seconds = end and (end - each.from_at).total_seconds()
            # a wrap-up after a call is ended by the clock: nobody is late with it
            is_owed = limit and not (each.state == "wrap_up" and each.cause == "call")
            late = end and is_owed and (end - limit).total_seconds()
            each.over_seconds = max(late or 0, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("How somebody worked is never deleted."))

    def _presence(self):
        """Return an open interval as the engine has it."""
        self.ensure_one()
        return engine.Presence(
            self.state,
            self.from_at,
            self.cause,
            self.reason_id.id or None,
            self.limit_at or None,
            (self.then_state or "available", self.then_reason_id.id or None),
        )
