from odoo import SUPERUSER_ID, models
from odoo.fields import Domain

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
    "appeal_ids",
]


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
        appeals = record.appeal_ids
        return {
            "person": record.partner_id,
            "interaction": record,
            "appeal": (appeals.filtered("is_open") or appeals)[-1:],
        }

    def _domain(self, tab, user_id=None):
        if tab not in ("mine", "queue"):
            return None
        owner = Domain("claimed_appeal_id", "any!", [("owner_id", "!=", False)])
        by_hand = (
            Domain("create_uid", "!=", SUPERUSER_ID)
            & Domain("create_uid.active", "=", True)
            & Domain("event_id", "=", False)
        )
        waiting = Domain("needs_answer", "=", True) & Domain("appeal_ids", "=", False)
        if tab == "queue":
            return waiting & self._kinds() & ~owner & ~by_hand
        user_id = user_id or self.env.uid
        owned = Domain("claimed_appeal_id", "any!", [("owner_id", "=", user_id)])
        written = Domain("create_uid", "=", user_id) & by_hand & ~owner
        return waiting & self._kinds() & (owned | written)

    def _kinds(self):
        """Return the domain of contacts that no other source gives rows of."""
        return Domain.TRUE

    def _rows(self, contacts, tab):
        names = self.env["cc.journal"]._names(contacts.partner_id)
        # sudo: the sign of a channel, a mask, for whoever sees the contact
        signs = {each.id: each.icon for each in contacts.sudo().channel_id}
        masks = {each.id: each.masked for each in contacts.sudo().identity_id}
        return [
            self._cc_row(
                contact,
                self._tab(contact) if tab is None else tab,
                partner_id=contact.partner_id.id,
                interaction_id=contact.id,
                who=names.get(contact.partner_id.id)
                or masks.get(contact.identity_id.id)
                or "",
                what=contact.subject or "",
                icon=signs.get(contact.channel_id.id) or "circle-o",
                since=self._cc_moment(contact.waiting_since),
                is_unread=contact.needs_answer,
                why="claimed" if contact.claimed_appeal_id else "first",
            )
            for contact in contacts
        ]

    def _tab(self, contact):
        """Return where a contact stands for who reads it; "" for nowhere."""
        if not self._stands(contact):
            return ""
        return "mine" if self.env.uid == self._cc_owner(contact).id else "queue"

    def _stands(self, contact):
        return contact.needs_answer and not contact.appeal_ids

    def _cc_owner(self, record):
        """Return who has the appeal it is said to be about, or who wrote it down."""
        # sudo: whose it is, for whoever sees the contact
        contact = record.sudo()
        owner = contact.claimed_appeal_id.owner_id or contact.create_uid
        is_person = owner.active and owner.id != SUPERUSER_ID
        return owner if is_person and not contact.event_id else owner.browse()

    def _cc_places(self, record):
        if not self._stands(record):
            return []
        owner = self._cc_owner(record)
        return [("mine", owner)] if owner else [("queue", None)]

    def _cc_counts_of_users(self, user_ids):
        return {
            user_id: {
                "mine": self.env["cc.interaction"].search_count(
                    self._domain("mine", user_id)
                )
            }
            for user_id in user_ids
        }

    def _cc_counts_of_scopes(self, scopes):
        if not scopes:
            return {}
        found = self._scopes(in_scopes(scopes))
        return {scope: {"queue": found.get(scope, 0)} for scope in scopes}
