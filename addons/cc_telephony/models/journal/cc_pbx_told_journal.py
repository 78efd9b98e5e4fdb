from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.cc_appeals.models.journal.cc_journal_teller import channel_of


class CcPbxLive(models.Model):
    """Who waits in the queues now, as the bar over the work list shows it."""

    _inherit = "cc.pbx.live"

    @api.model
    def _waiting_since(self, directions):
        """Return {"DIRECTION_CLIENT": [since when somebody waits]} of directions."""
        found = defaultdict(list)
        for live in self.search_fetch(
            [("state", "=", "queued"), ("direction_id", "in", directions.ids)],
            ["direction_id", "client_id", "since"],
            order="since",
        ):
            if live.since:
                found[f"{live.direction_id.id}_{live.client_id.id}"].append(live.since)
        return dict(found)


class CcPbx(models.Model):
    _inherit = "cc.pbx"

    #: who waited when the bars were told last: {"DIRECTION_CLIENT": [since when]}
    journal_told = fields.Json(readonly=True, copy=False)

    def _tell_directions(self, directions):
        """Tell the bars of the Journal who waits, with what supervisors are told.

        Only what is different; the moments are in the payload, and the screen counts
        who waits for long.
        """
        result = super()._tell_directions(directions)
        waiting = self.env["cc.pbx.live"]._waiting_since(directions)
        before, now = self.journal_told or {}, fields.Datetime.now()
        for direction in directions:
            for client in direction.client_ids:
                scope = f"{direction.id}_{client.id}"
                since = [fields.Datetime.to_string(x) for x in waiting.get(scope, ())]
                if since == before.get(scope, []):
                    continue
                before = before | {scope: since}
                self.env["bus.bus"]._sendone(
                    (direction, channel_of(client.id)),
                    "cc_journal/bar",
                    {
                        "now": fields.Datetime.to_string(now),
                        "scope": scope,
                        "waiting_since": since,
                    },
                )
        if before != (self.journal_told or {}):
            self.journal_told = before
        return result
