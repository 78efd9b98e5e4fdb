from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...asked import as_id, as_text

STATES = [
    ("asked", "Asked"),
    ("joined", "Joined"),
    ("closed", "Closed"),
]
HOW = [
    ("helped", "Helped"),
    ("taken_over", "Taken over"),
    ("withdrawn", "Withdrawn"),
]
LONGEST = 500


class CcJournalHelp(models.Model):
    """An operator asks the senior operators of the direction for help with a card."""

    _name = "cc.journal.help"
    _inherit = "cc.unseen"
    _description = "Request for help"
    _order = "asked_at, id"
    _rec_name = "words"

    appeal_id = fields.Many2one(
        "cc.appeal", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    interaction_id = fields.Many2one(
        "cc.interaction", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    direction_id = fields.Many2one(
        "cc.direction", required=True, readonly=True, ondelete="restrict", index=True
    )
    client_id = fields.Many2one(
        "cc.client", required=True, readonly=True, ondelete="restrict", index=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who asks",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    helper_id = fields.Many2one(
        "res.users", string="Who helps", readonly=True, ondelete="restrict"
    )
    words = fields.Char(readonly=True, help="What the operator asks.")
    state = fields.Selection(STATES, required=True, default="asked", readonly=True)
    how = fields.Selection(HOW, string="How it ended", readonly=True)
    asked_at = fields.Datetime(string="When asked", required=True, readonly=True)
    joined_at = fields.Datetime(string="When joined", readonly=True)
    closed_at = fields.Datetime(readonly=True)

    _open_uniq = models.UniqueIndex(
        "(appeal_id, user_id) WHERE state IN ('asked', 'joined')"
        " AND appeal_id IS NOT NULL"
    )
    _open_idx = models.Index(
        "(direction_id, client_id) WHERE state IN ('asked', 'joined')"
    )

    def _as_dict(self):
        """Return what the screens of both sides show; no word of it is a person's."""
        self.ensure_one()
        # sudo: names of colleagues
        found = self.sudo()
        return {
            "id": self.id,
            "key": f"{self._name},{self.id}",
            "appeal_id": found.appeal_id.id,
            "number": found.appeal_id.number or "",
            "interaction_id": found.interaction_id.id,
            "state": self.state,
            "how": self.how,
            "user_id": found.user_id.id,
            "name": found.user_id.name,
            "helper_id": found.helper_id.id,
            "helper": found.helper_id.name or "",
            "asked_at": fields.Datetime.to_string(self.asked_at),
        }

    def _log_step(self, action, reason=None):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": f"help.{action}",
                    "model": "cc.appeal" if each.appeal_id else "cc.interaction",
                    "res_id": each.appeal_id.id or each.interaction_id.id,
                    "direction_id": each.direction_id.id,
                    "client_id": each.client_id.id,
                    "subject_id": (
                        each.appeal_id.applicant_id or each.interaction_id.partner_id
                    ).id,
                    "detail": {"help_id": each.id},
                    "reason": reason,
                }
                # sudo: the audit reads whom it is about
                for each in self.sudo()
            ]
        )

    def _tell(self):
        """Tell both sides how it stands, and the lists of all who could help."""
        for each in self:
            payload = {"now": self.env["cc.journal"]._now(), "help": each._as_dict()}
            # sudo: the channels of both sides, whoever of them made the step
            for user in (each.user_id | each.helper_id).sudo():
                user._bus_send("cc_journal/help", payload)


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
