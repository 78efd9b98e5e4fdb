from typing import NamedTuple

from odoo import SUPERUSER_ID, models
from odoo.fields import Domain
from odoo.tools import SQL

from .appeal_fields import APPEAL_FIELDS
from .cc_journal_source import in_scopes

READ = [
    "subject",
    "sender_name",
    "partner_id",
    "identity_id",
    "channel_id",
    "direction_id",
    "client_id",
    "waiting_since",
    "needs_answer",
    "claimed_appeal_id",
    "kind",
]
# of contacts without an appeal more are never counted
MOST_COUNTED = 2000
# who has to answer a contact: of the appeal it was claimed for, or wrote it by hand
OWNER = SQL(
    """
    COALESCE(claimed.owner_id, CASE WHEN contact.event_id IS NULL
        AND creator.id != %s AND creator.active IS TRUE THEN creator.id END)
    """,
    SUPERUSER_ID,
)


class Facts(NamedTuple):
    """What a row shows of a contact beside its own columns."""

    who: str
    mask: str
    kind: str
    owner: int
    is_lone: bool


class CcJournalSourceInteraction(models.AbstractModel):
    """Contacts that wait for an answer and are no part of an appeal."""

    _name = "cc.journal.source.interaction"
    _inherit = "cc.journal.source.contract"
    _description = "Waiting contacts in the work list"
    _cc_code = "interaction"
    _cc_models = ("cc.interaction",)
    _cc_shared = ("queue",)
    _cc_own = ("mine",)

    def _cc_rows(self, tab, limit):
        domain = self._domain(tab)
        if domain is None:
            return []
        found = self.env["cc.interaction"].search_fetch(
            domain, READ, order="waiting_since, id", limit=limit
        )
        return self._rows(found, tab)

    def _cc_counts(self):
        mine = self.env["cc.interaction"].search_count(self._domain("mine"))
        return {"mine": mine, "queue": self._scopes()}

    def _scopes(self, within=Domain.TRUE):
        found = self.env["cc.interaction"]._read_group(
            self._domain("queue") & within,
            ["direction_id", "client_id"],
            ["__count"],
        )
        return {f"{one.id}_{other.id}": count for one, other, count in found}

    def _cc_rows_of(self, records, facts=None):
        return self._rows(records, None)

    def _cc_reads(self):
        return READ

    def _cc_contact(self, record):
        appeal = self.env["cc.appeal"].search_fetch(
            [("interaction_ids", "in", record.ids)],
            list(APPEAL_FIELDS),
            order="is_open desc, id desc",
            limit=1,
        )
        return {
            "person": record.partner_id,
            "interaction": record,
            "appeal": appeal,
        }

    def _domain(self, tab):
        if tab not in ("mine", "queue"):
            return None
        owner = Domain("claimed_appeal_id", "any!", [("owner_id", "!=", False)])
        by_hand = (
            Domain("create_uid", "!=", SUPERUSER_ID)
            & Domain("create_uid.active", "=", True)
            & Domain("event_id", "=", False)
        )
        if tab == "queue":
            return self._waiting() & ~owner & ~by_hand
        mine = [("owner_id", "=", self.env.uid)]
        owned = Domain("claimed_appeal_id", "any!", mine)
        written = Domain("create_uid", "=", self.env.uid) & by_hand & ~owner
        return self._waiting() & (owned | written)

    def _waiting(self):
        waiting = Domain("needs_answer", "=", True) & Domain("appeal_ids", "=", False)
        return waiting & self._kinds()

    def _kinds(self):
        """Return the domain of contacts that no other source gives rows of."""
        return Domain.TRUE

    def _rows(self, contacts, tab):
        facts = self._facts(contacts)
        icons = self.env["cc.chronology.contract"]._cc_icons()
        names = self.env["cc.journal"]._short_names(
            {each.partner_id.id: facts[each.id].who for each in contacts}
        )
        return [
            self._cc_row(
                contact,
                self._tab(contact, facts[contact.id]) if tab is None else tab,
                partner_id=contact.partner_id.id,
                interaction_id=contact.id,
                who=names.get(contact.partner_id.id) or facts[contact.id].mask or "",
                what=contact.subject or "",
                icon=icons.get(facts[contact.id].kind) or "circle-o",
                since=self._cc_moment(contact.waiting_since),
                is_unread=contact.needs_answer,
                why=self._why(contact),
            )
            for contact in contacts
        ]

    def _facts(self, contacts):
        """Return {id: facts} of contacts the user may read, by one statement.

        `who` and `mask`: the person's name and the address's mask, `kind` of the
        channel, `owner`: id of who has to answer, None for nobody, `is_lone`.
        """
        if not contacts:
            return {}
        self.env.flush_all()
        # SQL: names and masks of contacts that were searched with the user's rules
        rows = self.env.execute_query(
            SQL(
                """
                SELECT contact.id, person.name, identity.masked, channel.kind,
                       %s,
                       NOT EXISTS (SELECT FROM cc_appeal_interaction_rel rel
                                    WHERE rel.interaction_id = contact.id)
                  FROM cc_interaction contact
                  LEFT JOIN res_partner person ON person.id = contact.partner_id
                  LEFT JOIN cc_identity identity ON identity.id = contact.identity_id
                  LEFT JOIN cc_channel channel ON channel.id = contact.channel_id
                  LEFT JOIN cc_appeal claimed ON claimed.id = contact.claimed_appeal_id
                  LEFT JOIN res_users creator ON creator.id = contact.create_uid
                 WHERE contact.id IN %s
                """,
                OWNER,
                contacts._ids,
            )
        )
        return {row[0]: Facts(*row[1:]) for row in rows}

    def _why(self, contact):
        if not contact.needs_answer:
            return False
        return "claimed" if contact.claimed_appeal_id else "first"

    def _tab(self, contact, facts):
        """Return where a contact stands for who reads it; "" for nowhere."""
        if not facts.is_lone or not self._stands(contact):
            return ""
        return "mine" if self.env.uid == facts.owner else "queue"

    def _stands(self, contact):
        """Tell whether a contact without an appeal is a row of this source."""
        return contact.needs_answer

    def _cc_owners(self, records):
        return {id_: facts.owner for id_, facts in self._facts(records).items()}

    def _cc_tabs_now(self, records):
        facts, found = self._facts(records), {}
        for contact in records:
            known = facts[contact.id]
            stands = known.is_lone and self._stands(contact)
            tab = "mine" if known.owner else "queue"
            found[contact.id] = (tab,) if stands else ()
        return found

    def _cc_counts_of_users(self, user_ids):
        if not user_ids:
            return {}
        # in the order of the partial index, or all there is would be looked through
        lone = self.env["cc.interaction"]._search(
            self._waiting(), order="waiting_since, id", limit=MOST_COUNTED
        )
        self.env.flush_all()
        # counted there: this is asked each second while anything changes
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(owner)s, count(*)
                  FROM cc_interaction contact
                  LEFT JOIN cc_appeal claimed ON claimed.id = contact.claimed_appeal_id
                  LEFT JOIN res_users creator ON creator.id = contact.create_uid
                 WHERE contact.id IN %(lone)s AND %(owner)s = ANY(%(users)s)
                 GROUP BY 1
                """,
                owner=OWNER,
                lone=lone.subselect(),
                users=list(user_ids),
            )
        )
        counts = dict(rows)
        return {user_id: {"mine": counts.get(user_id, 0)} for user_id in user_ids}

    def _cc_counts_of_scopes(self, scopes):
        if not scopes:
            return {}
        found = self._scopes(in_scopes(scopes))
        return {scope: {"queue": found.get(scope, 0)} for scope in scopes}
