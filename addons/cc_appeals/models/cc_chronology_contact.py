from odoo import models
from odoo.tools import SQL

TABLE = "cc_interaction"
# contacts a machine sent: they are told apart, and shown quietly
SIGNS = {"bounce": "exclamation-triangle", "complaint": "ban", "auto_reply": "android"}


class CcChronologyContact(models.AbstractModel):
    """Letters, visits, notes of calls, and what was answered."""

    _name = "cc.chronology.contact"
    _inherit = "cc.chronology.contract"
    _description = "Contacts in a chronology"

    _cc_code = "contact"

    def _cc_entries(self, scope, before, limit):
        contacts = self._cc_lines(
            ("cc.interaction", self._domain(scope)),
            "happened_at",
            self._columns(),
            before,
            limit,
        )
        if not contacts:
            return []
        states = self.env["cc.outbox.delivery"]._chronology_states()
        labels, icons = self._labels(), self._cc_icons()
        mine = self.env["cc.appeal"].browse(scope.appeal_id).applicant_id
        others = self._others(contacts, mine)
        return [
            self._cc_entry(
                contact,
                contact.happened_at,
                "contact",
                icon=SIGNS.get(contact.kind) or icons.get(contact.channel, "circle-o"),
                label=labels[contact.kind],
                direction="out" if contact.is_outbound else "in",
                title=self._title(contact),
                text=contact.body or "",
                quote=contact.quote or "",
                who=contact.writer or others.get(contact.partner_id, ""),
                appeals=contact.appeals or [],
                files=contact.files or [],
                state=self._state(contact, states),
                delivery_id=contact.delivery_id or False,
                letter=self._letter(contact),
                waits=bool(contact.needs_answer),
            )
            for contact in contacts
        ]

    def _domain(self, scope):
        if scope.appeal_id:
            return [("appeal_ids", "in", [scope.appeal_id])]
        if scope.interaction_id:
            return [("id", "=", scope.interaction_id)]
        return [("partner_id", "=", scope.partner_id)]

    def _columns(self):
        """Return what an entry shows of a contact, the files and answers with it."""

        def column(name):
            return SQL.identifier(TABLE, name)

        writer = SQL(
            "COALESCE(%s, CASE WHEN %s THEN %s END)",
            column("written_by_id"),
            column("is_outbound"),
            column("create_uid"),
        )
        same = (
            "is_outbound kind partner_id happened_at subject body quote delivery_id"
            " taken_back_at needs_answer paper_number event_id"
        )
        return dict(zip(same.split(), same.split(), strict=True)) | {
            "channel": self._cc_kind_of(column("channel_id")),
            "writer": self._cc_name_of(writer),
            "taken_back_by": self._cc_name_of(column("taken_back_by_id")),
            # an executor may not read the outbox; the state and why leave
            "delivery": SQL(
                "(SELECT json_build_array(state, error_code, error_detail)"
                " FROM cc_outbox_delivery WHERE id = %s)",
                column("delivery_id"),
            ),
            "files": SQL(
                """(SELECT json_agg(json_build_object('id', id, 'name', name, 'size',
                           COALESCE(file_size, 0), 'mimetype', COALESCE(mimetype, ''))
                           ORDER BY id)
                      FROM ir_attachment
                     WHERE res_model = 'cc.interaction' AND res_id = %s
                       AND res_field IS NULL)""",
                column("id"),
            ),
            "appeals": self._cc_chips_sql(
                SQL(
                    "cc_appeal.id IN (SELECT appeal_id FROM cc_appeal_interaction_rel"
                    " WHERE interaction_id = %s)",
                    column("id"),
                )
            ),
        }

    def _labels(self):
        kind = self.env["cc.interaction"]._fields["kind"]
        return dict(kind._description_selection(self.env))

    def _title(self, contact):
        """Return the subject; a letter on paper is known by its number."""
        number = contact.paper_number and f"№ {contact.paper_number}"
        return " · ".join(filter(None, (number, contact.subject)))

    def _letter(self, contact):
        """Return whose letter may be opened; see `has_letter` of the contact."""
        is_mail = contact.channel == "mail" and not contact.is_outbound
        return contact.id if is_mail and contact.event_id else False

    def _others(self, contacts, applicant):
        """Return {id: name} of people who wrote about an appeal and are not its own."""
        if not applicant:
            return {}
        ids = {each.partner_id for each in contacts if not each.writer}
        people = self.env["res.partner"].browse(ids - {None, applicant.id})
        return {each.id: each.display_name or "" for each in people}

    def _state(self, contact, states):
        """Return what became of an answer; the same for whoever may read the answer."""
        if contact.taken_back_at:
            return {
                "code": "taken_back",
                "label": self.env._("Answer taken back"),
                "sign": "undo",
                "why": contact.taken_back_by or "",
            }
        if not contact.delivery:
            return False
        return self.env["cc.outbox.delivery"]._chronology_state_of(
            states, *contact.delivery
        )
