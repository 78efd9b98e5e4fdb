from odoo import fields, models


class CcJournalSourceHelp(models.AbstractModel):
    """Requests for help, for those who can give it."""

    _name = "cc.journal.source.help"
    _inherit = "cc.journal.source.shared"
    _description = "Requests for help in the work list"
    _cc_code = "help"
    _cc_models = ("cc.journal.help",)
    _cc_shared = ("help",)

    def _cc_rows(self, tab, limit):
        if tab != "help" or not self.env["cc.journal"]._is_senior():
            return []
        found = self.env["cc.journal.help"].search(self._domain(), limit=limit)
        return self._cc_rows_of(found)

    def _cc_counts(self):
        if not self.env["cc.journal"]._is_senior():
            return {}
        return super()._cc_counts()

    def _cc_rows_of(self, records, facts=None):
        # sudo: the card it is about, for whoever sees the request
        found = records.sudo()
        return [
            self._cc_row(
                each.sudo(False),
                "help" if each.state != "closed" else "",
                appeal_id=each.appeal_id.id,
                interaction_id=each.interaction_id.id,
                partner_id=self._person(each).id,
                who=each.user_id.name,
                what=each.words or "",
                icon="life-ring",
                since=self._cc_moment(each.asked_at),
                is_unread=each.state == "asked",
                why="help",
                state=each.appeal_id.state or False,
                owner_id=each.helper_id.id,
                owner=each.helper_id.name or "",
            )
            for each in found
        ]

    def _person(self, request):
        return request.appeal_id.applicant_id or request.interaction_id.partner_id

    def _cc_contact(self, record):
        # sudo of the request: the card is read with the user's own rights
        appeal = record.appeal_id
        contact = record.interaction_id
        return {
            "person": appeal.applicant_id or contact.partner_id,
            "interaction": contact,
            "appeal": appeal,
        }

    def _cc_take(self, records):
        for each in records:
            self.env["cc.journal"].journal_help("join", {"id": each.id})
        return True

    def _cc_tabs_now(self, records):
        return {
            each.id: () if each.state == "closed" else ("help",) for each in records
        }

    def _domain(self):
        return fields.Domain("state", "in", ("asked", "joined"))
