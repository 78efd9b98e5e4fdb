"""What a direction says about the recording of its calls."""

from odoo import fields, models


class CcDirection(models.Model):
    _inherit = "cc.direction"

    is_recorded = fields.Boolean(
        string="Calls are recorded",
        default=True,
        help="Of its lines; who calls is told so at the start where the line says it.",
    )
    recording_days = fields.Integer(
        string="Talks are kept, days",
        default=180,
        required=True,
        help="Then the audio is erased for good; a held recording stays.",
    )
    voicemail_days = fields.Integer(
        string="Messages are kept, days", default=90, required=True
    )

    _recording_days_positive = models.Constraint(
        "CHECK (recording_days > 0 AND voicemail_days > 0 "
        "AND recording_days <= 36500 AND voicemail_days <= 36500)",
        "Recordings are kept for a day at least, and for a hundred years at most.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"recording_days", "voicemail_days"}:
            self.env["cc.recording"]._reckon_end_of(self)
        return result
