from odoo import fields, models

LEG_OUTCOMES = [
    ("answered", "Answered"),
    ("timeout", "Did not answer"),
    ("rejected", "Rejected"),
    ("cancelled", "Not needed any more"),
    ("dialling", "Called"),
    ("live", "Going on"),
]


class CcCallLeg(models.Model):
    """A phone or line that took part in a call, or was rung for it."""

    _name = "cc.call.leg"
    _inherit = "cc.unseen"
    _description = "Phone in a call"
    _order = "rang_at, id"

    call_id = fields.Many2one(
        "cc.call", required=True, ondelete="cascade", index=True, readonly=True
    )
    direction_id = fields.Many2one(
        related="call_id.direction_id", store=True, index=True, precompute=True
    )
    client_id = fields.Many2one(
        related="call_id.client_id", store=True, index=True, precompute=True
    )
    peer = fields.Char(string="Phone", readonly=True)
    is_outside = fields.Boolean(string="Outside line", readonly=True)
    operator_id = fields.Many2one(
        "res.users", ondelete="restrict", index="btree_not_null", readonly=True
    )
    rang_at = fields.Datetime(readonly=True)
    answered_at = fields.Datetime(readonly=True)
    ended_at = fields.Datetime(readonly=True)
    ring_seconds = fields.Float(string="Rang, s", readonly=True)
    talk_seconds = fields.Float(string="Talked, s", readonly=True)
    outcome = fields.Selection(LEG_OUTCOMES, required=True, readonly=True)
    cause = fields.Integer(readonly=True, aggregator=None)

    def _as_told(self, names):
        """Return the values as they would be written."""
        self.ensure_one()
        values = {name: self[name] for name in names}
        values["operator_id"] = self.operator_id.id
        return values
