"""Domain events of the outbox."""

import logging

import psycopg2

from odoo import models

SETTLED = ("sent", "delivered", "bounced", "failed", "expired")
_logger = logging.getLogger(__name__)


class CcEventDeliverySettled(models.AbstractModel):
    """`state`: one of SETTLED, what just became of all these deliveries."""

    _name = "cc.event.delivery.settled"
    _inherit = "cc.event.contract"
    _description = "It shows what became of a delivery"

    _cc_code = "delivery.settled"
    _cc_model = "cc.outbox.delivery"
    _cc_values = ("state",)


class CcOutboxDelivery(models.Model):
    _inherit = "cc.outbox.delivery"

    def write(self, vals):
        if vals.get("state") not in SETTLED:
            return super().write(vals)
        changed = self.filtered(lambda delivery: delivery.state != vals["state"])
        result = super().write(vals)
        if changed:
            changed._tell_settled(vals["state"])
        return result

    def _tell_settled(self, state):
        """Tell the listeners; what they do with it must not undo that it was sent."""
        try:
            with self.env.cr.savepoint():
                self.env["cc.event"]._emit("delivery.settled", self, state=state)
                self.env.flush_all()
        except psycopg2.OperationalError:
            # somebody has the listener's rows: once more in a transaction of its own
            self.with_delay()._job_tell_settled(state)
        except Exception:
            # a fault of a listener; ids only, no personal data
            _logger.exception("deliveries %s: not told that %s", self.ids, state)

    def _job_tell_settled(self, state):
        """Tell the listeners of those that are still so; repeated, it is one job."""
        current = self.exists().filtered(lambda delivery: delivery.state == state)
        if current:
            self.env["cc.event"]._emit("delivery.settled", current, state=state)
