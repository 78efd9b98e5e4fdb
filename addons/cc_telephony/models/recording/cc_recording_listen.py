"""Who may hear a recording, and the ticket by which a browser gets its bytes."""

import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import STORED_SESSION_BYTES, request
from odoo.tools.misc import hash_sign, verify_hash_signed

from odoo.addons.cc_appeals.asked import as_text

from ... import recording_store
from .cc_recording_retention import LONGEST_REASON, OFFICER, SUPERVISOR

SENIOR = "cc_base.cc_base_group_senior"
OPERATOR = "cc_base.cc_base_group_operator"
AUDITOR = "cc_base.cc_base_group_auditor"
SCOPE = "cc.recording.audio"
TICKET_MINUTES = 15
LISTENING = [("no", "No"), ("yes", "Yes"), ("reason", "With a reason")]


class CcRecording(models.Model):
    _inherit = "cc.recording"

    listening = fields.Selection(
        LISTENING,
        string="May be heard",
        compute="_compute_listening",
        help="By the user who reads it.",
    )
    downloading = fields.Selection(
        LISTENING, string="May be downloaded", compute="_compute_listening"
    )

    @api.depends("state", "call_id", "direction_id")
    @api.depends_context("uid")
    def _compute_listening(self):
        user = self.env.user
        mine = self._of_mine()
        for recording in self:
            listening = downloading = "no"
            if recording.state == "stored":
                if user.has_group(OFFICER) or user.has_group(AUDITOR):
                    listening = "reason"
                if recording._is_of_directions() and (
                    user.has_group(SENIOR) or recording in mine
                ):
                    listening = "yes"
                if user.has_group(OFFICER) or (
                    recording._is_of_directions() and user.has_group(SUPERVISOR)
                ):
                    downloading = "reason"
            recording.listening = listening
            recording.downloading = downloading

    def _is_of_directions(self):
        return self.direction_id in self.env.user.cc_direction_ids

    def _of_mine(self):
        """Return what an operator may hear: own talks, messages owed a call."""
        user = self.env.user
        if not user.has_group(OPERATOR) or user.has_group(SENIOR):
            return self.browse()
        # sudo: who sat at the phones, for whoever sees the recording
        calls = self.sudo().call_id
        talked = calls.filtered(
            lambda call: (
                user == call.operator_id
                or any(
                    leg.operator_id == user and leg.talk_seconds for leg in call.leg_ids
                )
            )
        )
        owed = calls.filtered(lambda call: call.callback_id.state == "open")
        # sudo: as above, which call it is of
        heard = {"talk": talked, "voicemail": owed | talked}
        return self.filtered(lambda each: each.sudo().call_id in heard[each.kind])

    def listen(self, reason=None):
        """Return what a player needs; that the user listens is written down.

        :param str reason: needed where `listening` says so
        :return: {"url", "seconds", "peaks", "kind", "started_at"}
        :raise UserError: there is no audio, or a reason is missing
        :raise AccessError: the user may not hear it
        """
        return self._give("recording.listened", "listening", reason) | {
            "seconds": self.seconds,
            "peaks": self.peaks or [],
            "kind": self.kind,
            "started_at": fields.Datetime.to_string(self.started_at),
        }

    def download(self, reason):
        """Return {"url"} of the file itself; that the user takes it is written down."""
        return self._give("recording.downloaded", "downloading", reason)

    def _give(self, action, right, reason):
        self.ensure_one()
        self.check_access("read")
        kept = self._sealed()
        if not kept:
            raise UserError(self._why_none())
        if self[right] == "no":
            raise AccessError(
                self.env._(
                    "You hear your own talks and messages that are owed a call; of "
                    "others, ask your senior operator."
                )
            )
        reason = as_text(reason or "").strip()[:LONGEST_REASON]
        if self[right] == "reason" and len(reason) < 3:
            raise UserError(
                self.env._("Say why you need it: the reason is kept with your name.")
            )
        try:
            recording_store.open_(self.env, kept)
        except recording_store.StoreFault as fault:
            raise UserError(self._why_closed(fault.code)) from None
        self._log_step(action, reason or None)
        is_file = right == "downloading"
        ticket = self._ticket(is_file)
        return {"url": f"/cc/recording/{self.id}/audio?ticket={ticket}"}

    def _why_none(self):
        words = {
            "expected": self.env._("The recording has not come from the PBX yet."),
            "erased": self.env._("The recording was erased: its time was over."),
        }
        missing = self.env._("There is no audio: the recording is missing.")
        return words.get(self.state, missing)

    def _why_closed(self, code):
        if code in ("no_key", "short_key", "other_key"):
            return self.env._(
                "The key of the recordings is not there: the administrator finds more "
                "in Setup and health."
            )
        return self.env._(
            "The file of this recording is gone or damaged: tell the administrator."
        )

    # the ticket
    def _ticket(self, is_file):
        """Return what lets this user's session, and nobody else, get the bytes."""
        values = [self.id, self.env.uid, _session(), is_file]
        length = timedelta(minutes=TICKET_MINUTES, seconds=2 * self.seconds)
        # sudo: the secret of the database signs; nothing of it is told
        return hash_sign(self.env(su=True), SCOPE, values, expiration=length)

    def _admits(self, ticket):
        """Return (is it a good ticket for this recording, is it for the file)."""
        try:
            # sudo: the secret of the database has signed it
            values = verify_hash_signed(self.env(su=True), SCOPE, ticket or "")
        except (ValueError, IndexError, UnicodeError):
            return False, False
        if not isinstance(values, list) or len(values) != 4:
            return False, False
        id_, uid, session, is_file = values
        is_good = (id_, uid, session) == (self.id, self.env.uid, _session())
        return is_good, is_good and is_file


def _session():
    """Return a mark of the session that asks; it outlives its rotation."""
    if not request:
        return ""
    known = request.session.sid[:STORED_SESSION_BYTES]
    return hashlib.sha256(known.encode()).hexdigest()[:16]
