from odoo import models
from odoo.tools import SQL

from ... import recording_store
from .cc_health_of_pbx import ADMIN

SHOWN = 10
MANY_WAIT = 100


class CcHealthRecording(models.AbstractModel):
    """Health: the key of the recordings, and what did not come of them."""

    _name = "cc.health.recording"
    _inherit = "cc.health.of.pbx"
    _description = "Health: recordings"

    _cc_code = "recording"
    _cc_order = 23
    _cc_rests_on_copy = True

    def _cc_title(self):
        return self.env._("Recordings")

    def _cc_lines(self):
        pbxes = self.env["cc.pbx"].search([("has_recordings", "=", True)], limit=SHOWN)
        lines = [self._line_of_key()] if pbxes or self._has_any() else []
        for pbx in pbxes:
            parts = (
                self._part_of_missing(pbx),
                self._part_of_waiting(pbx),
                self._part_of_refused(pbx),
            )
            lines += self._said(parts)
        return lines

    def _has_any(self):
        # sudo: whether there is one at all
        return bool(self.env["cc.recording"].sudo().search([], limit=1))

    def _line_of_key(self):
        state, sentence = self._state_of_key()
        return self._line("key", self._cc_title(), state, sentence, groups=ADMIN)

    def _state_of_key(self):
        name = recording_store.key_name(self.env)
        try:
            recording_store.master_key(name)
        except recording_store.StoreFault as fault:
            if fault.code == "short_key":
                return "failing", self.env._(
                    "The key %(name)s has less than 32 characters: no recording is "
                    "taken, they wait beside the PBX. Make a longer one.",
                    name=name,
                )
            return "failing", self.env._(
                "There is no key %(name)s among the server's secrets: no recording is "
                "taken or played, they wait beside the PBX. Give the server the key.",
                name=name,
            )
        return "ok", self.env._("They are sealed with the key %(name)s.", name=name)

    def _part_of_missing(self, pbx):
        # SQL, past the rules: how many, and nothing of whose they are
        self.env["cc.recording"].flush_model()
        ((count,),) = self.env.execute_query(
            SQL(
                """
                SELECT count(*) FROM cc_recording
                 WHERE pbx_id = %s AND state = 'missing'
                   AND started_at > now() AT TIME ZONE 'UTC' - interval '1 day'
                """,
                pbx.id,
            )
        )
        if not count:
            return None
        return self._part(
            pbx,
            "missing",
            self.env._("Missing recordings"),
            "warning",
            self.env._(
                "%(count)s talks of the last day on %(pbx)s were recorded, and no "
                "recording came: see the recordings folder beside the PBX, its disk "
                "and its rights.",
                count=count,
                pbx=pbx.name,
            ),
        )

    def _part_of_waiting(self, pbx):
        if not pbx.recordings_waiting or not (
            pbx.recording_fault or pbx.recordings_waiting > MANY_WAIT
        ):
            return None
        return self._part(
            pbx,
            "waiting",
            self.env._("Recordings that wait"),
            "warning",
            self._sentence_of_waiting(pbx),
        )

    def _sentence_of_waiting(self, pbx):
        count = pbx.recordings_waiting
        known = {
            "recordings_key": self.env._(
                "%(count)s recordings wait beside %(pbx)s: this server has no key to "
                "seal them with.",
                count=count,
                pbx=pbx.name,
            ),
            "recordings_disk": self.env._(
                "%(count)s recordings wait beside %(pbx)s: a disk is full there or "
                "here.",
                count=count,
                pbx=pbx.name,
            ),
            "recordings_folder": self.env._(
                "%(count)s recordings wait beside %(pbx)s: the connector may not read "
                "or delete in the folder; see its rights.",
                count=count,
                pbx=pbx.name,
            ),
        }
        return known.get(
            pbx.recording_fault,
            self.env._(
                "%(count)s recordings wait beside %(pbx)s. If the number grows, see "
                "how fast the line between the two is.",
                count=count,
                pbx=pbx.name,
            ),
        )

    def _part_of_refused(self, pbx):
        if not pbx.recordings_refused:
            return None
        return self._part(
            pbx,
            "refused",
            self.env._("Recordings put aside"),
            "warning",
            self.env._(
                "%(count)s files beside %(pbx)s were not taken: no audio that is known "
                "here, or longer than two hours. They lie in the folder “refused”; "
                "look at them, then delete them.",
                count=pbx.recordings_refused,
                pbx=pbx.name,
            ),
        )
