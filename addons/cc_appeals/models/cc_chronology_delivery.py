from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

TABLE = "cc_outbox_delivery"


class CcChronologyDelivery(models.AbstractModel):
    """What went out by itself: confirmations. An answer is a contact already."""

    _name = "cc.chronology.delivery"
    _inherit = "cc.chronology.contract"
    _description = "Deliveries in a chronology"

    _cc_code = "delivery"
    _cc_order = 30

    def _cc_entries(self, scope, before, limit):
        model = self.env["cc.outbox.delivery"]
        may_read = model._has_field_access(model._fields["body"], "read")
        deliveries = self._cc_lines(
            ("cc.outbox.delivery", self._domain(scope)),
            "create_date",
            self._columns(may_read),
            before,
            limit,
        )
        if not deliveries:
            return []
        kinds = dict(model._fields["kind"]._description_selection(self.env))
        states, icons = model._chronology_states(), self._cc_icons()
        return [
            self._cc_entry(
                delivery,
                delivery.create_date,
                "notice",
                icon=icons.get(delivery.channel) or "paper-plane",
                label=kinds[delivery.kind],
                direction="out",
                title=delivery.subject or kinds[delivery.kind],
                text=delivery.body or "",
                appeals=delivery.appeals or [],
                state=model._chronology_state_of(
                    states, delivery.state, delivery.error_code, delivery.error_detail
                ),
                delivery_id=delivery.id,
            )
            for delivery in deliveries
        ]

    def _columns(self, may_read):
        same = "create_date kind subject state error_code error_detail"
        return dict(zip(same.split(), same.split(), strict=True)) | {
            "body": "body" if may_read else SQL("''"),
            "channel": self._cc_kind_of(SQL.identifier(TABLE, "channel_id")),
            "appeals": self._cc_chips_sql(
                SQL("cc_appeal.id = %s", SQL.identifier(TABLE, "appeal_id"))
            ),
        }

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
        return self._chronology_state_of(
            states, self.state, self.error_code, self.error_detail
        )

    @api.model
    def _chronology_state_of(self, states, state, error_code, error_detail):
        """Return what `_chronology_state` does, of a delivery's values."""
        is_well = state in ("sent", "delivered")
        why = "" if is_well else self._sentence(error_code, error_detail)
        return states[state] | {"why": why or ""}
