from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

FIELDS = (
    "channel_id",
    "create_date",
    "kind",
    "subject",
    "state",
    "error_code",
    "error_detail",
    "appeal_id",
)


class CcChronologyDelivery(models.AbstractModel):
    """What went out by itself: confirmations. An answer is a contact already."""

    _name = "cc.chronology.delivery"
    _inherit = "cc.chronology.contract"
    _description = "Deliveries in a chronology"

    _cc_code = "delivery"
    _cc_order = 30

    def _cc_entries(self, scope, before, limit):
        deliveries = self._cc_page(
            ("cc.outbox.delivery", self._domain(scope)),
            "create_date",
            FIELDS,
            before,
            limit,
        )
        kinds = dict(deliveries._fields["kind"]._description_selection(self.env))
        states = deliveries._chronology_states()
        numbers = self._cc_numbers(deliveries.appeal_id)
        may_read = deliveries._has_field_access(deliveries._fields["body"], "read")
        # sudo: a channel's sign, for whoever sees what went out there
        channels = deliveries.sudo().channel_id.grouped("id")
        return [
            self._cc_entry(
                delivery,
                delivery.create_date,
                "notice",
                icon=channels[delivery.channel_id.id].icon or "paper-plane",
                label=kinds[delivery.kind],
                direction="out",
                title=delivery.subject or kinds[delivery.kind],
                text=(may_read and delivery.body) or "",
                appeals=self._cc_chips(delivery.appeal_id, numbers),
                state=delivery._chronology_state(states),
                delivery_id=delivery.id,
            )
            for delivery in deliveries
        ]

    def _domain(self, scope):
        if scope.appeal_id:
            whose = Domain("appeal_id", "=", scope.appeal_id)
        else:
            # a delivery has rules of its own; the person was checked already
            person = Domain("partner_id", "=", scope.partner_id)
            whose = Domain("identity_id", "any!", person)
        return whose & self._not_a_contact()

    def _not_a_contact(self):
        """Return the domain of what no contact stands for."""
        self.env["cc.interaction"].flush_model(["delivery_id"])

        # not by the relation: an answer the reader may not see is a contact too
        def to_sql(_model, alias, _query):
            return SQL(
                "NOT EXISTS (SELECT FROM cc_interaction WHERE delivery_id = %s)",
                SQL.identifier(alias, "id"),
            )

        return Domain.custom(to_sql=to_sql)


class CcOutboxDelivery(models.Model):
    _inherit = "cc.outbox.delivery"

    def _chronology_states(self):
        """Return {code: {"code", "label", "sign", "why"}}.

        A sign is one or two Font Awesome names: meaning is never by colour alone.
        """
        signs = {
            "waiting": "clock-o",
            "sending": "clock-o",
            "sent": "check",
            "delivered": "check check",
            "unknown": "question",
        }
        return {
            code: {
                "code": code,
                "label": label,
                "sign": signs.get(code, "exclamation-triangle"),
                "why": "",
            }
            for code, label in self._fields["state"]._description_selection(self.env)
        }

    def _chronology_state(self, states):
        """Return how the delivery stands, with what went wrong."""
        self.ensure_one()
        why = self.state not in ("sent", "delivered") and self.error_text
        return states[self.state] | {"why": why or ""}
