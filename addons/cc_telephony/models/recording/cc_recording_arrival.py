"""Recordings come from a PBX, before their call or after it, once or several times."""

import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ... import recording_store
from ...engine import sound

LONGEST_ID = 150
LONGEST_NAME = 200
SHORTEST_MESSAGE = 1.0  # seconds
# calls of a history that is brought along have no recordings to come
EXPECTED_DAYS = 3


class CcRecording(models.Model):
    _inherit = "cc.recording"

    @api.model
    def _take(self, pbx, linked_id, kind, raw, name=""):
        """Keep a recording; its bytes are on the disk when this returns.

        :return: False if the very same was here already
        :raise sound.SoundError: it is none; the call's card says so
        :raise recording_store.StoreFault: there is no key to seal it with
        :raise OSError: the disk is full
        """
        # sudo: the connector is nobody; its token was checked
        own = self.sudo()
        # first of all: without a key nothing may be said to be kept, or refused
        recording_store.master_key(recording_store.key_name(self.env))
        digest = hashlib.sha256(raw).hexdigest()
        rows = own.search(
            [
                ("pbx_id", "=", pbx.id),
                ("linked_id", "=", linked_id),
                ("kind", "=", kind),
            ],
            order="id",
        )
        if any(each.sha256 == digest for each in rows):
            return False
        heard = sound.read(raw)
        if kind == "voicemail" and heard.seconds < SHORTEST_MESSAGE:
            # who hung up at the tone has said nothing
            raise sound.SoundError("empty")
        kept = recording_store.put(self.env, heard.raw)
        waiting = rows.filtered(lambda each: not each.sha256)
        row = waiting.filtered(lambda each: each.name == name)[:1] or waiting[:1]
        vals = {
            "state": "stored",
            "missing_why": False,
            "received_at": fields.Datetime.now(),
            "seconds": heard.seconds,
            "size": kept.size,
            "sha256": digest,
            "peaks": heard.peaks,
            "is_mended": heard.is_mended,
            "store_name": kept.name,
            "key_name": kept.key_name,
            "key_mark": kept.key_mark,
            "wrapped_key": kept.wrapped,
            "name": name or row.name,
        }
        if row:
            row.write(vals)
        else:
            row = own.create(own._place_of(pbx, linked_id, kind) | vals)
        row._reckon_end()
        return True

    @api.model
    def _refuse(self, pbx, linked_id, kind, why):
        """Say on the card why what came for a call is not kept."""
        # sudo: the connector is nobody; its token was checked
        rows = self.sudo().search(
            [
                ("pbx_id", "=", pbx.id),
                ("linked_id", "=", linked_id),
                ("kind", "=", kind),
                ("sha256", "=", False),
            ]
        )
        if not rows and why != "empty":
            rows = rows.create(rows._place_of(pbx, linked_id, kind))
        rows.write({"state": "missing", "missing_why": why})

    @api.model
    def _place_of(self, pbx, linked_id, kind):
        """Return whose it is: the call's, or the PBX's until the call is known."""
        call = self.env["cc.call"].search(
            [("pbx_id", "=", pbx.id), ("linked_id", "=", linked_id)], limit=1
        )
        place = call or pbx.channel_id
        return {
            "pbx_id": pbx.id,
            "linked_id": linked_id,
            "kind": kind,
            "call_id": call.id,
            "direction_id": place.direction_id.id,
            "client_id": (call.client_id or pbx.channel_id._client()).id,
            "started_at": call.started_at or fields.Datetime.now(),
        }

    @api.model
    def _follow(self, calls):
        """Let recordings follow calls that were built: two statements, however many.

        What came before its call joins it, what belongs to a call that moved moves
        along, and a talk that was announced as recorded is expected.
        """
        if not calls:
            return
        self.env["cc.call"].flush_model()
        self.flush_model()
        moved = self.env.execute_query(
            SQL(
                """
                UPDATE cc_recording recording
                   SET call_id = call.id, direction_id = call.direction_id,
                       client_id = call.client_id, started_at = call.started_at
                  FROM cc_call call
                 WHERE call.id = ANY(%s) AND recording.pbx_id = call.pbx_id
                   AND recording.linked_id = call.linked_id
                   AND (recording.call_id IS NULL
                        OR recording.direction_id != call.direction_id
                        OR recording.client_id != call.client_id)
                RETURNING recording.id
                """,
                calls.ids,
            )
        )
        announced = [
            call.id
            for call in calls
            if call.recording_name and call.answered_at and call.pbx_id.has_recordings
        ]
        if moved:
            found = self.browse(row[0] for row in moved)
            found.invalidate_recordset()
            found.call_id.invalidate_recordset(["recording_ids"])
            found._reckon_end()
            found._take_place()
        if announced:
            self._expect(announced)

    def _take_place(self):
        """Leave no row that still waits for one of these, which are joined now."""
        gone = self.env.execute_query(
            SQL(
                """
                DELETE FROM cc_recording waiting
                 USING cc_recording kept
                 WHERE kept.id = ANY(%s) AND kept.sha256 IS NOT NULL
                   AND waiting.sha256 IS NULL AND waiting.kind = kept.kind
                   AND waiting.pbx_id = kept.pbx_id
                   AND waiting.linked_id = kept.linked_id
                RETURNING waiting.id
                """,
                self.ids,
            )
        )
        if gone:
            self.env.invalidate_all()

    @api.model
    def _join_strays(self, pbx):
        """Join what came in the very moment its call was built: neither saw the other.

        Asked twice a minute: an index has those without a call, and nothing else.
        """
        self.flush_model(["call_id"])
        found = self.env.execute_query(
            SQL(
                """
                SELECT call.id
                  FROM cc_recording recording
                  JOIN cc_call call ON call.pbx_id = recording.pbx_id
                   AND call.linked_id = recording.linked_id
                 WHERE recording.pbx_id = %s AND recording.call_id IS NULL
                 LIMIT 500
                """,
                pbx.id,
            )
        )
        self._follow(self.env["cc.call"].browse({row[0] for row in found}))

    @api.model
    def _expect(self, call_ids):
        made = self.env.execute_query(
            SQL(
                """
                INSERT INTO cc_recording (
                    call_id, pbx_id, linked_id, name, kind, state, is_held, is_mended,
                    direction_id, client_id, started_at,
                    create_uid, create_date, write_uid, write_date)
                SELECT id, pbx_id, linked_id,
                       left(regexp_replace(recording_name, '^.*/', ''), %(longest)s),
                       'talk', 'expected', FALSE, FALSE,
                       direction_id, client_id, started_at, 1, now(), 1, now()
                  FROM cc_call call
                 WHERE id = ANY(%(ids)s)
                   AND started_at > %(since)s
                   AND NOT EXISTS (
                       SELECT FROM cc_recording known
                        WHERE known.pbx_id = call.pbx_id AND known.kind = 'talk'
                          AND known.linked_id = call.linked_id)
             RETURNING call_id
                """,
                ids=call_ids,
                since=fields.Datetime.now() - timedelta(days=EXPECTED_DAYS),
                longest=LONGEST_NAME,
            )
        )
        if made:
            calls = self.env["cc.call"].browse(row[0] for row in made)
            calls.invalidate_recordset(["recording_ids"])
