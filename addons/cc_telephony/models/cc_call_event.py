"""Lines a PBX wrote: kept as they came, so that calls can be built again at will."""

import hashlib
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.cel_event import CelError, read_line


class CcCallEvent(models.Model):
    _name = "cc.call.event"
    _description = "Line of a PBX"
    _order = "id"
    _log_access = False
    _rec_name = "linked_id"

    pbx_id = fields.Many2one(
        "cc.pbx", required=True, ondelete="restrict", readonly=True
    )
    digest = fields.Char(
        required=True, readonly=True, help="Of the line: the same line twice is one."
    )
    linked_id = fields.Char(readonly=True)
    fault = fields.Char(readonly=True, help="Why it tells nothing.")
    place = fields.Char(readonly=True, help="Where in the PBX's file it stood.")
    line = fields.Text(required=True, readonly=True)

    _digest_uniq = models.UniqueIndex("(pbx_id, digest)")
    _call_idx = models.Index("(pbx_id, linked_id, id) WHERE linked_id IS NOT NULL")
    _fault_idx = models.Index("(pbx_id, id) WHERE fault IS NOT NULL")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What a PBX told is never deleted."))

    @api.model
    def _keep(self, pbx, lines):
        """Keep lines of a PBX; those that are here already change nothing.

        :param lines: [(key of the place, text)]
        :return: (linkedids that got something new, how many lines tell nothing)
        """
        zone, rows, unreadable = _zone(pbx), [], 0
        for place, text in lines:
            linked_id, fault = None, None
            try:
                linked_id = read_line(text, zone).linked_id
            except CelError as error:
                fault, unreadable = error.code, unreadable + 1
            text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
            digest = hashlib.sha256(text.encode()).hexdigest()[:40]
            rows.append((pbx.id, digest, linked_id, fault, str(place)[:64], text))
        if not rows:
            return set(), 0
        # SQL: rows without overrides, thousands a second
        fresh = self.env.cr.execute_values(
            """
            INSERT INTO cc_call_event (pbx_id, digest, linked_id, fault, place, line)
            VALUES %s ON CONFLICT (pbx_id, digest) DO NOTHING RETURNING linked_id
            """,
            rows,
            fetch=True,
        )
        if unreadable:
            pbx.unreadable_count += sum(1 for row in fresh if row[0] is None)
        return {row[0] for row in fresh if row[0]}, unreadable

    @api.model
    def _events(self, pbx, linked_ids):
        """Return {linkedid: its events in the order they were written}."""
        zone, found = _zone(pbx), {}
        self.env.cr.execute(
            """
            SELECT linked_id, line FROM cc_call_event
             WHERE pbx_id = %s AND linked_id = ANY(%s) ORDER BY id
            """,
            (pbx.id, list(linked_ids)),
        )
        for linked_id, line in self.env.cr.fetchall():
            found.setdefault(linked_id, []).append(read_line(line, zone))
        return found


def _zone(pbx):
    try:
        return ZoneInfo(pbx.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
