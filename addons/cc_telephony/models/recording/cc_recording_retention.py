"""How long audio is kept, by direction; what stops it; what never came."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.cc_appeals.asked import as_text

from ... import recording_store

BATCH = 200
LONGEST_REASON = 500
LATE_PARAMETER = "cc_telephony.recording_minutes"
LATE_MINUTES = 30
SUPERVISOR = "cc_base.cc_base_group_supervisor"
OFFICER = "cc_base.cc_base_group_data_officer"


class CcRecording(models.Model):
    _name = "cc.recording"
    _inherit = ["cc.recording", "cc.transaction"]

    def _reckon_end(self):
        """Say until when these are kept, as their directions are set up now."""
        if self:
            self._reckon_end_where(SQL("recording.id = ANY(%s)", self.ids))

    @api.model
    def _reckon_end_of(self, directions):
        """Say so of all recordings of directions: they may be many thousands."""
        self._reckon_end_where(SQL("direction.id = ANY(%s)", directions.ids))

    @api.model
    def _reckon_end_where(self, condition):
        self.flush_model()
        self.env["cc.direction"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE cc_recording recording
                   SET keep_until = recording.started_at + interval '1 day' *
                       CASE recording.kind WHEN 'voicemail'
                            THEN direction.voicemail_days
                            ELSE direction.recording_days END
                  FROM cc_direction direction
                 WHERE direction.id = recording.direction_id
                   AND recording.state = 'stored' AND %s
                """,
                condition,
            )
        )
        self.invalidate_model(["keep_until"])

    # hold
    def action_hold(self, reason):
        """Keep these whatever their age: a dispute, a check, a court asks for them."""
        reason = self._reason_to_keep(reason)
        self._check_supervises()
        # sudo: the right was checked; the rest of a row is nobody's to write
        self.sudo().write(
            {"is_held": True, "held_reason": reason, "held_by_id": self.env.uid}
        )
        self._log_step("recording.held", reason)
        return True

    def action_release(self, reason):
        """Let these be erased again when their time is over."""
        reason = self._reason_to_keep(reason)
        self._check_supervises()
        # sudo: the right was checked; the rest of a row is nobody's to write
        self.sudo().write({"is_held": False, "held_reason": False, "held_by_id": False})
        self._log_step("recording.released", reason)
        return True

    def _reason_to_keep(self, reason):
        reason = as_text(reason).strip()[:LONGEST_REASON]
        if len(reason) < 3:
            raise UserError(self.env._("Say why in a few words: it is kept."))
        return reason

    def _check_supervises(self):
        self.check_access("read")
        user = self.env.user
        if not user.has_group(SUPERVISOR) and not user.has_group(OFFICER):
            raise AccessError(
                self.env._("A supervisor or the data officer decides what is kept.")
            )

    # erasing
    @api.model
    def _cron_erase(self):
        """Erase what has been kept long enough, in steps that are committed."""
        while due := self.search(
            [
                ("state", "=", "stored"),
                ("is_held", "=", False),
                ("keep_until", "<", fields.Datetime.now()),
            ],
            limit=BATCH,
            order="keep_until, id",
        ):
            due._erase()
            self._boundary()

    def _erase(self):
        """Shred the audio of these; the rows stay and say so."""
        recording_store.forget(self.env, self.mapped("store_name"))
        self.write(
            {
                "state": "erased",
                "erased_at": fields.Datetime.now(),
                "peaks": False,
                "store_name": False,
                "key_name": False,
                "key_mark": False,
                "wrapped_key": False,
            }
        )
        self._log_step("recording.erased")

    # what never came
    @api.model
    def _late_minutes(self):
        # sudo: a setting, told to nobody
        found = self.env["ir.config_parameter"].sudo().get_param(LATE_PARAMETER)
        is_number = bool(found) and found.isascii() and found.isdecimal()
        return int(found) if is_number and len(found) < 6 else LATE_MINUTES

    @api.model
    def _cron_missing(self):
        """Call missing what was announced and has not come since its call ended.

        While the connector says that files wait beside the PBX, it may be among them.
        """
        before = fields.Datetime.now() - timedelta(minutes=self._late_minutes())
        late = self.search(
            [
                ("state", "=", "expected"),
                ("call_id.ended_at", "<", before),
                ("pbx_id.recordings_waiting", "=", 0),
            ]
        )
        late.write({"state": "missing", "missing_why": "late"})
