"""The watch: the system checks its own chain, the newest at once, all of it by rounds.

What it says is no proof: who has the database has the watch.  The proof is the program
for outsiders, tools/verify_audit.py; this one notices, so that somebody runs it.
"""

import json
import logging
from datetime import datetime, timedelta

from odoo import api, fields, models

from .. import anchor_file
from ..engine.chain import FIELDS, START, Break, Seal, check
from .cc_audit_seal import COLUMNS

_logger = logging.getLogger(__name__)

KEY = "cc_ledger.audit_walk"
# seals looked at in a minute by each of the two walks: seven millions a day
STRETCH = 5000
# between the beginnings of two rounds
ROUND = timedelta(hours=6)

_LINKS = f"""
    SELECT seal.seq, seal.entry_id, seal.hash, {COLUMNS}
      FROM public.cc_audit_seal seal
      LEFT JOIN public.cc_audit_entry entry ON entry.id = seal.entry_id
     WHERE seal.seq > %s ORDER BY seal.seq LIMIT %s
"""


class CcAuditWatch(models.AbstractModel):
    _name = "cc.audit.watch"
    _description = "Watch over the audit log"

    @api.model
    def _watch(self):
        """Look at the newest seals and at the next stretch of the round.

        Where the chain is broken it stays until the chain is whole again: the first
        bad row is the one to be told.
        """
        now = fields.Datetime.now()
        walk = self._read()
        walk["fault"] = None
        self._follow_newest(walk, now)
        if not walk["fault"]:
            self._go_round(walk, now)
        if fault := walk["fault"]:
            _logger.error("audit log: %s at seal %s", fault["kind"], fault["seq"])
        self._write(walk)

    @api.model
    def _read(self):
        """Return how far the walks are, as of a new chain when nothing is known.

        {"newest": and "round": [seq, entry id, hash] or None, "begun": when the round
        was, "whole": [when, up to which seal] or None, "fault": a Break or None}
        """
        # past the cache of parameters, which are written each minute.
        # sudo: places in the chain, no data of a person
        found = self.env["ir.config_parameter"].sudo().search([("key", "=", KEY)])
        found.invalidate_recordset(["value"])
        blank = {"newest": None, "round": None, "begun": None, "whole": None}
        try:
            return {**blank, "fault": None, **json.loads(found.value or "{}")}
        except ValueError:
            return {**blank, "fault": None}

    @api.model
    def _write(self, walk):
        # SQL: a write through the ORM would empty the caches of all workers each minute
        self.env.cr.execute(
            """
            INSERT INTO ir_config_parameter AS param (key, value) VALUES (%s, %s)
                ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value
            """,
            (KEY, json.dumps(walk)),
        )

    @api.model
    def _follow_newest(self, walk, now):
        head = _seal_of(walk["newest"])
        fault = self._anchor_fault(head) or self._anchor_fault(self._last_anchor())
        if not fault:
            head, fault, is_end = self._step(head)
            walk["newest"] = _kept(head)
            if is_end and not walk["whole"]:
                # the first time this was a round
                walk |= {"whole": [_said(now), head.seq], "begun": _said(now)}
        walk["fault"] = _told(fault)

    @api.model
    def _go_round(self, walk, now):
        if not walk["round"]:
            begun = walk["begun"]
            if not begun or now - datetime.fromisoformat(begun) < ROUND:
                return
            walk |= {"round": _kept(START), "begun": _said(now)}
        head, fault, _is_end = self._step(_seal_of(walk["round"]))
        walk["round"] = _kept(head)
        if not fault and head.seq >= walk["newest"][0]:
            fault = self._first_anchor_fault()
            if not fault:
                walk |= {"whole": [_said(now), head.seq], "round": None}
        walk["fault"] = _told(fault)

    @api.model
    def _step(self, head):
        """Return (last good seal, Break or None, whether the chain ends there)."""
        self.env.cr.execute(_LINKS, (head.seq, STRETCH))
        found = self.env.cr.fetchall()
        links = (
            (
                Seal(seq, entry_id, bytes(value)),
                dict(zip(FIELDS, row, strict=True)) if row[0] else None,
            )
            for seq, entry_id, value, *row in found
        )
        head, fault = check(head, links)
        return head, fault, len(found) < STRETCH

    @api.model
    def _anchor_fault(self, known):
        """Return the Break when a seal that was known once is gone or another."""
        return self._anchor_faults([known])[0] if known and known.seq else None

    @api.model
    def _first_anchor_fault(self):
        """Compare all anchors that can be read; the first that says otherwise."""
        own = self.env.cr.dbname
        path = self.env["cc.audit.anchor"]._path()
        lines = anchor_file.read(path)
        known = filter(None, (_of_anchor(line, own) for line in lines))
        faults = filter(None, self._anchor_faults(list(known)))
        return min(faults, key=lambda each: each.seq, default=None)

    @api.model
    def _last_anchor(self):
        path = self.env["cc.audit.anchor"]._path()
        return _of_anchor(anchor_file.last(path), self.env.cr.dbname)

    @api.model
    def _anchor_faults(self, known):
        self.env.cr.execute(
            "SELECT seq, hash FROM public.cc_audit_seal WHERE seq = ANY(%s)",
            ([each.seq for each in known],),
        )
        hashes = {seq: bytes(value) for seq, value in self.env.cr.fetchall()}
        return [
            None
            if hashes.get(each.seq) == each.hash
            else Break("rewritten" if each.seq in hashes else "cut", each.seq)
            for each in known
        ]


def _of_anchor(line, database):
    """Return an anchor as a Seal; None when it is none, of nothing, or another's."""
    try:
        is_ours = line["database"] == database and line["seq"]
        found = Seal(line["seq"], line["entry_id"], bytes.fromhex(line["hash"]))
    except (KeyError, TypeError, ValueError):
        return None
    return found if is_ours else None


def _seal_of(kept):
    return Seal(kept[0], kept[1], bytes.fromhex(kept[2])) if kept else START


def _kept(seal):
    return [seal.seq, seal.entry_id, seal.hash.hex()]


def _told(fault):
    return fault and {"kind": fault.kind, "seq": fault.seq, "entry_id": fault.entry_id}


def _said(moment):
    return moment.isoformat()
