from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.cc_appeals.models.journal.cc_journal_source import in_scopes

READ = [
    "number_masked",
    "line_id",
    "channel_id",
    "direction_id",
    "client_id",
    "last_call_id",
    "last_try_at",
    "try_count",
    "due_at",
    "owner_id",
    "outcome",
    "state",
]
# a call-back burns for so long before it is late
WARNED = timedelta(minutes=15)


class CcJournalSourceCallback(models.AbstractModel):
    """Calls that are owed, whoever has taken them."""

    _name = "cc.journal.source.callback"
    _inherit = "cc.journal.source.contract"
    _description = "Call-backs in the work list"
    _cc_code = "callback"
    _cc_models = ("cc.callback",)
    _cc_shared = ("missed",)

    def _cc_rows(self, tab, limit):
        if tab != "missed":
            return []
        found = self.env["cc.callback"].search_fetch(
            self._domain(), READ, order="due_at, id", limit=limit
        )
        return self._cc_rows_of(found)

    def _cc_counts(self):
        return {"missed": self._scopes()}

    def _scopes(self, within=Domain.TRUE):
        found = self.env["cc.callback"]._read_group(
            self._domain() & within, ["direction_id", "client_id"], ["__count"]
        )
        return {f"{one.id}_{other.id}": count for one, other, count in found}

    def _cc_counts_of_scopes(self, scopes):
        if not scopes:
            return {}
        found = self._scopes(in_scopes(scopes))
        return {scope: {"missed": found.get(scope, 0)} for scope in scopes}

    def _cc_rows_of(self, records, facts=None):
        # sudo: names of lines and colleagues, and of who called, for whoever sees it
        found = records.sudo()
        found.last_call_id.fetch(["partner_id", "interaction_id"])
        found.line_id.fetch(["name", "number"])
        people = {item.id: item.last_call_id.partner_id for item in found}
        names = self.env["cc.journal"]._names(found.last_call_id.partner_id)
        return [
            self._cc_row(
                item,
                "missed" if item.state == "open" else "",
                partner_id=people[item.id].id,
                interaction_id=item.last_call_id.interaction_id.id,
                who=names.get(people[item.id].id) or item.number_masked or "",
                what=item.line_id.name or item.line_id.number or "",
                icon="phone",
                due_at=self._cc_moment(item.due_at),
                warn_at=self._cc_moment(item.due_at - WARNED),
                since=self._cc_moment(item.last_try_at),
                is_unread=not item.owner_id,
                is_missed=True,
                tries=item.try_count,
                owner_id=item.owner_id.id,
                owner=item.owner_id.name or "",
            )
            for item in found
        ]

    def _cc_reads(self):
        return READ

    def _cc_contact(self, record):
        call = record.last_call_id
        return {
            "person": call.partner_id,
            "interaction": call.interaction_id,
            "candidates": call.candidate_ids,
        }

    def _cc_take(self, records):
        # sudo: a colleague's name
        for owner in records.sudo().owner_id:
            if owner.id != self.env.uid:
                raise UserError(self.env._("%(name)s calls already.", name=owner.name))
        return records.action_take()

    def _cc_tabs_now(self, records):
        # whoever has it, it stands for everybody
        return {
            each.id: ("missed",) if each.state == "open" else () for each in records
        }

    def _domain(self):
        """Return the domain of what is owed; as the partial index says it."""
        return Domain("state", "=", "open")
