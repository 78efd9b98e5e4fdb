from odoo import api, models
from odoo.exceptions import UserError

from ...asked import as_id, as_text

LONGEST = 500


class CcJournal(models.AbstractModel):
    """One more appeal out of the contact that is on the screen."""

    _inherit = "cc.journal"

    @api.model
    def journal_one_more(self, model, record_id, name, topic_id=False, token=None):
        """Register one more appeal of a contact; the user works on it.

        Who asked, where, over what channel and when is taken from the contact.
        Repeating a request with its token registers one.

        :param str model: `cc.interaction`; `cc.appeal`: out of its last contact; or
            what a source of rows knows the contact of, as a call
        :return: id of the appeal
        """
        self._check_desk()
        contact = self._contact_of(self._seen(model, record_id))
        name = as_text(name).strip()[:LONGEST]
        if not name:
            raise UserError(self.env._("Say in one line what it is about."))
        token = as_text(token)[:64]
        if made := self._made_with(contact, token):
            return made.id
        start = contact.action_one_more_appeal()["context"]
        appeal = self.env["cc.appeal"].create(
            {key.removeprefix("default_"): value for key, value in start.items()}
            | {"name": name, "topic_id": as_id(topic_id), "owner_id": self.env.uid}
        )
        # sudo: history is written by the system only; the appeal was just made
        appeal.sudo().interval_ids.token = token or False
        return appeal.id

    @api.model
    def _contact_of(self, record):
        """Return the contact itself, or the last one a person made about an appeal."""
        if record._name == "cc.interaction":
            return record
        contacts, source = self.env["cc.interaction"], self._source_of(record._name)
        if record._name == "cc.appeal":
            came = [("appeal_ids", "in", record.ids), ("is_outbound", "=", False)]
            contacts = contacts.search(came, order="happened_at desc, id desc", limit=1)
        elif source is not None:
            contacts = source._cc_contact(record).get("interaction") or contacts
        if not contacts:
            raise UserError(
                self.env._("No contact of a person is kept here to take another from.")
            )
        return contacts

    @api.model
    def _made_with(self, contact, token):
        """Return the appeal of `contact` that a request made; another tab's waits."""
        # SQL: the row is written, so that who waited begins anew with it in sight
        self.env.cr.execute(
            "UPDATE cc_interaction SET write_date = write_date WHERE id = %s",
            (contact.id,),
            log_exceptions=False,
        )
        return contact.appeal_ids._with_token(token)
