"""Recordings of replayed calls, made up: it is for the demo."""

import logging

from odoo import models

from ... import recording_store
from ...engine.made_voice import made_talk

_logger = logging.getLogger(__name__)
MESSAGE_SECONDS = 31


class CcPbx(models.Model):
    _inherit = "cc.pbx"

    def _record_replayed(self, missing=()):
        """Let recordings come for the calls that announced one, and for messages left.

        :param missing: linkedids of calls whose recording never came
        """
        self.ensure_one()
        self.has_recordings = True
        calls = self.env["cc.call"].search([("pbx_id", "=", self.id)], order="id")
        talks = calls.filtered(lambda each: each.recording_name and each.talk_seconds)
        self.env["cc.recording"]._follow(talks)
        try:
            for call in talks.filtered(lambda each: each.linked_id not in missing):
                self._made_up(call, "talk", call.talk_seconds, voices=2)
            for call in calls.filtered(lambda each: each.outcome == "voicemail"):
                self._made_up(call, "voicemail", MESSAGE_SECONDS, voices=1)
        except recording_store.StoreFault:
            # a server without a key keeps no audio, the demo's neither
            _logger.info("The demo has no recordings: there is no key to seal them.")
        late = talks.recording_ids.filtered(lambda each: each.state == "expected")
        late.write({"state": "missing", "missing_why": "late"})

    def _made_up(self, call, kind, seconds, voices):
        raw = made_talk(seconds, seed=call.id, voices=voices)
        self.env["cc.recording"]._take(self, call.linked_id, kind, raw)
