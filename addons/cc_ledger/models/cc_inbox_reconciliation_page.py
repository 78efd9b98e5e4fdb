"""What the reconciliation page shows and where its figures lead."""

from odoo import api, fields, models
from odoo.fields import Domain

from .cc_inbox_reconciliation import COUNTS

STANDING = ("is_told", "source_count", "difference", "state")
# what a source that does not say leaves open, as an export names it
UNSAID = (["source_count"], ["difference"], ["difference_change"])
ROW_FIELDS = ("day", "channel_id", *STANDING, *(f"{name}_count" for name in COUNTS))
EVENT_STATES = {
    "ledger": None,
    "processed": "processed",
    "ignored": "ignored",
    "quarantined": "quarantined",
    "waiting": "received",
}


class CcInboxReconciliation(models.Model):
    _inherit = "cc.inbox.reconciliation"

    @api.model
    def get_page(self):
        """Return the page: channels with their days, newest first, and the totals.

        The context says which days; `source` is None where the source does not say.
        `today` is the last day there is, by the easternmost direction's clock.
        """
        self.browse().check_access("read")
        day_from, day_to = self._period()
        # how a day stands depends on the days asked for: none kept of others
        self.invalidate_model(flush=False)
        rows = self.search_fetch(Domain.TRUE, [*ROW_FIELDS])
        channels = [
            self._page_channel(channel, own)
            for channel, own in rows.grouped("channel_id").items()
        ]
        channels.sort(key=lambda each: (-each["missing"], not each["days"]))
        return {
            "day_from": fields.Date.to_string(day_from),
            "day_to": fields.Date.to_string(day_to),
            "today": fields.Date.to_string(self._today()),
            "channels": channels,
            "totals": self._sums(channels),
            "missing": sum(each["missing"] for each in channels),
            "silent": sum(each["is_silent"] for each in channels if each["days"]),
            "can_export": self.env.user.has_group("base.group_allow_export"),
        }

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """As the page: where the source does not say there is no number, and no 0."""
        lines = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        unsaid = [at for at, path in enumerate(fields) if path in UNSAID]
        for row, line in zip(self, lines, strict=True):
            if not row.is_told:
                for at in unsaid:
                    line[at] = ""
        return lines

    @api.model
    def _page_channel(self, channel, rows):
        days = [row._page_day() for row in rows.sorted("day", reverse=True)]
        told = [day for day in days if day["source"] is not None]
        shown = [day for day in days if day["source"] or day["ledger"]]
        return {
            "id": channel.id,
            "name": channel.name,
            "icon": channel.icon,
            "direction": channel.direction_id.name,
            "days": shown,
            "totals": self._sums(days),
            "missing": days[0]["difference"] if days else 0,
            "is_silent": not told,
        }

    def _page_day(self):
        return {
            "day": fields.Date.to_string(self.day),
            "source": self.source_count if self.is_told else None,
            "ledger": self.ledger_count,
            "processed": self.processed_count,
            "ignored": self.ignored_count,
            "quarantined": self.quarantined_count,
            "waiting": self.waiting_count,
            "repeats": self.repeats_count,
            "difference": self.difference,
            "state": self.state,
        }

    @api.model
    def _sums(self, parts):
        """Return the totals of days, or of channels (which have theirs in `totals`)."""
        parts = [part.get("totals", part) for part in parts]
        names = [*EVENT_STATES, "repeats"]
        sums = {name: sum(part[name] for part in parts) for name in names}
        told = [part["source"] for part in parts if part["source"] is not None]
        return sums | {"source": sum(told) if told else None}

    @api.model
    def get_rules(self, channel_id, day_from, day_to):
        """Return the rules that ignored what came: `text`, `count`, `codes`."""
        domain = self._domain_of(channel_id, day_from, day_to, "ignored")
        inbox = self.env["cc.inbox.event"]
        rules = {}
        for code, count in inbox._read_group(domain, ["reason"], ["__count"]):
            text = inbox._reason_words(code)
            rule = rules.setdefault(text, {"text": text, "count": 0, "codes": []})
            rule["count"] += count
            rule["codes"].append(code)
        return sorted(rules.values(), key=lambda rule: -rule["count"])

    @api.model
    def action_open_events(self, channel_id, day_from, day_to, column, codes=None):
        """Return the list of inbox events behind one figure, or behind one rule."""
        domain = self._domain_of(channel_id, day_from, day_to, EVENT_STATES[column])
        if codes:
            domain.append(("reason", "in", codes))
        action = self.env["ir.actions.actions"]._for_xml_id(
            "cc_ledger.cc_inbox_event_action"
        )
        channel = self.env["cc.channel"].browse(channel_id)
        return action | {"domain": domain, "context": {}, "name": channel.name}

    @api.model
    def _domain_of(self, channel_id, day_from, day_to, state):
        channel = self.env["cc.channel"].browse(channel_id)
        channel.check_access("read")
        days = fields.Date.to_date(day_from), fields.Date.to_date(day_to)
        return self._event_domain(channel, *days, state)
