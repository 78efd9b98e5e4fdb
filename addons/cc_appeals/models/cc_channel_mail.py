"""The mail channel: a letter's bytes become an interaction and, mostly, an appeal."""

from odoo import api, models

from odoo.addons.cc_base.engine.mask import mask
from odoo.addons.cc_ledger.exceptions import CcUnreadable

from ..engine import letter as letters
from ..engine.numbering import parse as parse_numbers


class CcChannelMail(models.AbstractModel):
    _name = "cc.channel.mail"
    _inherit = "cc.channel.contract"
    _description = "Mail channel"

    _cc_code = "mail"

    def _cc_label(self):
        return self.env._("Mail")

    def _cc_icon(self):
        return "envelope"

    def _cc_identity_kind(self):
        return "email"

    def _cc_process(self, channel, raw, received_at):
        """Register one letter; see the contract."""
        try:
            letter = letters.parse(raw)
        except letters.LetterError as fault:
            raise CcUnreadable(
                fault.code, headers=self._readable(fault.headers)
            ) from fault
        found = {
            "kind": letter.kind,
            "message_id": letter.message_id or False,
            "digest": letter.digest or False,
            "subject": letter.subject or False,
            "sender_masked": mask("email", letter.sender) or False,
        }
        copy_of = self._find_copy(channel, letter)
        if copy_of:
            return found | {
                "state": "ignored",
                "kind": "duplicate",
                "reason": "copy",
                "copy_of_id": copy_of.id,
            }
        interaction = self._register_interaction(channel, letter, received_at)
        if letter.kind != "letter":
            return found | {
                "state": "ignored",
                "reason": letter.kind_reason or letter.kind,
                "interaction_id": interaction.id,
            }
        appeal = self._known_appeal(letter, interaction)
        if appeal:
            interaction.appeal_ids = appeal
        else:
            self._register_appeal(channel, letter, interaction, received_at)
        return found | {"state": "processed", "interaction_id": interaction.id}

    def _readable(self, headers):
        """Keep of a quarantined letter's headers what a screen may show."""
        return {
            "subject": headers.get("subject") or False,
            "sender_masked": mask("email", headers.get("sender", "")) or False,
            "message_id": headers.get("message_id") or False,
        }

    @api.model
    def _find_copy(self, channel, letter):
        """Return the first event with this Message-Id and content, if there is one.

        The Message-Id alone is a hint: with other content it is a letter of its own.
        """
        events = self.env["cc.inbox.event"]
        if not letter.message_id or not letter.digest:
            return events
        return events.search(
            [
                ("message_id", "=", letter.message_id),
                ("digest", "=", letter.digest),
                ("client_id", "=", channel._client().id),
                ("state", "in", ("processed", "ignored")),
                ("copy_of_id", "=", False),
            ],
            order="id",
            limit=1,
        )

    @api.model
    def _known_appeal(self, letter, interaction):
        """Return the open appeal whose number the subject names, if it is his own.

        A stranger with a number, or the number of a closed appeal, makes a new one.
        """
        appeals = self.env["cc.appeal"]
        numbers = parse_numbers(letter.subject)
        if not numbers or not interaction.partner_id:
            return appeals
        return appeals.search(
            [
                ("number", "in", numbers),
                ("applicant_id", "=", interaction.partner_id.id),
                ("client_id", "=", interaction.client_id.id),
                ("is_open", "=", True),
            ],
            limit=1,
        )
