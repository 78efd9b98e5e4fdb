from datetime import timedelta

from odoo import fields, models

LATE, STUCK = timedelta(minutes=5), timedelta(minutes=30)
# what a source sends again by habit is counted; a source that loops is shown
REPEATS_AN_HOUR = 50


class CcHealthInbox(models.AbstractModel):
    """Health: whether what came is worked on."""

    _name = "cc.health.inbox"
    _inherit = "cc.health.contract"
    _description = "Health: inbox"

    _cc_code = "inbox"
    _cc_order = 20
    _cc_rests_on_copy = True

    def _cc_title(self):
        return self.env._("Inbox")

    def _cc_lines(self):
        return [
            self._line_of_waiting(),
            self._line_of_quarantine(),
            self._line_of_attempts(),
            self._line_of_repeats(),
        ]

    def _line_of_waiting(self):
        waiting = [("state", "=", "received")]
        inbox = self.env["cc.inbox.event"]
        oldest = inbox.search(waiting, order="received_at, id", limit=1)
        if not oldest:
            state, sentence = "ok", self.env._("Everything that came is settled.")
        else:
            age = fields.Datetime.now() - oldest.received_at
            state = "failing" if age > STUCK else "warning" if age > LATE else "ok"
            sentence = self.env._(
                "%(count)s wait in line, the oldest for %(age)s.",
                count=inbox.search_count(waiting),
                age=self._age(oldest.received_at),
            )
        return self._line(
            "waiting",
            self._cc_title(),
            state,
            sentence,
            action=self._open_inbox("search_default_waiting"),
            action_label=self.env._("Open"),
        )

    def _line_of_quarantine(self):
        inbox = self.env["cc.inbox.event"]
        domain = [("state", "=", "quarantined")]
        oldest = inbox.search(domain, order="received_at, id", limit=1)
        sentence = self.env._("Nothing waits here.")
        if oldest:
            sentence = self.env._(
                "%(count)s could not be read, the oldest waits for %(age)s.",
                count=inbox.search_count(domain),
                age=self._age(oldest.received_at),
            )
        return self._line(
            "quarantine",
            self.env._("Quarantine"),
            "warning" if oldest else "ok",
            sentence,
            action=self._open("cc_ledger.cc_quarantine_action"),
            action_label=self.env._("Sort out") if oldest else self.env._("Open"),
        )

    def _line_of_attempts(self):
        again = self.env["cc.inbox.event"].search_count(
            [
                ("state", "=", "received"),
                "|",
                ("attempts", ">", 1),
                ("fault_count", ">", 0),
            ]
        )
        sentence = self.env._("Nothing had to be tried twice.")
        if again:
            sentence = self.env._(
                "%(count)s did not succeed at once and are tried again by themselves.",
                count=again,
            )
        return self._line(
            "attempts",
            self.env._("Attempts"),
            "warning" if again else "ok",
            sentence,
        )

    def _line_of_repeats(self):
        since = fields.Datetime.now() - timedelta(hours=1)
        ((count, repeats),) = self.env["cc.inbox.event"]._read_group(
            [("received_at", ">=", since)],
            aggregates=["__count", "redelivery_count:sum"],
        )
        return self._line(
            "repeats",
            self.env._("Repeats"),
            "warning" if (repeats or 0) > max(REPEATS_AN_HOUR, count) else "ok",
            self.env._(
                "In the last hour %(count)s came, and their sources repeated "
                "%(repeats)s.",
                count=count,
                repeats=repeats or 0,
            ),
        )

    def _open_inbox(self, search):
        return self._open("cc_ledger.cc_inbox_event_action", context={search: 1})
