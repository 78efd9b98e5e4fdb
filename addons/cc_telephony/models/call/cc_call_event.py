"""Lines a PBX wrote: kept as they came, so that calls can be built again at will."""

import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.cel_event import CelError, clean, read_line
from ...engine.written import as_written

ROWS = 2000  # of one statement


class CcCallEvent(models.Model):
    _name = "cc.call.event"
    _description = "Line of a PBX"
    _order = "id"
    _log_access = False
    _rec_name = "linked_id"

    pbx_id = fields.Many2one(
        "cc.pbx", required=True, ondelete="restrict", readonly=True
    )
    linked_id = fields.Char(
        string="Call of the PBX",
        required=True,
        readonly=True,
        help="Empty when the line tells nothing.",
    )
    digest = fields.Char(
        required=True, readonly=True, help="Of the line: the same line twice is one."
    )
    fault = fields.Char(readonly=True, help="Why it tells nothing.")
    place = fields.Char(readonly=True, help="Where in the PBX's file it stood.")
    line = fields.Text(
        required=True,
        readonly=True,
        groups="cc_base.cc_base_group_data_officer",
        help="As it came, numbers and all.",
    )

    # by call first: what comes now falls on a few pages, however much there is
    _line_uniq = models.UniqueIndex("(pbx_id, linked_id, digest)")
    _fault_idx = models.Index("(pbx_id, id) WHERE fault IS NOT NULL")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What a PBX told is never deleted."))

    @api.model
    def _keep(self, pbx, lines):
        """Keep lines of a PBX; those that are here already change nothing.

        :param lines: [(key of the place, text)]
        :return: (linkedids that got something new, the code of its fault for each of
            `lines`, None for what is an event)
        """
        zone, rows, faults = pbx._zone(), [], []
        for place, text in lines:
            linked_id, fault = "", None
            try:
                linked_id = read_line(text, zone).linked_id
            except CelError as error:
                fault = error.code
            faults.append(fault)
            kept = clean(text)
            digest = hashlib.blake2b(kept.encode(), digest_size=16).hexdigest()
            rows.append((pbx.id, linked_id, digest, fault, clean(place)[-64:], kept))
        fresh = [
            row
            for start in range(0, len(rows), ROWS)
            for row in self._insert(rows[start : start + ROWS])
        ]
        return {linked_id for linked_id, fault in fresh if not fault}, faults

    @api.model
    def _insert(self, rows):
        """Return (linkedid, fault) of those rows that are new."""
        # SQL: rows without overrides, thousands a second
        return self.env.cr.execute_values(
            """
            INSERT INTO cc_call_event (pbx_id, linked_id, digest, fault, place, line)
            VALUES %s ON CONFLICT (pbx_id, linked_id, digest) DO NOTHING
            RETURNING linked_id, fault
            """,
            rows,
            page_size=len(rows),
            fetch=True,
        )

    @api.model
    def _events(self, pbx, linked_ids):
        """Return {linkedid: its events in the order they were written}."""
        zone, found = pbx._zone(), {}
        self.env.cr.execute(
            """
            SELECT linked_id, place, digest, line FROM cc_call_event
             WHERE pbx_id = %s AND linked_id = ANY(%s)
            """,
            (pbx.id, list(linked_ids)),
        )
        for linked_id, place, digest, line in self.env.cr.fetchall():
            event = read_line(line, zone)
            found.setdefault(linked_id, []).append((place, digest, event))
        return {linked_id: as_written(told) for linked_id, told in found.items()}
