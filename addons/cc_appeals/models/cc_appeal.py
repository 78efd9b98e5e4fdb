from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .cc_interaction import DESK

STATES = [
    ("registered", "Registered"),
    ("handed_over", "Handed over"),
    ("feedback", "Feedback"),
    ("closed", "Closed"),
]
CLOSING_METHODS = [
    ("answered", "Answered"),
    ("solved_at_contact", "Solved during the contact"),
    ("forwarded", "Forwarded to another body"),
    ("duplicate", "Repeats another appeal"),
    ("no_reply_due", "No reply is due"),
    ("unreadable", "Text cannot be read"),
    ("correspondence_stopped", "Correspondence stopped"),
    ("not_for_us", "Not for us"),
    ("spam", "Spam"),
]
# moved by the status line alone; an RPC write may not touch them
GUARDED = {
    "number",
    "state",
    "is_open",
    "received_at",
    "registered_at",
    "due_at",
    "warn_at",
    "closed_at",
    "closing_method",
    "feedback_source",
    "control_on",
    "department_id",
    "direction_id",
    "client_id",
}
# … but for these, which a new appeal is given
ASKED_AT_START = {"direction_id", "client_id", "received_at"}


class CcAppeal(models.Model):
    _name = "cc.appeal"
    _description = "Appeal"
    _inherit = ["cc.unseen", "mail.thread", "mail.activity.mixin"]
    _order = "priority desc, due_at, id desc"
    _rec_names_search = ["number", "name"]

    number = fields.Char(readonly=True, copy=False, index="trigram")
    name = fields.Char(string="Matter", required=True, index="trigram")
    text = fields.Text(help="What the person asks for, in the person's words.")
    direction_id = fields.Many2one(
        "cc.direction", required=True, ondelete="restrict", index=True
    )
    client_id = fields.Many2one(
        "cc.client",
        required=True,
        ondelete="restrict",
        index=True,
        compute="_compute_client_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    product_id = fields.Many2one(
        "cc.product",
        index="btree_not_null",
        domain="[('client_id', '=', client_id)]",
        ondelete="restrict",
    )
    topic_id = fields.Many2one(
        "cc.topic",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('direction_id', 'in', [False, direction_id])]",
    )
    applicant_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_cc_applicant', '=', True), ('cc_client_id', '=', client_id)]",
    )
    is_anonymous = fields.Boolean(help="The person did not say who they are.")
    applicant_phone = fields.Char(
        related="applicant_id.cc_phone_masked", string="Phone", related_sudo=False
    )
    applicant_email = fields.Char(
        related="applicant_id.cc_email_masked", string="E-mail", related_sudo=False
    )
    state = fields.Selection(
        STATES,
        required=True,
        default="registered",
        group_expand=True,
        readonly=True,
        copy=False,
    )
    # not read-only, so that a new appeal is given its value: it is among GUARDED
    is_open = fields.Boolean(
        compute="_compute_is_open",
        store=True,
        precompute=True,
        readonly=False,
        index=True,
    )
    department_id = fields.Many2one(
        "hr.department", index="btree_not_null", ondelete="restrict"
    )
    feedback_source = fields.Char(
        readonly=True, copy=False, help="Whose answer is awaited."
    )
    control_on = fields.Date(
        readonly=True, copy=False, help="By when that answer is awaited."
    )
    closing_method = fields.Selection(CLOSING_METHODS, readonly=True, copy=False)
    closing_note = fields.Text(copy=False)
    owner_id = fields.Many2one("res.users", index="btree_not_null", copy=False)
    priority = fields.Selection(
        [("0", "Ordinary"), ("1", "Urgent")], default="0", required=True
    )
    is_formal = fields.Boolean(
        string="Formal appeal",
        help="Filed in a way the law accepts (59-FZ art. 4, 7); plain e-mail is not.",
    )
    channel_id = fields.Many2one("cc.channel", index="btree_not_null")
    channel_icon = fields.Char(related="channel_id.icon", string="Channel icon")
    received_at = fields.Datetime(
        required=True, default=lambda self: fields.Datetime.now(), copy=False
    )
    registered_at = fields.Datetime(
        required=True, default=lambda self: fields.Datetime.now(), copy=False
    )
    closed_at = fields.Datetime(readonly=True, copy=False)
    interaction_ids = fields.Many2many(
        "cc.interaction",
        "cc_appeal_interaction_rel",
        "appeal_id",
        "interaction_id",
        string="Interactions",
        copy=False,
    )
    claimed_appeal_id = fields.Many2one(
        "cc.appeal",
        string="Says it is about",
        compute="_compute_claimed_appeal_id",
        groups=DESK,
    )
    claiming_ids = fields.One2many(
        "cc.interaction",
        "claimed_appeal_id",
        string="Say they are about this",
        groups=DESK,
        help="Contacts of other people, or that came after it was closed.",
    )
    interval_ids = fields.One2many(
        "cc.appeal.interval", "appeal_id", string="Steps", copy=False
    )

    _number_uniq = models.UniqueIndex("(number) WHERE number IS NOT NULL")
    _open_due_idx = models.Index("(due_at, id) WHERE is_open IS TRUE")
    _board_idx = models.Index("(priority DESC, due_at, id DESC) WHERE is_open IS TRUE")
    _open_owner_idx = models.Index("(owner_id, due_at) WHERE is_open IS TRUE")
    _applicant_idx = models.Index("(applicant_id, id) WHERE applicant_id IS NOT NULL")
    _handed_needs_department = models.Constraint(
        "CHECK (state != 'handed_over' OR department_id IS NOT NULL)",
        "An appeal is handed over to a department.",
    )
    _closed_needs_method = models.Constraint(
        "CHECK (state != 'closed' OR closing_method IS NOT NULL)",
        "An appeal is closed with a method.",
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for appeal in self:
            number = f"№ {appeal.number} " if appeal.number else ""
            appeal.display_name = f"{number}{appeal.name or ''}".strip()

    @api.depends("state")
    def _compute_is_open(self):
        for appeal in self:
            appeal.is_open = appeal.state != "closed"

    @api.depends("interaction_ids.claimed_appeal_id")
    def _compute_claimed_appeal_id(self):
        for appeal in self:
            appeal.claimed_appeal_id = appeal.interaction_ids.claimed_appeal_id[:1]

    @api.depends("direction_id")
    def _compute_client_id(self):
        for appeal in self:
            if not appeal.client_id:
                appeal.client_id = appeal.direction_id._default_client()

    @api.constrains("client_id", "direction_id", "applicant_id")
    def _check_client(self):
        directions = self.env["cc.direction"]
        # an applicant stays with the client for good (res.partner): no lock is needed
        owners = self._clients_of_applicants()
        for appeal in self:
            clients = directions._client_ids_of(appeal.direction_id.id)
            if appeal.client_id.id not in clients:
                raise ValidationError(
                    self.env._(
                        "“%(client)s” is not a client of direction “%(direction)s”.",
                        client=appeal.client_id.name,
                        direction=appeal.direction_id.name,
                    )
                )
            owner = owners.get(appeal.applicant_id.id)
            if owner and owner != appeal.client_id.id:
                raise ValidationError(
                    self.env._(
                        "The applicant is a person of another client: histories of "
                        "different clients are never joined."
                    )
                )

    def _clients_of_applicants(self):
        """Return {id of an applicant: id of the client, or None}, whoever asks."""
        # sudo: the rule is about the records, whoever may see them
        people = self.sudo().applicant_id
        # a card has a hundred columns: one is asked, and mostly it was read already
        people.fetch(["cc_client_id"])
        return {person.id: person.cc_client_id.id for person in people}

    @api.model_create_multi
    def create(self, vals_list):
        start = {"state": "registered", "is_open": True}
        ours = GUARDED - ASKED_AT_START - ({"registered_at"} if self.env.su else set())
        numbers = self._take_numbers(len(vals_list))
        prepared = []
        for vals, number in zip(vals_list, numbers, strict=True):
            rest = {key: value for key, value in vals.items() if key not in ours}
            prepared.append(rest | start | {"number": number})
        context = {
            key: value
            for key, value in self.env.context.items()
            if key.removeprefix("default_") not in ours
        }
        # no message that it was made, no followers: the chronology reads intervals
        quiet = {"tracking_disable": True}
        # pylint: disable=context-overridden
        clean = self.with_context(context | quiet)  # drops defaults, adds nothing else
        clean._start_terms(prepared)
        appeals = super(CcAppeal, clean).create(prepared)
        appeals = appeals.with_env(self.env)
        appeals._start_intervals()
        appeals._log_registered()
        self.env["cc.event"]._emit("appeal.registered", appeals)
        return appeals

    def _log_registered(self):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": "appeal.registered",
                    "model": self._name,
                    "res_id": appeal.id,
                    "direction_id": appeal.direction_id.id,
                    "client_id": appeal.client_id.id,
                    "subject_id": appeal.applicant_id.id,
                    "detail": {
                        "number": appeal.number,
                        "channel_id": appeal.channel_id.id,
                    },
                }
                for appeal in self
            ]
        )

    def write(self, vals):
        if GUARDED & vals.keys() and not self.env.su:
            raise UserError(
                self.env._("An appeal moves by its status line: use the steps there.")
            )
        if vals and not self.env.su:
            self._check_desk()
            if "owner_id" in vals:
                self._check_assigning(vals["owner_id"])
        split = self.browse()
        if "owner_id" in vals and "state" not in vals:
            split = self.filtered(
                lambda appeal: appeal.owner_id.id != (vals["owner_id"] or False)
            )
        result = super().write(vals)
        if split:
            split._open_intervals("assign", reason=self.env.context.get("cc_reason"))
        return result

    def _check_desk(self):
        """Refuse a change of the card to who only answers for a department."""
        self.check_access("write")
        if not self.env.user.has_group("cc_base.cc_base_group_operator"):
            raise AccessError(
                self.env._(
                    "A department answers by the status line; the card itself is kept "
                    "by the operators."
                )
            )

    def _check_assigning(self, owner_id):
        """Let an operator take what nobody has and give back; seniors assign."""
        if self.env.user.has_group("cc_base.cc_base_group_senior"):
            return
        user = self.env.user
        others = self.filtered(lambda each: each.owner_id and each.owner_id != user)
        if others or (owner_id or user.id) != user.id:
            raise UserError(
                self.env._("Only a senior operator or a supervisor assigns appeals.")
            )

    def action_take(self):
        """Make the user the owner; another's appeal is not taken silently."""
        taken = self.filtered("owner_id") - self.filtered(
            lambda appeal: appeal.owner_id == self.env.user
        )
        if taken:
            raise UserError(
                self.env._(
                    "%(number)s is already with %(owner)s.",
                    number=taken[0].number,
                    owner=taken[0].owner_id.name,
                )
            )
        self.filtered(lambda appeal: not appeal.owner_id).owner_id = self.env.user
        return True

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Refuse Odoo's own mail gateway: it knows neither inbox nor quarantine."""
        raise UserError(self._by_mailbox())

    def message_update(self, msg_dict, update_vals=None):
        """Refuse a reply that came by Odoo's own mail gateway; see `message_new`."""
        raise UserError(self._by_mailbox())

    @api.model
    def _by_mailbox(self):
        return self.env._(
            "Letters reach appeals through a mailbox of the contact centre: Odoo's "
            "incoming mail servers and aliases must not point here."
        )
