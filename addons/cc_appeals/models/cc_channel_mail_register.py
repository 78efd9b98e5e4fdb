from datetime import UTC

from odoo import Command, api, models

# a PostgreSQL text holds no NUL; everything else a stranger sends is kept
NUL = dict.fromkeys([0], "\N{REPLACEMENT CHARACTER}")
SUBJECT_CHARS = 500


def _clean(text):
    return (text or "").translate(NUL)


def _name(text):
    """Return a sender's name; one that holds an address is no name to show."""
    name = _clean(text).strip()
    return "" if "@" in name else name


class CcChannelMail(models.AbstractModel):
    """What a parsed letter leaves in the database."""

    _inherit = "cc.channel.mail"

    @api.model
    def _register_interaction(self, channel, letter, received_at):
        """Write the contact: who, when, what, with the attachments."""
        identity = self._sender(channel, letter)
        sent_at = letter.date
        interaction = self.env["cc.interaction"].create(
            {
                "channel_id": channel.id,
                "client_id": channel._client().id,
                "kind": letter.kind,
                "identity_id": identity.id,
                "partner_id": identity.partner_id.id,
                "sender_name": _name(letter.sender_name) or False,
                "happened_at": received_at,
                "sent_at": sent_at and sent_at.astimezone(UTC).replace(tzinfo=None),
                "subject": _clean(letter.subject)[:SUBJECT_CHARS] or False,
                "body": _clean(letter.body or letter.text),
                "quote": _clean(letter.quote) or False,
            }
        )
        # a stranger's markup is text for us, as in Odoo's own mail gateway
        files = self.env["ir.attachment"].with_context(attachments_mime_plainxml=True)
        files.create(
            [
                {
                    "name": _clean(each.name) or self.env._("Unnamed file"),
                    "raw": each.content,
                    "mimetype": each.mime,
                    "res_model": "cc.interaction",
                    "res_id": interaction.id,
                }
                for each in letter.attachments
            ]
        )
        return interaction

    @api.model
    def _sender(self, channel, letter):
        """Return the sender's identity; only a person's letter makes a new person."""
        identities = self.env["cc.identity"]
        client = channel._client()
        if letter.kind == "letter":
            name = _name(letter.sender_name) or self.env._("Writer without a name")
            return identities._find_or_create("email", letter.sender, client, name)
        found = identities._find("email", letter.sender, client)
        return found if len(found) == 1 else identities

    @api.model
    def _register_appeal(self, channel, letter, interaction, received_at):
        """Open an appeal in Фиксация for this letter."""
        subject = _clean(letter.subject).strip()[:SUBJECT_CHARS]
        text = _clean(letter.body or letter.text)
        first_line = next((line for line in text.splitlines() if line.strip()), "")
        return self.env["cc.appeal"].create(
            {
                "name": subject or first_line.strip()[:120] or self.env._("No subject"),
                "text": text,
                "direction_id": channel.direction_id.id,
                "client_id": interaction.client_id.id,
                "applicant_id": interaction.partner_id.id,
                "is_anonymous": not interaction.partner_id,
                "channel_id": channel.id,
                "received_at": received_at,
                "interaction_ids": [Command.link(interaction.id)],
            }
        )
