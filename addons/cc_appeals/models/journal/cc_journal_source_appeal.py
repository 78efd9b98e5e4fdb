from odoo import fields, models
from odoo.fields import Domain

READ = [
    "name",
    "applicant_id",
    "channel_id",
    "due_at",
    "warn_at",
    "waiting_since",
    "needs_answer",
    "state",
    "owner_id",
]


class CcJournalSourceAppeal(models.AbstractModel):
    """Open appeals: mine, those nobody has taken, those whose answer is owed to us."""

    _name = "cc.journal.source.appeal"
    _inherit = "cc.journal.source.contract"
    _description = "Appeals in the work list"
    _cc_code = "appeal"

    def _cc_rows(self, tab, limit):
        domain = self._domain(tab)
        if domain is None:
            return []
        found = self.env["cc.appeal"].search_fetch(
            domain, READ, order="due_at, id", limit=limit
        )
        return [self._row(appeal) for appeal in found]

    def _cc_count(self, tab):
        domain = self._domain(tab)
        return 0 if domain is None else self.env["cc.appeal"].search_count(domain)

    def _domain(self, tab):
        is_open = Domain("is_open", "=", True)
        if tab == "mine":
            return is_open & Domain("owner_id", "=", self.env.uid)
        if tab == "queue":
            return is_open & Domain("owner_id", "=", False)
        if tab == "control":
            return is_open & Domain("state", "=", "feedback")
        return None

    def _row(self, appeal):
        return self._cc_row(
            appeal,
            appeal_id=appeal.id,
            partner_id=appeal.applicant_id.id,
            who=appeal.applicant_id.display_name or "",
            what=appeal.name,
            icon=appeal.channel_id.icon or "circle-o",
            due_at=fields.Datetime.to_string(appeal.due_at),
            warn_at=fields.Datetime.to_string(appeal.warn_at),
            since=fields.Datetime.to_string(appeal.waiting_since),
            is_unread=appeal.needs_answer,
            state=appeal.state,
            owner_id=appeal.owner_id.id,
            owner=appeal.owner_id.name or "",
        )
