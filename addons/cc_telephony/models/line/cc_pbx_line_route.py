from odoo import fields, models


class CcPbxLine(models.Model):
    """What the PBX is told when the line is called."""

    _inherit = "cc.pbx.line"

    queue_id = fields.Many2one(
        "cc.pbx.queue",
        string="Rings in",
        ondelete="restrict",
        domain="[('pbx_id', '=', pbx_id)]",
        help="Empty: the queue of the PBX.",
    )
    language = fields.Char(
        size=8, help="Of the prompts, as the PBX calls it: ru, en. Empty: the PBX's."
    )
    has_menu = fields.Boolean(string="Voice menu")
    has_notice = fields.Boolean(
        string="Says that calls are recorded",
        default=True,
    )
    asks_score = fields.Boolean(
        string="Asks for a mark", help="From 1 to 5, after the talk."
    )
