from datetime import timedelta
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

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
    "state",
]
# a call-back burns for so long before it is late
WARNED = timedelta(minutes=15)


class Facts(NamedTuple):
    """What a row shows of a call-back beside its own columns: ids and names."""

    person: int
    who: str
    contact: int
    line: str
    owner: str


class CcJournalSourceCallback(models.AbstractModel):
    """Calls that are owed, whoever has taken them."""

    _name = "cc.journal.source.callback"
    _inherit = "cc.journal.source.shared"
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

    def _cc_rows_of(self, records, facts=None):
        facts = facts or self._facts(records)
        names = self.env["cc.journal"]._short_names(
            {each.person: each.who for each in facts.values() if each.person}
        )
        return [
            self._cc_row(
                item,
                "missed" if item.state == "open" else "",
                partner_id=facts[item.id].person or False,
                interaction_id=facts[item.id].contact or False,
                who=names.get(facts[item.id].person) or item.number_masked or "",
                what=facts[item.id].line or "",
                icon="phone",
                due_at=self._cc_moment(item.due_at),
                warn_at=self._cc_moment(item.due_at - WARNED),
                since=self._cc_moment(item.last_try_at),
                is_unread=not item.owner_id,
                is_missed=True,
                tries=item.try_count,
                owner_id=item.owner_id.id,
                owner=facts[item.id].owner or "",
            )
            for item in records
        ]

    def _facts(self, items):
        """Return {id: Facts} of call-backs the user may read, by one statement."""
        if not items:
            return {}
        self.env.flush_all()
        # SQL: names of lines, people and colleagues, for whoever sees the call-back
        rows = self.env.execute_query(
            SQL(
                """
                SELECT item.id, call.partner_id, person.name, call.interaction_id,
                       COALESCE(NULLIF(line.name, ''), line.number), colleague.name
                  FROM cc_callback item
                  LEFT JOIN cc_call call ON call.id = item.last_call_id
                  LEFT JOIN res_partner person ON person.id = call.partner_id
                  LEFT JOIN cc_pbx_line line ON line.id = item.line_id
                  LEFT JOIN res_users owner ON owner.id = item.owner_id
                  LEFT JOIN res_partner colleague ON colleague.id = owner.partner_id
                 WHERE item.id IN %s
                """,
                items._ids,
            )
        )
        return {row[0]: Facts(*row[1:]) for row in rows}

    def _cc_reads(self):
        return READ

    def _cc_contact(self, record):
        facts = self._facts(record)
        known, call = facts[record.id], record.last_call_id
        return {
            "person": self.env["res.partner"].browse(known.person or ()),
            "interaction": self.env["cc.interaction"].browse(known.contact or ()),
            # who it was is known, or several are offered
            "candidates": call.candidate_ids if not known.person else None,
            "facts": facts,
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
