from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import groupby

from ...asked import as_id, as_ids, as_text, check_dict
from ..ir_attachment_scan import SCAN_MEGABYTES

PAPER = "paper"
LONGEST_LINE, LONGEST_TEXT, LONGEST_NUMBER = 500, 20000, 64
# of an intake: what is text, and how much of it is taken
WORDS = {
    "name": LONGEST_LINE,
    "text": LONGEST_TEXT,
    "person_name": LONGEST_LINE,
    "person_phone": LONGEST_LINE,
    "person_email": LONGEST_LINE,
    "paper_number": LONGEST_NUMBER,
}


class CcJournal(models.AbstractModel):
    """Letters on paper, in place: an answer that left, a letter that came."""

    _inherit = "cc.journal"

    @api.readonly
    @api.model
    def journal_paper_start(self):
        """Return where something can be written down, and as what.

        {"kinds": [[code, label]], "limit_bytes": of one scan, "directions": [{"id",
        "name", "kinds": [code], "clients": [{"id", "name"}]}]}
        """
        self._check_desk()
        channels = self.env["cc.channel"].search([("is_by_hand", "=", True)])
        directions = self.env["cc.direction"].search(
            [("id", "in", channels.direction_id.ids)]
        )
        kinds = {
            direction: sorted({each.kind for each in found})
            for direction, found in groupby(channels, lambda each: each.direction_id)
        }
        clients = self.env["cc.client"].search(
            [("id", "in", directions.client_ids.ids)]
        )
        return {
            "kinds": self.env["cc.appeal.intake"]._selection_kind(),
            "limit_bytes": SCAN_MEGABYTES << 20,
            "directions": [
                {
                    "id": direction.id,
                    "name": direction.name,
                    "kinds": kinds[direction],
                    "clients": [
                        {"id": client.id, "name": client.name}
                        for client in clients & direction.client_ids
                    ],
                }
                for direction in directions
            ],
        }

    @api.model
    def journal_paper_sent(self, appeal_id, values, token=None):
        """Register an answer that left on paper; repeating it with its token, one.

        :param dict values: "number" (the outgoing one), "day" (it was sent, ISO),
            "body", "file_ids" (scans): the text, a scan, or both
        :return: id of the contact
        """
        self._check_desk()
        check_dict(self.env, values)
        appeal = self._seen("cc.appeal", appeal_id)
        appeal._check_answering()
        appeal._take_turn()
        token = as_text(token)[:64]
        if made := self._contact_with(token):
            return made.id
        number, body = self._letter_of(values)
        sent_at = self._moment_of(values.get("day"))
        if sent_at.date() < appeal.received_at.date():
            raise UserError(
                self.env._("It cannot have left before the appeal came: check the day.")
            )
        files = self.env["ir.attachment"].browse(as_ids(values.get("file_ids")))
        if not body and not files:
            raise UserError(
                self.env._("Write what was answered, or add the scan of the letter.")
            )
        files._check_scans()
        channel = self.env["cc.channel"]._by_hand_of(
            PAPER, appeal.direction_id, appeal.client_id
        )
        # sudo: operators make no contacts by themselves; who answers was checked
        contact = (
            self.env["cc.interaction"]
            .sudo()
            .create(
                {
                    "channel_id": channel.id,
                    "client_id": appeal.client_id.id,
                    "is_outbound": True,
                    "kind": "letter",
                    "partner_id": appeal.applicant_id.id,
                    "happened_at": sent_at,
                    "subject": appeal.name,
                    "body": body,
                    "paper_number": number,
                    "written_by_id": self.env.uid,
                    "token": token or False,
                    "appeal_ids": [Command.link(appeal.id)],
                }
            )
        )
        files._give_scans_to(contact)
        appeal._settle_waiting("answered")
        self._log_paper("reply.paper", appeal, contact)
        return contact.id

    @api.model
    def _letter_of(self, values):
        number = as_text(values.get("number")).strip()[:LONGEST_NUMBER]
        if not number:
            raise UserError(self.env._("Write the outgoing number of the letter."))
        return number, as_text(values.get("body")).strip()[:LONGEST_TEXT]

    @api.model
    def journal_write_down(self, values, token=None):
        """Write down what came on paper, in person or by phone; one with one token.

        :param dict values: of `cc.appeal.intake`: "kind", "direction_id", "client_id",
            "partner_id" or "person_name", "person_phone", "person_email", "name",
            "text", "topic_id", "paper_number", "is_answer_promised", "file_ids",
            "about_id" (an open appeal it belongs to); and the "day" it came, ISO
        :return: {"id", "number"} of the appeal, "contact_id": what was written down
        """
        self._check_desk()
        check_dict(self.env, values)
        token = as_text(token)[:64]
        if made := self._contact_with(token):
            return self._told_of(made.appeal_ids[:1], made)
        vals = self._intake_vals(values) | {"token": token or False}
        intake = self.env["cc.appeal.intake"].create(vals)
        about = intake.about_id
        appeal = intake._write_down()
        contact = appeal.interaction_ids.sorted("id")[-1:]
        if about:
            self._log_paper("journal.written_down", appeal, contact)
        elif not appeal.owner_id:
            appeal.owner_id = self.env.user
        return self._told_of(appeal, contact)

    @api.model
    def _intake_vals(self, values):
        about = self.env["cc.appeal"]
        if values.get("about_id"):
            about = self._seen("cc.appeal", values["about_id"])
        person = self.env["res.partner"]
        if values.get("partner_id"):
            person = self._seen("res.partner", values["partner_id"])
        kinds = dict(self.env["cc.appeal.intake"]._selection_kind())
        if values.get("kind") not in kinds:
            raise UserError(
                self.env._("Choose what it was: a letter, a visit, a call.")
            )
        direction, client = self._place_of(values, about, person)
        words = {
            key: as_text(values.get(key)).strip()[:most] for key, most in WORDS.items()
        }
        return words | {
            "name": words["name"] or about.name,
            "kind": values["kind"],
            "direction_id": direction.id,
            "client_id": client.id,
            "partner_id": person.id,
            "about_id": about.id,
            "topic_id": as_id(values.get("topic_id")),
            "happened_at": self._moment_of(values.get("day")),
            "is_answer_promised": values.get("is_answer_promised") is True,
            "file_ids": [Command.set(as_ids(values.get("file_ids")))],
        }

    @api.model
    def _place_of(self, values, about, person):
        """Return the direction and the client something is written down in."""
        asked = self.env["cc.direction"].browse(as_id(values.get("direction_id")))
        direction = about.direction_id or asked.exists()
        if not direction:
            raise UserError(self.env._("Choose the line it is for."))
        asked = self.env["cc.client"].browse(as_id(values.get("client_id"))).exists()
        client = about.client_id or person.cc_client_id or asked
        client = client or direction._default_client()
        if not client:
            raise UserError(self.env._("Choose whose person it is."))
        return direction, client

    @api.model
    def _told_of(self, appeal, contact):
        return {"id": appeal.id, "number": appeal.number, "contact_id": contact.id}

    @api.model
    def _moment_of(self, day):
        """Return the moment of a day of the user's: now today, else its noon (UTC)."""
        try:
            day = fields.Date.to_date(day)
        except (TypeError, ValueError):
            day = None
        if not day:
            raise UserError(self.env._("Write the day of the letter."))
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        if day > today:
            raise UserError(self.env._("The day has not come yet: check it."))
        if day == today:
            return now
        zone = ZoneInfo(self.env.user.tz or "UTC")
        noon = datetime.combine(day, time(12), tzinfo=zone)
        return min(noon.astimezone(UTC).replace(tzinfo=None), now)

    @api.model
    def _contact_with(self, token):
        """Return the contact a request of the user made before, or none."""
        # sudo: the user's own request; an id leaves
        contacts = self.env["cc.interaction"].sudo()
        if not token:
            return contacts
        made = contacts.search([("token", "=", token)])
        if made.written_by_id - self.env.user:
            raise AccessError(self.env._("This request is somebody else's."))
        return made

    @api.model
    def _log_paper(self, action, appeal, contact):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": appeal._name,
                    "res_id": appeal.id,
                    "direction_id": appeal.direction_id.id,
                    "client_id": appeal.client_id.id,
                    "subject_id": appeal.applicant_id.id,
                    "detail": {"number": appeal.number, "contact_id": contact.id},
                }
            ]
        )


class CcAuditEntry(models.Model):
    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "reply.paper": self.env._("Registered an answer on paper"),
            "journal.written_down": self.env._("Put a letter, visit or call down"),
        }
