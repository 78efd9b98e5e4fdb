from odoo import api, fields, models
from odoo.exceptions import UserError

DIRECTIONS = [
    ("in", "Incoming"),
    ("out", "Outgoing"),
    ("dialer", "Dialled for a campaign"),
    ("internal", "Internal"),
]
OUTCOMES = [
    ("answered", "Answered"),
    ("abandoned", "Gave up waiting"),
    ("timeout", "Nobody was free in time"),
    ("closed", "Outside opening hours"),
    ("voicemail", "Left a message"),
    ("callback", "Asked to be called"),
    ("ivr", "Served by the menu"),
    ("busy", "Busy"),
    ("noanswer", "No answer"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
    ("invalid", "No such number"),
    ("congestion", "The network was full"),
    ("failed", "Failed"),
    ("live", "Going on"),
    ("interrupted", "The PBX restarted"),
    ("end_unknown", "End unknown"),
]
OFFICE = "cc_base.cc_base_group_data_officer,cc_base.cc_base_group_auditor"


class CcCall(models.Model):
    """A call, built from the PBX's events; built again whenever more of them come."""

    _name = "cc.call"
    _inherit = "cc.unseen"
    _description = "Call"
    _order = "started_at desc, id desc"

    pbx_id = fields.Many2one(
        "cc.pbx", required=True, ondelete="restrict", index=True, readonly=True
    )
    linked_id = fields.Char(required=True, readonly=True)
    channel_id = fields.Many2one(
        "cc.channel", required=True, ondelete="restrict", index=True, readonly=True
    )
    direction_id = fields.Many2one(
        "cc.direction", required=True, ondelete="restrict", index=True, readonly=True
    )
    client_id = fields.Many2one(
        "cc.client", required=True, ondelete="restrict", index=True, readonly=True
    )
    line_id = fields.Many2one(
        "cc.pbx.line", ondelete="restrict", index="btree_not_null", readonly=True
    )
    queue_id = fields.Many2one(
        "cc.pbx.queue", ondelete="restrict", index="btree_not_null", readonly=True
    )
    kind = fields.Selection(
        DIRECTIONS, string="Direction of the call", required=True, readonly=True
    )
    identity_id = fields.Many2one(
        "cc.identity",
        string="Number",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        ondelete="restrict",
        index="btree_not_null",
        domain=[("is_cc_applicant", "=", True)],
    )
    candidate_ids = fields.Many2many(
        "res.partner",
        "cc_call_candidate_rel",
        "call_id",
        "partner_id",
        string="May be",
        readonly=True,
        help="Several people share the number: the operator says who it was.",
    )
    number_text = fields.Char(string="Number as it came", readonly=True, groups=OFFICE)
    number_masked = fields.Char(string="Phone", readonly=True)
    started_at = fields.Datetime(required=True, readonly=True)
    queued_at = fields.Datetime(readonly=True)
    answered_at = fields.Datetime(readonly=True)
    ended_at = fields.Datetime(readonly=True)
    wait_seconds = fields.Float(string="Waited, s", readonly=True, aggregator="avg")
    talk_seconds = fields.Float(string="Talked, s", readonly=True, aggregator="sum")
    hold_seconds = fields.Float(string="Held, s", readonly=True, aggregator="sum")
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True)
    operator_id = fields.Many2one(
        "res.users", ondelete="restrict", index="btree_not_null", readonly=True
    )
    extension = fields.Char(
        readonly=True, help="The phone that talked first, or that dialled."
    )
    ended_by = fields.Selection(
        [("customer", "Caller"), ("operator", "Operator"), ("pbx", "PBX")],
        readonly=True,
    )
    cause = fields.Integer(
        readonly=True, aggregator=None, help="Why it ended: a code of ITU-T Q.850."
    )
    transfers = fields.Json(readonly=True)
    score = fields.Integer(
        readonly=True, aggregator="avg", help="The caller's answer after the talk."
    )
    recording_name = fields.Char(readonly=True)
    parent_id = fields.Many2one(
        "cc.call",
        string="Question during",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_complete = fields.Boolean(readonly=True)
    is_clock_doubtful = fields.Boolean(
        readonly=True, help="The clock of the PBX was set during the call."
    )
    interaction_id = fields.Many2one(
        "cc.interaction", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    leg_ids = fields.One2many("cc.call.leg", "call_id", string="Phones", readonly=True)

    _linked_uniq = models.UniqueIndex("(pbx_id, linked_id)")
    _list_idx = models.Index("(started_at DESC, id DESC)")
    _live_idx = models.Index("(started_at) WHERE outcome = 'live'")

    @api.depends("kind", "number_masked", "started_at")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for call in self:
            call.display_name = (
                f"{labels[call.kind]} {call.number_masked or ''}".strip()
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A call that was is never deleted."))
