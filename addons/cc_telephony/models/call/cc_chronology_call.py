from odoo import models
from odoo.tools import SQL

from .cc_call_card import MISSED

# what an entry shows, and what decides whether the recording may be heard
READ = [
    "interaction_id",
    "kind",
    "outcome",
    "talk_seconds",
    "wait_seconds",
    "client_id",
    "direction_id",
]


class CcChronologyContact(models.AbstractModel):
    """Calls in a chronology: the contact that is there already says how it went."""

    _inherit = "cc.chronology.contact"

    def _cc_entries(self, scope, before, limit):
        entries = super()._cc_entries(scope, before, limit)
        model = self.env["cc.call"]
        if not entries or not model.has_access("read"):
            return entries
        by_key = {entry["key"]: entry for entry in entries}
        ids = [int(key.split(",")[1]) for key in by_key]
        calls = model.search_fetch(
            [("interaction_id", "in", ids)],
            READ,
            order="id",
        )
        for call in calls:
            entry = by_key[f"cc.interaction,{call.interaction_id.id}"]
            entry.update(
                icon="phone",
                title=self._title_of_call(call),
                text=entry["text"] or self._text_of_call(call),
                player=call._player_sign(),
            )
        return entries

    def _columns(self):
        columns = super()._columns()
        operator = SQL(
            "(SELECT max(operator_id) FROM cc_call WHERE interaction_id = %s)",
            SQL.identifier("cc_interaction", "id"),
        )
        talked = self._cc_name_of(operator)
        return columns | {"writer": SQL("COALESCE(%s, %s)", talked, columns["writer"])}

    def _title_of_call(self, call):
        time = clock(call.talk_seconds)
        if call.kind != "in":
            if call.talk_seconds:
                return self.env._("Outgoing call, %(time)s", time=time)
            return self.env._("Outgoing call")
        if call.talk_seconds:
            return self.env._("Incoming call, %(time)s", time=time)
        if call.outcome in MISSED:
            return self.env._("Missed call")
        return self.env._("Incoming call")

    def _text_of_call(self, call):
        outcomes = dict(call._fields["outcome"]._description_selection(self.env))
        found = [outcomes[call.outcome]]
        if call.wait_seconds >= 1:
            found.append(
                self.env._("waited %(time)s", time=clock(call.wait_seconds)),
            )
        return ", ".join(found)


def clock(seconds):
    """Return a length as people say it: 3:12, 1:02:05."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
