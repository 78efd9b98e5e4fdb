"""What becomes of a row: its named state, or its place in the line again."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..exceptions import CcUnreadable
from .cc_inbox_event import plain

# what the drain writes into a row: all of it, so that nothing of an earlier try stays
FATE = (
    "state",
    "kind",
    "reason",
    "stage",
    "message_id",
    "digest",
    "subject",
    "sender_masked",
    "copy_of_id",
)
# of it, what the audit is told: codes and ids alone
TOLD = ("state", "kind", "reason", "stage", "copy_of_id", "interaction_id")
ACTIONS = {
    "processed": "inbox.processed",
    "ignored": "inbox.processed",
    "quarantined": "inbox.quarantined",
}
HEADERS = ("subject", "sender_masked", "message_id")


def _as_fate(answer):
    """Return an answer as values of the row; what cannot be read is quarantined."""
    if not isinstance(answer, CcUnreadable):
        return answer
    shown = {name: answer.headers.get(name) for name in HEADERS}
    named = {"reason": answer.reason, "stage": answer.stage}
    return {"state": "quarantined", **named, **shown}


class CcInboxEvent(models.Model):
    _inherit = "cc.inbox.event"

    def _finish(self, answers):
        """Write what the channel's plug-in decided about each row, in one statement.

        :param answers: a dict or a `CcUnreadable` per row, in the order of the rows
        """
        columns = self._fate_columns()
        rows = [
            (event.id, *(plain(fate.get(name)) for name in columns))
            for event, fate in zip(self, map(_as_fate, answers), strict=True)
        ]
        assigned = SQL(", ").join(
            SQL(
                "%s = fate.%s::%s",
                SQL.identifier(name),
                SQL.identifier(name),
                SQL(self._fields[name].column_type[1]),
            )
            for name in columns
        )
        # SQL: a write per row costs more than the letter; the model's writes have no
        # overrides, and nothing stored depends on these columns
        statement = SQL(
            """
            UPDATE cc_inbox_event AS event
               SET %s, next_try_at = NULL, write_uid = %s,
                   write_date = now() AT TIME ZONE 'UTC'
              FROM (VALUES %s) AS fate (id, %s)
             WHERE event.id = fate.id
            """,
            assigned,
            self.env.uid,
            SQL(", ").join(SQL("%s", row) for row in rows),
            SQL(", ").join(map(SQL.identifier, columns)),
        )
        self.env.cr.execute(statement)
        self.invalidate_recordset()
        self._log_fates(answers)

    def _log_fates(self, answers):
        """Tell the audit what each row became."""
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": ACTIONS[fate["state"]],
                    "model": self._name,
                    "res_id": event.id,
                    "direction_id": event.direction_id.id,
                    "client_id": event.client_id.id,
                    "detail": {name: fate[name] for name in TOLD if fate.get(name)},
                }
                for event, fate in zip(self, map(_as_fate, answers), strict=True)
            ]
        )

    @api.model
    def _fate_columns(self):
        """Return the names of the fields that a plug-in's answer fills."""
        return list(FATE)

    def _quarantine(self, fault):
        self.ensure_one()
        self._finish([fault])

    @api.model
    def _put_back(self, later):
        """Put rows back in line as if they had not been begun.

        :param later: {id: `CcLater`}
        """
        for is_slow in (False, True):
            ids = [key for key, each in later.items() if each.is_slow == is_slow]
            if ids:
                self.env.cr.execute(
                    """
                    UPDATE cc_inbox_event
                       SET attempts = greatest(attempts - 1, 0),
                           is_slow = is_slow IS TRUE OR %s
                     WHERE id = ANY(%s) AND state = 'received'
                    """,
                    (is_slow, ids),
                )
        if later:
            self.browse(later).invalidate_recordset(["attempts", "is_slow"])
            self._boundary()

    def _back_off(self):
        """Try later: 30 s doubled each time, an hour at most, spread by the id."""
        for event in self:
            wait = min(30 * 2 ** min(event.fault_count, 10), 3600) + event.id % 30
            event.write(
                {
                    # the worker lived: only crashes count against the row
                    "attempts": 0,
                    "fault_count": event.fault_count + 1,
                    "next_try_at": fields.Datetime.now() + timedelta(seconds=wait),
                }
            )
