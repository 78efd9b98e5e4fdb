"""Asking for help, joining, taking over, ending: what both sides press."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...asked import as_id, as_text

LONGEST = 500


class CcJournal(models.AbstractModel):
    _inherit = "cc.journal"

    @api.model
    def journal_help(self, step, values):
        """Ask a senior operator for help, join, take over or end it.

        :param str step: "ask": values {"model", "id" of a row's record, "words"};
            "join", "close": {"id" of the request}; "take_over": {"id", "reason"}
        :return: {"now", "help": as `cc.journal.help._as_dict`, "words"}
        """
        self._check_desk()
        steps = {
            "ask": self._help_ask,
            "join": self._help_join,
            "take_over": self._help_take_over,
            "close": self._help_close,
        }
        is_known = isinstance(step, str) and step in steps
        if not is_known or not isinstance(values, dict):
            raise UserError(
                self.env._("This request cannot be read: load the page anew.")
            )
        found = steps[step](values)
        self.env["cc.journal.change"]._note(found, "changed")
        found._tell()
        return {
            "now": self._now(),
            "help": found._as_dict(),
            "words": found.words or "",
        }

    @api.model
    def _help_ask(self, values):
        record = self._seen(values.get("model"), values.get("id"))
        words = as_text(values.get("words")).strip()[:LONGEST]
        if not words:
            raise UserError(self.env._("Say in a few words what you need."))
        source = self._source_of(record._name)
        about = source._cc_contact(record) if source is not None else {}
        appeal = about.get("appeal") or self.env["cc.appeal"]
        contact = about.get("interaction") or self.env["cc.interaction"]
        subject = appeal or contact
        if not subject:
            raise UserError(
                self.env._("Help is asked with an appeal or a contact: open one first.")
            )
        # sudo: the card is the user's to read, and that alone is needed to ask
        requests = self.env["cc.journal.help"].sudo()
        known = requests.search(
            [
                ("user_id", "=", self.env.uid),
                ("state", "in", ("asked", "joined")),
                ("appeal_id", "=", appeal.id),
                ("interaction_id", "=", contact.id if not appeal else False),
            ],
            limit=1,
        )
        if known:
            known.words = words
            return known
        made = requests.create(
            {
                "appeal_id": appeal.id,
                "interaction_id": contact.id if not appeal else False,
                "direction_id": subject.direction_id.id,
                "client_id": subject.client_id.id,
                "user_id": self.env.uid,
                "words": words,
                "asked_at": fields.Datetime.now(),
            }
        )
        made._log_step("asked")
        return made

    @api.model
    def _help_join(self, values):
        request = self._help_open(values, for_senior=True)
        if request.helper_id and request.helper_id != self.env.user:
            raise UserError(
                self.env._("%(name)s is helping already.", name=request.helper_id.name)
            )
        if request.state == "asked":
            request.write(
                {
                    "state": "joined",
                    "helper_id": self.env.uid,
                    "joined_at": fields.Datetime.now(),
                }
            )
            request._log_step("joined")
        return request

    @api.model
    def _help_take_over(self, values):
        """Make the appeal the senior's own, with the reason in its history."""
        request = self._help_open(values, for_senior=True)
        reason = as_text(values.get("reason")).strip()[:LONGEST]
        if not reason:
            raise UserError(self.env._("Say why you take it over."))
        # sudo of the request only: the appeal is written with the senior's own rights
        appeal = request.appeal_id.with_user(self.env.user).sudo(False)
        if not appeal:
            raise UserError(
                self.env._("There is no appeal to take over: make one of this contact.")
            )
        if not appeal.is_open:
            raise UserError(self.env._("№ %(number)s is closed.", number=appeal.number))
        appeal.with_context(cc_reason=reason).write({"owner_id": self.env.uid})
        self._help_end(request, "taken_over", "taken_over", reason)
        return request

    @api.model
    def _help_close(self, values):
        request = self._help_open(values)
        is_own = request.user_id == self.env.user
        is_helped = not is_own or request.helper_id
        self._help_end(request, "helped" if is_helped else "withdrawn", "closed")
        return request

    @api.model
    def _help_end(self, request, how, action, reason=None):
        now = fields.Datetime.now()
        vals = {"state": "closed", "how": how, "closed_at": now}
        is_other = request.user_id != self.env.user
        # who took it over is named, though a colleague had come first
        if how == "taken_over" or (is_other and not request.helper_id):
            vals["helper_id"] = self.env.uid
        request.write(vals)
        request._log_step(action, reason)

    @api.model
    def _help_open(self, values, for_senior=False):
        """Return an open request the user has to do with, locked, as the superuser."""
        if for_senior and not self._is_senior():
            raise AccessError(
                self.env._("Senior operators and supervisors help; you can only ask.")
            )
        requests = self.env["cc.journal.help"]
        found = requests.search([("id", "=", as_id(values.get("id")))])
        if not found:
            raise UserError(
                self.env._("This is not there any more, or is not yours to see.")
            )
        found.lock_for_update()
        if found.state == "closed":
            raise UserError(self.env._("This help has ended already."))
        # sudo: who may do what was checked; people write no request by hand
        return found.sudo()
