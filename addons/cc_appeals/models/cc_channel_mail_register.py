from datetime import UTC

from odoo import Command, api, models

from .cc_channel_mail import SUBJECT_CHARS

# a PostgreSQL text holds no NUL; everything else a stranger sends is kept
NUL = dict.fromkeys([0], "\N{REPLACEMENT CHARACTER}")


def _clean(text):
    return (text or "").translate(NUL)


def _name(text):
    """Return a sender's name; one that holds an address is no name to show."""
    name = _clean(text).strip()
    return "" if "@" in name else name


class CcChannelMail(models.AbstractModel):
    """What parsed letters leave in the database; each step takes the whole batch."""

    _inherit = "cc.channel.mail"

    @api.model
    def _register_letters(self, channel, incoming):
        """Make the records of letters and complete each one's answer."""
        if not incoming:
            return
        people = [each for each in incoming if each.is_letter]
        self._find_deliveries(channel, people)
        self._find_senders(channel, incoming)
        self._find_appeals(channel, people)
        self._register_interactions(channel, incoming)
        self._keep_files(incoming)
        self._reopen_appeals([each for each in people if each.appeal])
        self._register_appeals(channel, [each for each in people if not each.appeal])
        self._bind_reports(channel, incoming)
        for each in incoming:
            each.answer["interaction_id"] = each.interaction.id
            each.answer["state"] = "processed" if each.is_letter else "ignored"
            if not each.is_letter:
                each.answer["reason"] = each.letter.kind_reason or each.letter.kind

    @api.model
    def _bind_reports(self, channel, incoming):
        """Let deliveries hear what machines say of them."""
        machines = [each.letter for each in incoming if not each.is_letter]
        self.env["cc.outbox.delivery"]._bind_bounces(channel, machines)

    @api.model
    def _find_senders(self, channel, incoming):
        """Find each sender's identity; only a person's letter makes a new person."""
        identities = self.env["cc.identity"]
        client = channel._client()
        nameless = self.env._("Writer without a name")
        people = [each for each in incoming if each.is_letter and not each.identity]
        found = identities._find_or_create_all(
            "email",
            [
                (each.letter.sender, _name(each.letter.sender_name) or nameless)
                for each in people
            ],
            client,
        )
        for each, identity in zip(people, found, strict=True):
            each.identity = identity
        machines = [each for each in incoming if not each.is_letter]
        known = identities._find_all(
            "email", [each.letter.sender for each in machines], client
        )
        for each, of_value in zip(machines, known, strict=True):
            each.identity = of_value if len(of_value) == 1 else identities

    @api.model
    def _register_interactions(self, channel, incoming):
        """Write the contacts: who, when, what."""
        client = channel._client()
        made = self.env["cc.interaction"].create(
            [self._interaction_vals(channel, client, each) for each in incoming]
        )
        for each, interaction in zip(incoming, made, strict=True):
            each.interaction = interaction

    @api.model
    def _interaction_vals(self, channel, client, each):
        letter = each.letter
        sent_at = letter.date
        return {
            "channel_id": channel.id,
            "client_id": client.id,
            "event_id": each.event.id,
            "appeal_ids": [Command.link(each.appeal.id)] if each.appeal else [],
            "claimed_appeal_id": each.claimed.id if each.claimed else False,
            "kind": letter.kind,
            "is_bulk": letter.is_bulk,
            "identity_id": each.identity.id,
            "partner_id": each.identity.partner_id.id,
            "sender_name": _name(letter.sender_name) or False,
            "happened_at": each.received_at,
            "sent_at": sent_at and sent_at.astimezone(UTC).replace(tzinfo=None),
            "subject": _clean(letter.subject)[:SUBJECT_CHARS] or False,
            "body": _clean(letter.body or letter.text),
            "quote": _clean(letter.quote) or False,
        }

    @api.model
    def _keep_files(self, incoming):
        """Keep the attachments as they came."""
        # a stranger's markup is text for us, as in Odoo's own mail gateway; a picture
        # is neither shrunk nor opened: a broken one must not stop its letter; on the
        # disk before the commit, as the letter itself
        files = self.env["ir.attachment"].with_context(
            attachments_mime_plainxml=True, image_no_postprocess=True, cc_durable=True
        )
        unnamed = self.env._("Unnamed file")
        files.create(
            [
                {
                    "name": _clean(file.name) or unnamed,
                    "raw": file.content,
                    "mimetype": file.mime,
                    "res_model": "cc.interaction",
                    "res_id": each.interaction.id,
                }
                for each in incoming
                for file in each.letter.attachments
            ]
        )

    @api.model
    def _register_appeals(self, channel, incoming):
        """Open an appeal in Фиксация for each letter."""
        client = channel._client()
        made = self.env["cc.appeal"].create(
            [self._appeal_vals(channel, client, each) for each in incoming]
        )
        for each, appeal in zip(incoming, made, strict=True):
            each.appeal = appeal

    @api.model
    def _appeal_vals(self, channel, client, each):
        letter, person = each.letter, each.identity.partner_id
        subject = _clean(letter.subject).strip()[:SUBJECT_CHARS]
        text = _clean(letter.body or letter.text)
        first_line = next((line for line in text.splitlines() if line.strip()), "")
        return {
            "name": subject or first_line.strip()[:120] or self.env._("No subject"),
            "text": text,
            "direction_id": channel.direction_id.id,
            "client_id": client.id,
            "applicant_id": person.id,
            "is_anonymous": not person,
            "channel_id": channel.id,
            "received_at": each.received_at,
            "interaction_ids": [Command.link(each.interaction.id)],
            "previous_appeal_id": each.previous.id if each.previous else False,
        }
