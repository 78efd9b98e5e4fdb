from odoo import models
from odoo.fields import Domain
from odoo.tools import html2plaintext

FIELDS = ("model", "res_id", "date", "body", "author_id")


class CcChronologyNote(models.AbstractModel):
    """Notes colleagues left on a person or an appeal: nobody outside sees them."""

    _name = "cc.chronology.note"
    _inherit = "cc.chronology.contract"
    _description = "Notes in a chronology"

    _cc_code = "note"
    _cc_order = 30

    def _cc_entries(self, scope, before, limit):
        appeals = self.env["cc.appeal"]
        if not appeals.has_access("read"):
            return []
        # sudo: notes follow what they stand on; that was searched with the reader's rules
        notes = self.sudo()._cc_page(
            ("mail.message", self._domain(scope)), "date", FIELDS, before, limit
        )
        on = {note.id: self._appeal_of(note) for note in notes}
        numbers = self._cc_numbers(appeals.concat(*on.values()))
        return [
            self._cc_entry(
                note,
                note.date,
                "note",
                icon="pencil",
                label=self.env._("Note for colleagues"),
                text=html2plaintext(note.body or "").strip(),
                who=note.author_id.name or "",
                appeals=self._cc_chips(on[note.id], numbers),
            )
            for note in notes
        ]

    def _appeal_of(self, note):
        appeals = self.env["cc.appeal"]
        return appeals.browse(note.res_id if note.model == appeals._name else ())

    def _domain(self, scope):
        """Return the domain of the notes on what the reader may read."""
        if scope.appeal_id:
            place = self._place("cc.appeal", [("id", "=", scope.appeal_id)])
        elif scope.partner_id:
            theirs = [("applicant_id", "=", scope.partner_id)]
            mine = Domain("model", "=", "res.partner")
            mine &= Domain("res_id", "=", scope.partner_id)
            place = self._place("cc.appeal", theirs) | mine
        else:
            return Domain.FALSE
        note = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        is_note = Domain("message_type", "=", "comment") & Domain(
            "subtype_id", "=", note
        )
        return place & is_note

    def _place(self, model, domain):
        records = self.env[model].with_context(active_test=False)._search(domain)
        return Domain("model", "=", model) & Domain("res_id", "in", records)
