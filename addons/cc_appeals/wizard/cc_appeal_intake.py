from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.cc_appeal_filing import IDENTIFICATIONS
from ..models.ir_attachment_scan import INTAKE

# emptied as soon as the appeal stands: nothing of a person stays in this table
PERSONAL = ("person_name", "person_phone", "person_email", "name", "text")


class CcAppealIntake(models.TransientModel):
    """A paper letter, a visit or a call put into words: contact and appeal at once."""

    _name = INTAKE
    _description = "Appeal written down by hand"

    kind = fields.Selection(selection="_selection_kind", required=True)
    direction_id = fields.Many2one("cc.direction", required=True, ondelete="cascade")
    client_id = fields.Many2one(
        "cc.client",
        required=True,
        ondelete="cascade",
        compute="_compute_client_id",
        store=True,
        readonly=False,
        domain="[('direction_ids', 'in', direction_id)]",
    )
    is_client_asked = fields.Boolean(compute="_compute_is_client_asked")
    happened_at = fields.Datetime(
        string="When", required=True, default=lambda self: fields.Datetime.now()
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        ondelete="cascade",
        domain="[('is_cc_applicant', '=', True), ('cc_client_id', '=', client_id)]",
    )
    person_name = fields.Char(string="New person")
    person_phone = fields.Char(string="Phone")
    person_email = fields.Char(string="E-mail")
    known_ids = fields.Many2many(
        "res.partner", string="Known by this contact", compute="_compute_known_ids"
    )
    identification = fields.Selection(IDENTIFICATIONS)
    is_formal = fields.Boolean(
        string="Formal appeal", compute="_compute_is_formal", store=True, readonly=False
    )
    name = fields.Char(string="Matter")
    text = fields.Text()
    topic_id = fields.Many2one(
        "cc.topic",
        ondelete="cascade",
        domain="[('direction_id', 'in', [False, direction_id])]",
    )
    product_id = fields.Many2one(
        "cc.product", ondelete="cascade", domain="[('client_id', '=', client_id)]"
    )
    topic_instruction = fields.Text(compute="_compute_topic_instruction")
    territory_id = fields.Many2one("cc.territory", ondelete="cascade")
    problem_address = fields.Char(string="Address of the problem")
    file_ids = fields.Many2many("ir.attachment", string="Scan")
    is_answer_promised = fields.Boolean(
        string="An answer was promised",
        help="A visit or a call is answered on the spot; tick it if more is to follow.",
    )
    paper_number = fields.Char(string="Number on the letter")
    about_id = fields.Many2one(
        "cc.appeal",
        string="Belongs to",
        ondelete="cascade",
        help="An open appeal it is about; empty: a new one is registered.",
    )
    token = fields.Char(help="The client's token: the same request twice is one.")
    appeal_id = fields.Many2one("cc.appeal", readonly=True, ondelete="cascade")

    @api.autovacuum
    def _gc_files(self):
        """Drop scans that were uploaded and never registered: they are personal."""
        day_ago = fields.Datetime.now() - timedelta(days=1)
        # sudo: run by the system; left files have no record that could give access
        self.env["ir.attachment"].sudo().search(
            [("res_model", "=", self._name), ("create_date", "<", day_ago)]
        ).unlink()

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        directions = self.env.user.cc_direction_ids
        if len(directions) == 1:
            values.setdefault("direction_id", directions.id)
        return values

    @api.model
    def _selection_kind(self):
        plugs = self.env["cc.extension"]._cc_all("channel")
        return [
            (code, plug._cc_label())
            for code, plug in plugs.items()
            if plug._cc_by_hand()
        ]

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for intake in self:
            intake.display_name = kinds.get(intake.kind, "")

    @api.depends("direction_id")
    def _compute_client_id(self):
        for intake in self:
            if intake.client_id not in intake.direction_id.client_ids:
                intake.client_id = intake.direction_id._default_client()

    @api.depends("direction_id")
    def _compute_is_client_asked(self):
        for intake in self:
            intake.is_client_asked = len(intake.direction_id.client_ids) > 1

    @api.depends("kind")
    def _compute_is_formal(self):
        # a signed letter is an appeal under the law; a call is not (59-FZ art. 4, 7)
        for intake in self:
            intake.is_formal = intake.kind == "paper"

    @api.depends("topic_id")
    def _compute_topic_instruction(self):
        for intake in self:
            intake.topic_instruction = intake.topic_id._nearest("instruction")

    @api.depends("person_phone", "person_email", "client_id")
    def _compute_known_ids(self):
        people = self.env["res.partner"]
        for intake in self:
            found = people
            for value in (intake.person_phone, intake.person_email):
                ids = self.env["cc.identity"]._partners_by_value(value or "")
                found |= people.search(
                    [("id", "in", ids), ("cc_client_id", "=", intake.client_id.id)]
                )
            intake.known_ids = found

    @api.onchange("client_id")
    def _onchange_client_id(self):
        if self.partner_id.cc_client_id != self.client_id:
            self.partner_id = False
        if self.product_id.client_id != self.client_id:
            self.product_id = False

    def action_register(self):
        """Register, then open the appeal."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "cc.appeal",
            "res_id": self._write_down().id,
            "views": [(False, "form")],
        }

    def action_register_next(self):
        """Register, then write the next one down: same kind, same direction."""
        appeal = self._write_down()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cc_appeals.cc_appeal_intake_action"
        )
        action["context"] = {
            "default_kind": self.kind,
            "default_direction_id": self.direction_id.id,
            "default_client_id": self.client_id.id,
        }
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Registered as № %(number)s.", number=appeal.number
                ),
                "next": action,
            },
        }

    def _write_down(self):
        """Return the appeal; pressed twice, the same one."""
        self.ensure_one()
        self.check_access("write")
        self.env.cr.execute(
            "SELECT id FROM cc_appeal_intake WHERE id = %s FOR UPDATE", (self.id,)
        )
        self.invalidate_recordset(["appeal_id"])
        if self.appeal_id:
            return self.appeal_id
        self._check_complete()
        self.file_ids._check_scans()
        appeal = self._joined() if self.about_id else None
        channel = self.env["cc.channel"]._by_hand_of(
            self.kind, self.direction_id, self.client_id
        )
        if appeal:
            person = appeal.applicant_id
        else:
            person = self._person()
            appeal = self.env["cc.appeal"].create(self._appeal_vals(channel, person))
        self._keep_contact(channel, person, appeal)
        self.write(dict.fromkeys(PERSONAL, False) | {"appeal_id": appeal.id})
        return appeal

    def _check_complete(self):
        if not (self.name or "").strip():
            raise UserError(self.env._("Say in one line what it is about."))
        if not (self.text or "").strip() and not self.file_ids:
            raise UserError(
                self.env._("Write what was said, or add the scan of the letter.")
            )
        if self.happened_at > fields.Datetime.now():
            raise UserError(
                self.env._("It cannot have happened in the future: check the day.")
            )
        if self.topic_id and not self.topic_id.active:
            raise UserError(self.env._("The topic is archived: choose another one."))

    def _joined(self):
        """Return the open appeal it is about; a sentence if it can take nothing."""
        appeal = self.about_id
        appeal.check_access("write")
        if not appeal.is_open:
            raise UserError(
                self.env._(
                    "№ %(number)s is closed: register a new appeal.",
                    number=appeal.number,
                )
            )
        self.write(
            {
                "direction_id": appeal.direction_id.id,
                "client_id": appeal.client_id.id,
            }
        )
        return appeal

    def _person(self):
        """Return who it is: the chosen one, one known by contact and name, or new."""
        name = (self.person_name or "").strip()
        if self.partner_id:
            self._add_contacts(self.partner_id)
            return self.partner_id
        if not name and not self.person_phone and not self.person_email:
            return self.env["res.partner"]
        if not name:
            raise UserError(
                self.env._("Write the person's name, or choose a known person.")
            )
        # others with the same phone are family or colleagues: never merged silently
        known = self.known_ids.filtered(
            lambda each: each.name.casefold() == name.casefold()
        )[:1]
        person = known or self.env["res.partner"].create(
            {
                "name": name,
                "is_cc_applicant": True,
                "cc_client_id": self.client_id.id,
            }
        )
        self._add_contacts(person)
        return person

    def _add_contacts(self, person):
        person._cc_add_contacts(
            {"phone": self.person_phone, "email": self.person_email}
        )

    def _appeal_vals(self, channel, person):
        return {
            "name": self.name.strip(),
            "text": self.text,
            "direction_id": self.direction_id.id,
            "client_id": self.client_id.id,
            "channel_id": channel.id,
            "applicant_id": person.id,
            "is_anonymous": not person,
            "topic_id": self.topic_id.id,
            "product_id": self.product_id.id,
            "territory_id": self.territory_id.id,
            "problem_address": self.problem_address,
            "is_formal": self.is_formal,
            "identification": self.identification or (person and "named" or "none"),
            "received_at": self.happened_at,
        }

    def _keep_contact(self, channel, person, appeal):
        """Write the contact down beside the appeal, with its scan."""
        # sudo: operators make no contacts by themselves; that this one may register
        # in the direction was checked by writing the appeal as the user
        contact = (
            self.env["cc.interaction"]
            .sudo()
            .create(
                {
                    "channel_id": channel.id,
                    "client_id": self.client_id.id,
                    "kind": channel._plug()._cc_by_hand(),
                    "partner_id": person.id,
                    "happened_at": self.happened_at,
                    "subject": self.name.strip(),
                    "body": self.text,
                    "written_by_id": self.env.uid,
                    "needs_answer": self.is_answer_promised,
                    "paper_number": (self.paper_number or "").strip(),
                    "token": self.token,
                    "appeal_ids": [Command.link(appeal.id)],
                }
            )
        )
        self.file_ids._give_scans_to(contact)
        self.file_ids = False
