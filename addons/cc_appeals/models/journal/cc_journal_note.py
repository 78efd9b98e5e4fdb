from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ...asked import as_text

LONGEST = 20000


class CcJournal(models.AbstractModel):
    """A note that only colleagues see, on an appeal or a person."""

    _inherit = "cc.journal"

    @api.model
    def journal_note(self, model, record_id, body, token=None):
        """Leave a note; repeating a request with its token leaves it once.

        :param str model: `cc.appeal` or `res.partner`
        """
        self._check_desk()
        record = self._seen(model, record_id)
        if record._name not in ("cc.appeal", "res.partner"):
            raise UserError(self.env._("Notes stand on an appeal or on a person."))
        body = as_text(body).strip()[:LONGEST]
        if not body:
            raise UserError(self.env._("Nothing is written yet."))
        mark = f"<note.{as_text(token)[:64]}@journal>"
        if token and self._is_noted(record, mark):
            return True
        record.message_post(
            body=plaintext2html(body),
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            **({"message_id": mark} if token else {}),
        )
        self._log_note(record)
        if record._name == "cc.appeal":
            # colleagues who have the card open read it there
            self.env["cc.journal.change"]._note(record, "changed")
        return True

    @api.model
    def _is_noted(self, record, mark):
        """Tell whether the note of a request is there; another tab's waits its turn."""
        # SQL: the row is written, so that who waited begins anew with it in sight
        self.env.cr.execute(
            f"UPDATE {record._table} SET write_date = write_date WHERE id = %s",
            (record.id,),
            log_exceptions=False,
        )
        # sudo: yes or no, of a record the user may read
        messages = self.env["mail.message"].sudo()
        domain = [
            ("model", "=", record._name),
            ("res_id", "=", record.id),
            ("message_id", "=", mark),
        ]
        return bool(messages.search_count(domain, limit=1))

    @api.model
    def _log_note(self, record):
        is_appeal = record._name == "cc.appeal"
        person = record.applicant_id if is_appeal else record
        client = record.client_id if is_appeal else record.cc_client_id
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": "journal.noted",
                    "model": record._name,
                    "res_id": record.id,
                    "direction_id": is_appeal and record.direction_id.id,
                    "client_id": client.id,
                    "subject_id": person.id,
                    "detail": {},
                }
            ]
        )


class CcAuditEntry(models.Model):
    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "journal.noted": self.env._("Left a note for colleagues"),
        }
