from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..asked import as_text
from ..engine.waiting import waits

SETTLED_HOW = [
    ("answered", "Answered"),
    ("no_answer", "No answer needed"),
    ("closed", "Appeal closed"),
]
NO_ANSWER_REASONS = [
    ("thanks", "Only thanks"),
    ("for_information", "For information only"),
    ("answered_aloud", "Answered by phone or in person"),
    ("repeated", "The same was answered already"),
    ("no_question", "There is no question in it"),
    ("other", "Another reason"),
]
# moved by what happens to the contact; nobody writes them by hand
WAITING = {
    "needs_answer",
    "waiting_since",
    "settled_at",
    "settled_by_id",
    "settled_how",
    "no_answer_reason",
    "no_answer_note",
}
UNSETTLED = {
    "settled_at": False,
    "settled_by_id": False,
    "settled_how": False,
    "no_answer_reason": False,
    "no_answer_note": False,
}


class CcInteraction(models.Model):
    """Who writes waits, until something goes out or a person says it need not."""

    _inherit = "cc.interaction"

    needs_answer = fields.Boolean(string="Waits for an answer", readonly=True)
    waiting_since = fields.Datetime(readonly=True)
    settled_at = fields.Datetime(string="Settled", readonly=True)
    settled_by_id = fields.Many2one("res.users", readonly=True)
    settled_how = fields.Selection(SETTLED_HOW, string="How", readonly=True)
    no_answer_reason = fields.Selection(
        NO_ANSWER_REASONS, string="Why no answer is needed", readonly=True
    )
    no_answer_note = fields.Char(string="Note on that", readonly=True)

    _waiting_idx = models.Index("(waiting_since, id) WHERE needs_answer IS TRUE")

    @api.model_create_multi
    def create(self, vals_list):
        """Let contacts wait: `needs_answer` in the values says an answer is promised.

        An appeal they are put to waits with them.
        """
        prepared = [vals | self._waiting_vals(vals) for vals in vals_list]
        made = super().create(prepared)
        joined = [
            contact.id
            for contact, vals in zip(made, prepared, strict=True)
            if vals["needs_answer"] and vals.get("appeal_ids")
        ]
        self.browse(joined)._raise_appeals("follow_up")
        return made

    @api.model
    def _waiting_vals(self, vals):
        is_waiting = waits(
            vals.get("kind") or "letter",
            is_outbound=bool(vals.get("is_outbound")),
            is_promised=bool(vals.get("needs_answer")),
        )
        if not is_waiting:
            return {"needs_answer": False}
        now = fields.Datetime.now()
        since = fields.Datetime.to_datetime(vals.get("happened_at")) or now
        return {"needs_answer": True, "waiting_since": min(since, now)}

    def write(self, vals):
        if WAITING & vals.keys() and not self.env.su:
            raise UserError(
                self.env._("Answer it, or say that no answer is needed and why.")
            )
        if "appeal_ids" not in vals:
            return super().write(vals)
        # sudo: yes and no of appeals that the writer may not see
        waiting = self.sudo().filtered("needs_answer")
        before = {contact: contact.appeal_ids for contact in waiting}
        result = super().write(vals)
        for contact, appeals in before.items():
            contact._raise_appeals("follow_up", contact.appeal_ids - appeals)
            (appeals - contact.appeal_ids)._lower_waiting()
        return result

    def action_no_answer(self, reason, note=None, token=None):
        """Say that these contacts need no answer, with a reason (a code) and a note."""
        self._check_settling()
        reason, note = self._clean_reason(reason, note)
        self._settle("no_answer", reason, note)
        return True

    def _check_settling(self):
        self.check_access("write")
        if not self.env.user.has_group("cc_base.cc_base_group_operator"):
            raise AccessError(
                self.env._("The operators decide whether a contact needs an answer.")
            )

    @api.model
    def _clean_reason(self, reason, note):
        """Return reason and note; a sentence when the reason says nothing."""
        note = as_text(note).strip()[:500]
        if not isinstance(reason, str) or reason not in dict(NO_ANSWER_REASONS):
            raise UserError(self.env._("Say why no answer is needed."))
        if reason == "other" and not note:
            raise UserError(self.env._("Say in a few words why no answer is needed."))
        return reason, note

    def _settle(self, how, reason=None, note=None):
        """Let these contacts wait no more, and the appeals nothing else waits in.

        :param how: a code of `settled_how`; the caller has checked that the user may
        :param reason: for "no_answer": a code of `no_answer_reason`
        """
        # sudo: see above; what a person sent is not changed
        waiting = self.sudo().filtered("needs_answer")
        waiting._write_settled(how, reason, note)
        waiting._log_waiting("answer.settled", {"how": how}, reason)
        waiting.appeal_ids._lower_waiting()

    def _not_on_screen(self):
        """Return those that the user did not have before his eyes.

        A screen says in its context which contacts of the appeal it has shown
        (static/src/chronology/seen_contacts.js), a run of many when it was asked; what
        says nothing has seen all. The newest alone would not do: one that was written
        down before it may be committed, or put to the appeal, after it was shown.
        """
        seen, moment = _as_seen(self.env.context), self.env.context.get("cc_seen_at")
        is_timed = isinstance(moment, datetime)  # never from outside: JSON has none
        return self.filtered(
            lambda contact: (
                # before the oldest: on an earlier page, and known for long
                (seen and contact.id > min(seen) and contact.id not in seen)
                or (is_timed and contact.create_date > moment)
            )
        )

    def _write_settled(self, how, reason=None, note=None):
        self.write(
            {
                "needs_answer": False,
                "settled_at": fields.Datetime.now(),
                "settled_by_id": self.env.uid,
                "settled_how": how,
                "no_answer_reason": reason or False,
                "no_answer_note": note or False,
            }
        )

    def _raise_again(self):
        """Let settled contacts, and their appeals, wait again: as if never settled."""
        # sudo: the caller has checked that the user may
        settled = self.sudo().filtered(lambda contact: not contact.needs_answer)
        settled._write_raised()
        settled._log_waiting("answer.raised", {"why": "taken_back"})
        settled._raise_appeals("taken_back")

    def _write_raised(self):
        """Wait since it came: who wrote has had no answer in between."""
        fresh = self.filtered(lambda contact: not contact.waiting_since)
        fresh.write({"waiting_since": fields.Datetime.now()})
        self.write(UNSETTLED | {"needs_answer": True})

    def _raise_appeals(self, why, appeals=None):
        """Let the appeals of these waiting contacts (or only `appeals`) wait."""
        # sudo: who registers a contact may not see the appeal it is put to
        since = {}
        for contact in self.sudo():
            for appeal in contact.appeal_ids if appeals is None else appeals:
                moments = (since.get(appeal), contact.waiting_since)
                since[appeal] = min(filter(None, moments))
        # sudo: guarded fields; the contact itself was checked or came by a channel
        self.env["cc.appeal"].sudo()._wait_since(since, why)

    def _log_waiting(self, action, detail, reason=None):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": self._name,
                    "res_id": contact.id,
                    "direction_id": contact.direction_id.id,
                    "client_id": contact.client_id.id,
                    "subject_id": contact.partner_id.id,
                    "detail": detail,
                    "reason": reason,
                }
                for contact in self
            ]
        )


def _as_seen(context):
    """Return the ids a screen has shown; of what is none, nothing is said."""
    said = context.get("cc_seen_ids")
    if not isinstance(said, list | tuple):
        return set()
    return {each for each in said if type(each) is int}
