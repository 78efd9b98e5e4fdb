"""What goes out, or does not, is told to the audit log."""

from odoo import models

ACTIONS = {
    "sent": "outbox.sent",
    "delivered": "outbox.sent",
    "bounced": "outbox.bounced",
    "failed": "outbox.failed",
    "expired": "outbox.failed",
    "unknown": "outbox.failed",
}


class CcOutboxDelivery(models.Model):
    _inherit = "cc.outbox.delivery"

    def write(self, vals):
        if vals.get("state") not in ACTIONS:
            return super().write(vals)
        changed = self.filtered(lambda delivery: delivery.state != vals["state"])
        result = super().write(vals)
        changed._log_audit(ACTIONS[vals["state"]])
        return result

    def action_retry(self):
        before = {delivery.id: delivery.state for delivery in self}
        result = super().action_retry()
        again = self.filtered(lambda each: each.state != before[each.id])
        again._log_audit("outbox.retried")
        return result

    def action_cancel(self, reason):
        result = super().action_cancel(reason)
        self.filtered("cancel_note")._log_audit("outbox.failed", reason.strip())
        return result

    def _log_audit(self, action, reason=False):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": self._name,
                    "res_id": delivery.id,
                    "direction_id": delivery.direction_id.id,
                    "client_id": delivery.client_id.id,
                    "detail": {
                        "state": delivery.state,
                        "kind": delivery.kind,
                        "attempts": delivery.attempts,
                        "code": delivery.error_code or "",
                        "maybe_repeated": delivery.is_maybe_repeated,
                    },
                    "reason": reason,
                }
                for delivery in self
            ]
        )
