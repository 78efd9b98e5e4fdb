from odoo import models

FIELDS = (
    "channel_id",
    "channel_icon",
    "is_outbound",
    "kind",
    "partner_id",
    "happened_at",
    "subject",
    "body",
    "quote",
    "appeal_ids",
    "written_by_id",
    "create_uid",
    "delivery_id",
    "taken_back_at",
    "taken_back_by_id",
    "needs_answer",
)
# contacts a machine sent: they are told apart, and shown quietly
SIGNS = {"bounce": "exclamation-triangle", "complaint": "ban", "auto_reply": "android"}


class CcChronologyContact(models.AbstractModel):
    """Letters, visits, notes of calls, and what was answered."""

    _name = "cc.chronology.contact"
    _inherit = "cc.chronology.contract"
    _description = "Contacts in a chronology"

    _cc_code = "contact"

    def _cc_entries(self, scope, before, limit):
        contacts = self._cc_page(
            ("cc.interaction", self._domain(scope)),
            "happened_at",
            FIELDS,
            before,
            limit,
        )
        if not contacts:
            return []
        states = self.env["cc.outbox.delivery"]._chronology_states()
        files, labels = self._files(contacts), self._labels(contacts)
        numbers = self._cc_numbers(contacts.appeal_ids)
        mine = self.env["cc.appeal"].browse(scope.appeal_id).applicant_id
        return [
            self._cc_entry(
                contact,
                contact.happened_at,
                "contact",
                icon=SIGNS.get(contact.kind) or contact.channel_icon or "circle-o",
                label=labels[contact.kind],
                direction="out" if contact.is_outbound else "in",
                title=contact.subject or "",
                text=contact.body or "",
                quote=contact.quote or "",
                who=self._who(contact, mine),
                appeals=self._cc_chips(contact.appeal_ids, numbers),
                files=files.get(contact.id, []),
                state=self._state(contact, states),
                delivery_id=contact.delivery_id.id,
                waits=contact.needs_answer,
            )
            for contact in contacts
        ]

    def _domain(self, scope):
        if scope.appeal_id:
            return [("appeal_ids", "in", [scope.appeal_id])]
        if scope.interaction_id:
            return [("id", "=", scope.interaction_id)]
        return [("partner_id", "=", scope.partner_id)]

    def _labels(self, contacts):
        return dict(contacts._fields["kind"]._description_selection(self.env))

    def _who(self, contact, applicant):
        """Return the colleague who wrote it, or the person if it is another one."""
        writer = contact.written_by_id or (contact.is_outbound and contact.create_uid)
        if writer:
            # sudo: a colleague's name, for whoever sees what the colleague wrote
            return writer.sudo().name
        if not applicant or contact.partner_id == applicant:
            return ""
        return contact.partner_id.display_name or ""

    def _state(self, contact, states):
        """Return what became of an answer; the same for whoever may read the answer."""
        if contact.taken_back_at:
            # sudo: a colleague's name, for whoever sees what the colleague wrote
            return {
                "code": "taken_back",
                "label": self.env._("Answer taken back"),
                "sign": "undo",
                # sudo: the name of a colleague
                "why": contact.taken_back_by_id.sudo().name or "",
            }
        # sudo: an executor may not read the outbox; the state and why leave
        delivery = contact.delivery_id.sudo()
        return delivery._chronology_state(states) if delivery else False

    def _files(self, contacts):
        """Return {contact's id: its files}, by the files' own access."""
        found = self.env["ir.attachment"].search_fetch(
            [("res_model", "=", contacts._name), ("res_id", "in", contacts.ids)],
            ["name", "file_size", "mimetype", "res_id"],
            order="id",
        )
        files = {}
        for file in found:
            files.setdefault(file.res_id, []).append(
                {
                    "id": file.id,
                    "name": file.name,
                    "size": file.file_size,
                    "mimetype": file.mimetype or "",
                }
            )
        return files
