from odoo import fields, models


class CcOutboxCancel(models.TransientModel):
    """Asks why a delivery is taken back or off the list."""

    _name = "cc.outbox.cancel"
    _description = "Take back deliveries"

    delivery_ids = fields.Many2many(
        "cc.outbox.delivery",
        default=lambda self: self.env.context.get("active_ids", []),
        readonly=True,
    )
    reason = fields.Char(required=True)

    def action_cancel(self):
        return self.delivery_ids.action_cancel(self.reason)
