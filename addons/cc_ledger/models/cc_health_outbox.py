from datetime import timedelta

from odoo import fields, models

LATE, STUCK = timedelta(minutes=10), timedelta(hours=1)


class CcHealthOutbox(models.AbstractModel):
    """Health: whether what must go out goes out."""

    _name = "cc.health.outbox"
    _inherit = "cc.health.contract"
    _description = "Health: outgoing"

    _cc_code = "outbox"
    _cc_order = 40
    _cc_rests_on_copy = True

    def _cc_title(self):
        return self.env._("Outgoing")

    def _cc_lines(self):
        return [self._line_of_waiting(), self._line_of_attention()]

    def _line_of_waiting(self):
        deliveries = self.env["cc.outbox.delivery"]
        domain = [("state", "=", "waiting")]
        oldest = deliveries.search(domain, order="create_date, id", limit=1)
        state, sentence = "ok", self.env._("Everything that had to go out went out.")
        if oldest:
            age = fields.Datetime.now() - oldest.create_date
            state = "failing" if age > STUCK else "warning" if age > LATE else "ok"
            sentence = self.env._(
                "%(count)s wait in line, the oldest for %(age)s.",
                count=deliveries.search_count(domain),
                age=self._age(oldest.create_date),
            )
        return self._line(
            "waiting",
            self._cc_title(),
            state,
            sentence,
            action=self._open("cc_ledger.cc_outbox_delivery_action"),
            action_label=self.env._("Open"),
        )

    def _line_of_attention(self):
        count = self.env["cc.outbox.delivery"].search_count(
            [("is_attention", "=", True)]
        )
        sentence = self.env._("Nobody has to look at a delivery.")
        if count:
            sentence = self.env._(
                "%(count)s did not reach their recipient, or may not have.", count=count
            )
        return self._line(
            "attention",
            self.env._("Not delivered"),
            "warning" if count else "ok",
            sentence,
            action=self._open(
                "cc_ledger.cc_outbox_delivery_action",
                context={"search_default_attention": 1},
            ),
            action_label=self.env._("Sort out") if count else self.env._("Open"),
        )
