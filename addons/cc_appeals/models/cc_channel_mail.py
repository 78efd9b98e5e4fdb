"""The mail channel: a letter's bytes become an interaction and, mostly, an appeal."""

import os

from odoo import api, models

from odoo.addons.cc_base.engine.mask import mask
from odoo.addons.cc_ledger.exceptions import CcLater, CcUnavailable, CcUnreadable
from odoo.addons.cc_ledger.models.cc_inbox_event_drain import Item

from ..engine.letter import LetterError
from ..incoming import Incoming
from ..letter_reader import Share, read_letters

LANES = min(2, os.cpu_count() or 1)
# while others wait: an ordinary letter takes milliseconds
QUICK = Share(wall_seconds=0.5)
BATCH_SECONDS = 10
# of a subject, here and in a contact: a header line may be a megabyte long
SUBJECT_CHARS = 500
SLOW = ("wall_time", "cpu_time")


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
        (content,) = self._cc_read_batch(channel, [raw], is_alone=True)
        if isinstance(content, CcUnreadable):
            raise content
        item = Item(self.env["cc.inbox.event"], raw, received_at, content)
        return self._cc_process_batch(channel, [item])[0]

    def _cc_read_batch(self, channel, raws, is_alone):
        """Parse letters; one that would hold up the others is put off."""
        try:
            found = self._read_letters(raws, is_alone)
        except OSError as fault:  # of the helper: no letter is at fault
            raise CcUnavailable("no letter can be read now") from fault
        return [self._as_content(each, is_alone) for each in found]

    def _as_content(self, found, is_alone):
        if found is None:
            return CcLater()
        if not isinstance(found, LetterError):
            return found
        if found.code in SLOW and not is_alone:
            return CcLater(is_slow=True)
        return CcUnreadable(found.code, headers=self._readable(found.headers))

    def _cc_process_batch(self, channel, items):
        """Register letters together: one query for all where a letter took its own."""
        incoming = [
            Incoming(item.event, item.content, item.received_at) for item in items
        ]
        copies = self._find_copies(channel, incoming)
        for each in incoming:
            each.answer = self._describe(each.letter)
            if id(each) in copies:
                each.answer |= {
                    "state": "ignored",
                    "kind": "duplicate",
                    "reason": "copy",
                    "copy_of_id": copies[id(each)].id,
                }
        fresh = [each for each in incoming if id(each) not in copies]
        self._register_letters(channel, fresh)
        return [each.answer for each in incoming]

    @api.model
    def _read_letters(self, raws, is_alone):
        """Return a Letter or a LetterError for each of `raws`, None for no time."""
        if is_alone:
            return read_letters(raws)
        return read_letters(raws, LANES, QUICK, BATCH_SECONDS)

    @api.model
    def _describe(self, letter):
        """Return what the inbox shows of a letter."""
        return {
            "kind": letter.kind,
            "message_id": letter.message_id or False,
            "digest": letter.digest or False,
            "subject": letter.subject[:SUBJECT_CHARS] or False,
            "sender_masked": mask("email", letter.sender) or False,
        }

    def _readable(self, headers):
        """Keep of a quarantined letter's headers what a screen may show."""
        return {
            "subject": (headers.get("subject") or "")[:SUBJECT_CHARS] or False,
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
