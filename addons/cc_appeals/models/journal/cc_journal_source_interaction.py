from odoo import models
from odoo.fields import Domain

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

    def _cc_rows(self, tab, limit):
        domain = self._domain(tab)
        if domain is None:
            return []
        found = self.env["cc.interaction"].search_fetch(
            domain, READ, order="waiting_since, id", limit=limit
        )
        return self._rows(found, tab)

    def _cc_counts(self):
        contacts = self.env["cc.interaction"]
        waiting = contacts._read_group(
            self._domain("queue"), ["direction_id", "client_id"], ["__count"]
        )
        scopes = {f"{one.id}_{other.id}": count for one, other, count in waiting}
        return {"mine": contacts.search_count(self._domain("mine")), "queue": scopes}

    def _cc_rows_of(self, records):
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

    def _domain(self, tab):
        if tab not in ("mine", "queue"):
            return None
        waiting = Domain("needs_answer", "=", True) & Domain("appeal_ids", "=", False)
        waiting &= self._kinds()
        # who wrote it down, or has the appeal that it says it is about
        mine = Domain("create_uid", "=", self.env.uid) | Domain(
            "claimed_appeal_id.owner_id", "=", self.env.uid
        )
        return waiting & (mine if tab == "mine" else ~mine)

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
        if not contact.needs_answer or contact.appeal_ids:
            return ""
        owner = contact.claimed_appeal_id.owner_id
        is_mine = self.env.uid in (owner.id, contact.create_uid.id)
        return "mine" if is_mine else "queue"
