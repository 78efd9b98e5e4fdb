from datetime import timedelta

from odoo import fields, models

LATE, STUCK = timedelta(minutes=15), timedelta(hours=1)


class CcHealthOutbox(models.AbstractModel):
    """Health: whether what must go out goes out, and what waits for a person."""

    _name = "cc.health.outbox"
    _inherit = "cc.health.contract"
    _description = "Health: outbox"

    _cc_code = "outbox"
    _cc_order = 25

    def _cc_title(self):
        return self.env._("Outgoing")

    def _cc_lines(self):
        return [self._line_of_waiting(), self._line_of_attention()]

    def _line_of_waiting(self):
        outbox = self.env["cc.outbox.delivery"]
        waiting = [("state", "in", ("waiting", "sending"))]
        oldest = outbox.search(waiting, order="id", limit=1)
        state, sentence = "ok", self.env._("Nothing waits to be sent.")
        if oldest:
            age = fields.Datetime.now() - oldest.create_date
            state = "failing" if age > STUCK else "warning" if age > LATE else "ok"
            sentence = self.env._(
                "%(count)s wait to be sent, the oldest for %(age)s.",
                count=outbox.search_count(waiting),
                age=self._age(oldest.create_date),
            )
        return self._line(
            "waiting",
            self._cc_title(),
            state,
            sentence,
            action=self._open_outbox("search_default_waiting"),
            action_label=self.env._("Open"),
        )

    def _line_of_attention(self):
        count = self.env["cc.outbox.delivery"].search_count(
            [("is_attention", "=", True)]
        )
        sentence = self.env._("Everything that was given up has been looked at.")
        if count:
            sentence = self.env._(
                "%(count)s did not arrive, or nobody knows: a person decides.",
                count=count,
            )
        return self._line(
            "attention",
            self.env._("Not arrived"),
            "warning" if count else "ok",
            sentence,
            action=self._open_outbox("search_default_attention"),
            action_label=self.env._("Sort out") if count else self.env._("Open"),
        )

    def _open_outbox(self, search):
        return self._open("cc_ledger.cc_outbox_delivery_action", context={search: 1})
