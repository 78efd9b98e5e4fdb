from odoo import fields, models


class CcAppeal(models.Model):
    """What went out about an appeal."""

    _inherit = "cc.appeal"

    delivery_ids = fields.One2many(
        "cc.outbox.delivery", "appeal_id", string="Sent", readonly=True, copy=False
    )
