"""The mail channel: a letter's bytes become an interaction and, mostly, an appeal."""

import os

from odoo import api, models

from odoo.addons.cc_base.engine.mask import mask
from odoo.addons.cc_ledger.exceptions import CcUnreadable
from odoo.addons.cc_ledger.models.cc_inbox_event_drain import Item

from ..engine.letter import LetterError
from ..incoming import Incoming
from ..letter_reader import read_letters

LANES = min(2, os.cpu_count() or 1)


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
        """Register one letter that has no row in the inbox; see the contract."""
        item = Item(self.env["cc.inbox.event"], raw, received_at)
        answer = self._cc_process_batch(channel, [item])[0]
        if isinstance(answer, CcUnreadable):
            raise answer
        return answer

    def _cc_process_batch(self, channel, items):
        """Register letters together: one query for all where a letter took its own."""
        answers = [None] * len(items)
        incoming = {}
        parsed = self._read_letters([item.raw for item in items])
        for at, (item, letter) in enumerate(zip(items, parsed, strict=True)):
            if isinstance(letter, LetterError):
                answers[at] = CcUnreadable(
                    letter.code, headers=self._readable(letter.headers)
                )
            else:
                incoming[at] = Incoming(item.event, letter, item.received_at)
        copies = self._find_copies(channel, list(incoming.values()))
        fresh = []
        for at, each in incoming.items():
            each.answer = answers[at] = self._describe(each.letter)
            if id(each) in copies:
                first = copies[id(each)]
                answers[at] |= {
                    "state": "ignored",
                    "kind": "duplicate",
                    "reason": "copy",
                    "copy_of_id": first.id,
                }
            else:
                fresh.append(each)
        self._register_letters(channel, fresh)
        return answers

    @api.model
    def _read_letters(self, raws):
        """Return a Letter or a LetterError for each of `raws`."""
        return read_letters(raws, lanes=LANES)

    @api.model
    def _describe(self, letter):
        """Return what the inbox shows of a letter."""
        return {
            "kind": letter.kind,
            "message_id": letter.message_id or False,
            "digest": letter.digest or False,
            "subject": letter.subject or False,
            "sender_masked": mask("email", letter.sender) or False,
        }

    def _readable(self, headers):
        """Keep of a quarantined letter's headers what a screen may show."""
        return {
            "subject": headers.get("subject") or False,
            "sender_masked": mask("email", headers.get("sender", "")) or False,
            "message_id": headers.get("message_id") or False,
        }

    @api.model
    def _find_copies(self, channel, incoming):
        """Return {id() of a letter: event of the first with its Message-Id and words}.

        The Message-Id alone is a hint: with other content it is a letter of its own.
        The first one may stand in this very batch.
        """
        named = [each for each in incoming if each.letter.message_id]
        named = [each for each in named if each.letter.digest]
        first = {}
        if named:
            known = self.env["cc.inbox.event"].search_fetch(
                [
                    ("message_id", "in", [each.letter.message_id for each in named]),
                    ("digest", "in", [each.letter.digest for each in named]),
                    ("client_id", "=", channel._client().id),
                    ("state", "in", ("processed", "ignored")),
                    ("copy_of_id", "=", False),
                ],
                ["message_id", "digest"],
                order="id desc",
            )
            first = {(event.message_id, event.digest): event for event in known}
        copies = {}
        for each in named:
            key = (each.letter.message_id, each.letter.digest)
            if key in first:
                copies[id(each)] = first[key]
            else:
                first[key] = each.event
        return copies
