from odoo import fields, models


class CcBulkLine(models.Model):
    """One appeal of a run: done, or refused with a sentence."""

    _name = "cc.bulk.line"
    _description = "Appeal of a bulk step"
    _order = "id"
    _rec_name = "appeal_id"

    run_id = fields.Many2one("cc.bulk.run", required=True, ondelete="cascade")
    appeal_id = fields.Many2one(
        "cc.appeal", required=True, ondelete="cascade", index=True
    )
    direction_id = fields.Many2one(
        related="appeal_id.direction_id", store=True, index=True, precompute=True
    )
    client_id = fields.Many2one(
        related="appeal_id.client_id", store=True, index=True, precompute=True
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("done", "Done"),
            ("refused", "Refused"),
            ("undone", "Undone"),
            ("kept", "Not undone"),
        ],
        default="waiting",
        required=True,
        readonly=True,
    )
    sentence = fields.Char(string="Why not", readonly=True)
    # what undoing needs: how it was, and how the step left it
    before = fields.Json(readonly=True)
    interval_id = fields.Many2one("cc.appeal.interval", readonly=True)
    touched_at = fields.Datetime(readonly=True)

    _state_idx = models.Index("(run_id, state, id)")
