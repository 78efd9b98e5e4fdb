"""What screens show of recordings: of a call, of a call-back, of one alone."""

from odoo import api, fields, models

from .cc_call_recording import ORDER, STATES
from .cc_recording_listen import AUDITOR, LISTENING, OFFICER, SUPERVISOR

# of several recordings, what is said of all
BEST = ("yes", "reason", "no")
HEARINGS = (
    "recording.listened",
    "recording.downloaded",
    "recording.held",
    "recording.released",
)
HEARINGS_SHOWN = 50


class CcRecording(models.Model):
    _inherit = "cc.recording"

    note = fields.Char(string="About the recording", compute="_compute_note")
    operator_id = fields.Many2one(
        related="call_id.operator_id", string="Operator", related_sudo=False
    )
    partner_id = fields.Many2one(
        related="call_id.partner_id", string="Person", related_sudo=False
    )
    number_masked = fields.Char(related="call_id.number_masked", related_sudo=False)
    hearings = fields.Json(
        string="Who listened",
        compute="_compute_hearings",
        groups=f"{SUPERVISOR},{OFFICER},{AUDITOR}",
    )

    @api.depends("state", "missing_why", "is_mended", "erased_at")
    @api.depends_context("lang")
    def _compute_note(self):
        for recording in self:
            recording.note = recording._note()

    @api.depends_context("lang")
    def _compute_hearings(self):
        """Tell who heard these, took them along or held them; newest first."""
        found = {}
        entries = self.env["cc.audit.entry"]
        texts = entries._action_texts()
        # sudo: the field's groups may know who listened to a recording they see
        for entry in entries.sudo().search_fetch(
            [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("action", "in", HEARINGS),
            ],
            ["res_id", "user_id", "action", "logged_at", "reason"],
            order="id desc",
        ):
            found.setdefault(entry.res_id, []).append(
                {
                    "id": entry.id,
                    "who": entry.user_id.name,
                    "at": fields.Datetime.to_string(entry.logged_at),
                    "what": texts[entry.action],
                    "reason": entry.reason or "",
                }
            )
        for recording in self:
            recording.hearings = found.get(recording.id, [])[:HEARINGS_SHOWN]

    def player_recordings(self):
        """Return what the screen shows of each; nothing of what may not be heard.

        :return: list of {"id", "kind", "seconds", "peaks", "state", "note",
            "listening", "downloading"}
        """
        self.check_access("read")
        return [
            {
                "id": each.id,
                "kind": each.kind,
                "seconds": each.seconds,
                "peaks": each.peaks or [],
                "state": each.state,
                "note": each.note or "",
                "listening": each.listening,
                "downloading": each.downloading,
            }
            for each in self
            if each.state != "stored" or each.listening != "no"
        ]


class CcCall(models.Model):
    _inherit = "cc.call"

    listening = fields.Selection(
        LISTENING, string="May be heard", compute="_compute_listening"
    )

    @api.depends("recording_ids.state")
    @api.depends_context("uid")
    def _compute_listening(self):
        for call in self:
            call.listening = _best(call.recording_ids)

    def _player_sign(self):
        """Return where a chronology gets the recording to play; False for none."""
        self.ensure_one()
        is_heard = self.recording_state == "stored" and self.listening != "no"
        return is_heard and {"model": self._name, "id": self.id}

    def player_recordings(self):
        """Return what the screen shows of these calls' recordings."""
        self.check_access("read")
        return self.recording_ids.player_recordings()


class CcCallback(models.Model):
    _inherit = "cc.callback"

    message_ids = fields.Many2many(
        "cc.recording", string="Messages", compute="_compute_message_ids"
    )
    recording_state = fields.Selection(
        STATES, string="Message", compute="_compute_message_ids"
    )
    recording_note = fields.Char(
        string="About the message", compute="_compute_message_ids"
    )
    listening = fields.Selection(
        LISTENING, string="May be heard", compute="_compute_message_ids"
    )

    @api.depends("call_ids.recording_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_message_ids(self):
        for item in self:
            messages = item.call_ids.recording_ids.filtered(
                lambda each: each.kind == "voicemail"
            )
            states = set(messages.mapped("state"))
            state = next((each for each in ORDER if each in states), "none")
            told = messages.filtered(lambda each, s=state: each.state == s)
            item.message_ids = messages
            item.recording_state = state
            item.recording_note = told[:1].note or False
            item.listening = _best(messages)

    def player_recordings(self):
        """Return what the screen shows of the messages left in these tries."""
        self.check_access("read")
        return self.message_ids.player_recordings()


def _best(recordings):
    """Return whether one of these may be heard."""
    found = set(recordings.mapped("listening"))
    return next((each for each in BEST if each in found), "no")
