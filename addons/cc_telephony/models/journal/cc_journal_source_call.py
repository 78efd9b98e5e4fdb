from datetime import timedelta

import pytz

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.cc_appeals.models.journal.appeal_fields import APPEAL_FIELDS

from ..call.cc_call_card import MISSED

READ = [
    "kind",
    "outcome",
    "number_masked",
    "line_id",
    "direction_id",
    "client_id",
    "partner_id",
    "interaction_id",
    "started_at",
    "callback_id",
]
# who waits in a queue for so long is counted apart
LONG = timedelta(seconds=60)


class CcJournalSourceCall(models.AbstractModel):
    """Calls of today that nobody took and nobody can be called back for."""

    _name = "cc.journal.source.call"
    _inherit = "cc.journal.source.shared"
    _description = "Missed calls in the work list"
    _cc_code = "call"
    _cc_models = ("cc.call",)
    _cc_shared = ("missed",)

    def _cc_rows(self, tab, limit):
        if tab != "missed":
            return []
        found = self.env["cc.call"].search_fetch(
            self._domain(), READ, order="started_at, id", limit=limit
        )
        return self._cc_rows_of(found)

    def _cc_bar(self):
        """Return how many wait in queues now: since when tells who waits for long."""
        live = self.env["cc.pbx.live"]
        if not live.has_access("read"):
            return {}
        waiting = live._waiting_since(self.env.user.cc_direction_ids)
        now = fields.Datetime.now()
        moments = sorted(each for found in waiting.values() for each in found)
        return {
            "waiting": len(moments),
            "waiting_long": sum(each <= now - LONG for each in moments),
            "waiting_since": {
                scope: [fields.Datetime.to_string(each) for each in found]
                for scope, found in waiting.items()
            },
        }

    def _cc_rows_of(self, records, facts=None):
        names = self.env["cc.journal"]._names(records.partner_id)
        # sudo: the name of a line, for whoever sees the call
        found = records.sudo()
        found.line_id.fetch(["name", "number"])
        return [
            self._cc_row(
                call,
                "missed" if self._stands(call) else "",
                partner_id=call.partner_id.id,
                interaction_id=call.interaction_id.id,
                who=names.get(call.partner_id.id) or call.number_masked or "",
                what=call.line_id.name or call.line_id.number or "",
                icon="phone",
                since=self._cc_moment(call.started_at),
                is_missed=call.is_missed,
                tries=1,
            )
            for call in found
        ]

    def _cc_reads(self):
        return READ

    def _cc_contact(self, record):
        contact = record.interaction_id
        appeal = self.env["cc.appeal"]
        if contact:
            appeal = appeal.search_fetch(
                [("interaction_ids", "in", contact.ids)],
                list(APPEAL_FIELDS),
                order="is_open desc, id desc",
                limit=1,
            )
        return {
            "person": record.partner_id,
            "interaction": contact,
            # who it was is known, or several are offered
            "candidates": record.candidate_ids if not record.partner_id else None,
            "appeal": appeal,
        }

    def _cc_take(self, records):
        raise UserError(
            self.env._("There is no number to call back: nobody can take this call.")
        )

    def _cc_tabs_now(self, records):
        return {each.id: ("missed",) if self._stands(each) else () for each in records}

    def _stands(self, call):
        return call.is_missed and not call.callback_id

    def _of_today(self, calls):
        """Return those of `calls` that stand in the list of today."""
        begin = fields.Datetime.now() - timedelta(days=1)
        return calls.filtered(
            lambda each: self._stands(each) and each.started_at > begin
        )

    def _domain(self):
        return (
            Domain("started_at", ">=", self._midnight())
            & Domain("kind", "=", "in")
            & Domain("outcome", "in", MISSED)
            & Domain("callback_id", "=", False)
        )

    def _midnight(self):
        """Return when the user's day began, in UTC."""
        zone = pytz.timezone(self.env.user.tz or "UTC")
        now = pytz.utc.localize(fields.Datetime.now()).astimezone(zone)
        begin = zone.localize(now.replace(hour=0, minute=0, second=0, tzinfo=None))
        return begin.astimezone(pytz.utc).replace(tzinfo=None, microsecond=0)
