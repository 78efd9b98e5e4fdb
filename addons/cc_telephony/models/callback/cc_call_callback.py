"""What a call's card says of the call that is owed for it."""

from odoo import api, fields, models


class CcCall(models.Model):
    _inherit = "cc.call"

    is_callable = fields.Boolean(
        string="Has a number", compute="_compute_is_callable", compute_sudo=True
    )
    callback_due_at = fields.Datetime(related="callback_id.due_at", related_sudo=False)
    callback_warn_at = fields.Datetime(
        related="callback_id.warn_at", related_sudo=False
    )
    callback_is_open = fields.Boolean(related="callback_id.is_open", related_sudo=False)
    callback_owner_id = fields.Many2one(
        related="callback_id.owner_id", related_sudo=False
    )
    callback_how = fields.Selection(
        related="callback_id.settled_how", related_sudo=False
    )
    callback_settled_at = fields.Datetime(
        related="callback_id.settled_at", related_sudo=False
    )

    @api.depends("number_key")
    def _compute_is_callable(self):
        for call in self:
            # whether there is one, nothing of the number
            call.is_callable = bool(call.number_key)

    def action_open_callback(self):
        """Open the call-back this call is a try of."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Call-back"),
            "res_model": "cc.callback",
            "res_id": self.callback_id.id,
            "views": [(False, "form")],
        }
