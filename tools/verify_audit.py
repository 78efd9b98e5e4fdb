#!/usr/bin/env python3
"""Check the audit log of a contact centre from outside. Needs Python 3.8 only.

    python3 verify_audit.py EXPORT [--anchors FILE ...]

EXPORT is what `./run audit export` (or tools/export_audit.sql with psql) wrote; "-" is
standard input. Anchor files are what the system appended outside its database, or a
syslog that holds the same lines. Exit code: 0 whole, 1 a fault, 2 cannot be read.

The rules it checks (docs/how-to/verify-the-audit.md):
  hash of seal n = SHA-256(hash of seal n-1, 32 bytes; 32 zero bytes before the first
                           + row as JSON: members sorted, no spaces, UTF-8, no nulls)
  seals are numbered 1, 2, 3 ...; each has its row; rows come in the order (xid, id)
  an anchor's hash is the hash of the seal with its number
"""

import argparse
import hashlib
import json
import sys
from collections import namedtuple

START = bytes(32)
MICROSECOND = 1_000_000
# the sealer runs each minute
LATE = 2 * 60 * MICROSECOND
# no transaction of the system lasts so long: an older row was put in afterwards
TOO_LATE = 60 * 60 * MICROSECOND
MARK = "cc-audit-anchor"

#: `first`..`last` are numbers of seals: where it is bad, or the range that it lies in
Fault = namedtuple("Fault", "kind first last entry_id words")
Anchor = namedtuple("Anchor", "seq entry_id hash at database place")


class Unreadable(Exception):
    """The export or an anchor file is not what it should be."""


def link(previous, row):
    """Return the hash of a row that follows the hash `previous` (bytes)."""
    members = {name: value for name, value in row.items() if value is not None}
    text = json.dumps(
        members, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(previous + text.encode("utf-8", "surrogatepass")).digest()


class Check:
    """One walk over the lines of an export; then `faults`, `remarks`, counts."""

    def __init__(self, anchors=()):
        self.faults, self.remarks = [], []
        self.sealed = self.waiting = 0
        self.head = START
        self.header = {}
        self.has_end = False
        #: what the link before the first fault was: to say what it should have been
        self.before_first = None
        self._anchors = {}
        self._broken = [anchor.place for anchor in anchors if anchor.seq is None]
        for anchor in anchors:
            if anchor.seq is not None:
                self._anchors.setdefault(anchor.seq, []).append(anchor)
        self._agreed = 0
        self._agreed_count = 0
        self._order = {}
        self._newest = 0
        self._backdated = 0
        self._first_backdated = None
        self._late = 0
        self._max_id = 0
        self._suspect = None
        #: the hash before the last seal, and that seal's row
        self._head_before = self._last_entry = None

    def run(self, lines):
        """Take all lines (dicts); return self."""
        for line in lines:
            if "cc_audit_export" in line:
                self.header = line
            elif "end" in line:
                self._end(line["end"])
            elif line["seq"] is None:
                self._take_waiting(line["row"])
            else:
                self._take_seal(line)
        self._settle_suspect(None, None)
        self._check_anchors_beyond()
        self._remark()
        if not self.has_end:
            raise Unreadable("the export has no last line: it was cut short")
        return self

    def first_fault(self):
        """Return the fault to look at first, None when the chain is whole.

        What the chain itself tells is exact, an anchor knows a range only.
        """
        exact = [f for f in self.faults if f.kind not in ("rewritten", "cut")]
        ranged = [f for f in self.faults if f.kind in ("rewritten", "cut")]
        exact.sort(key=lambda f: f.first)
        ranged.sort(key=lambda f: f.last)
        if exact and ranged and exact[0].first > ranged[0].last:
            return ranged[0]
        return (exact or ranged or [None])[0]

    # seals in their order
    def _take_seal(self, line):
        seq, row, stored = line["seq"], line["row"], _bytes(line["hash"])
        expected = self.sealed + 1
        if seq != expected:
            self._settle_suspect(None, None)
            self._out_of_line(seq, expected, line["entry_id"])
            if seq < expected:
                return
        elif row is None:
            self._settle_suspect(None, None)
            self._fault("missing", seq, line["entry_id"], "its row is gone")
        else:
            self._check_link(seq, row, stored, line["entry_id"])
        if row is not None:
            self._note_order(row)
        self._head_before, self._last_entry = self.head, line["entry_id"]
        self.sealed, self.head = seq, stored
        self._compare_anchors(seq, stored)

    def _out_of_line(self, seq, expected, entry_id):
        if seq < expected:
            self._fault("inserted", seq, entry_id, "there are two seals of this number")
            return
        words = "its seal is gone"
        if seq - expected > 1:
            words = f"seals {expected} to {seq - 1} are gone"
        self.faults.append(Fault("missing", expected, seq - 1, None, words))

    def _check_link(self, seq, row, stored, entry_id):
        found = link(self.head, row)
        if found == stored and row.get("id") == entry_id:
            self._settle_suspect(None, None)
        elif self._head_before is not None and link(self._head_before, row) == stored:
            self._suspect = None
            words = "put in: the next row was sealed to follow the one before it"
            self._fault("inserted", seq - 1, self._last_entry, words)
        elif not self._settle_suspect(row, stored):
            self._keep_first(self.head, stored, entry_id)
            self._suspect = (seq, entry_id, found)

    def _settle_suspect(self, row, stored):
        """Say what the bad link before this row is; True when it explains this one."""
        if self._suspect is None:
            return False
        seq, entry_id, found = self._suspect
        self._suspect = None
        if row is not None and link(found, row) == stored:
            words = "the seal's hash was changed; the row is as it was sealed"
            self._fault("seal changed", seq, entry_id, words)
            return True
        words = "the row is not what was sealed here, or one before it was taken out"
        self._fault("changed", seq, entry_id, words)
        return False

    def _keep_first(self, head, stored, entry_id):
        if self.before_first is None:
            self.before_first = (head, stored, entry_id)

    def _note_order(self, row):
        place = (_number(row.get("xid")), _number(row.get("id")))
        cluster = row.get("cluster")
        self._order[cluster] = max(place, self._order.get(cluster, place))
        self._max_id = max(self._max_id, place[1])
        moment = _number(row.get("logged_at"))
        if moment < self._newest - TOO_LATE:
            self._backdated += 1
            self._first_backdated = self._first_backdated or row.get("id")
        self._newest = max(self._newest, moment)

    # rows without a seal
    def _take_waiting(self, row):
        self.waiting += 1
        place = (_number(row.get("xid")), _number(row.get("id")))
        age = _number(self.header.get("exported_at")) - _number(row.get("logged_at"))
        sealed_up_to = self._order.get(row.get("cluster"), (0, 0))
        is_old = age > TOO_LATE and place[1] < self._max_id
        if place < sealed_up_to or is_old:
            after = self.sealed + 1
            words = "a row without a seal among sealed ones: put in later, or unsealed"
            self.faults.append(Fault("inserted", after, after, row.get("id"), words))
        elif age > LATE:
            self._late += 1

    # anchors
    def _compare_anchors(self, seq, stored):
        for anchor in self._anchors.pop(seq, ()):
            if _bytes(anchor.hash) == stored:
                self._agreed, self._agreed_count = seq, self._agreed_count + 1
            else:
                words = (
                    f"the anchor of {anchor.at} ({anchor.place}) has another hash for "
                    f"seal {seq}: rewritten between seals {self._agreed + 1} and {seq}"
                )
                self.faults.append(
                    Fault("rewritten", self._agreed + 1, seq, None, words)
                )

    def _check_anchors_beyond(self):
        for seq in sorted(self._anchors):
            for anchor in self._anchors[seq]:
                if seq == 0:
                    continue
                first = self.sealed + 1
                words = (
                    f"the anchor of {anchor.at} ({anchor.place}) knows seal {seq}, the "
                    f"chain ends at {self.sealed}: its tail was cut off"
                )
                self.faults.append(Fault("cut", first, first, None, words))

    # the rest
    def _fault(self, kind, seq, entry_id, words):
        self.faults.append(Fault(kind, seq, seq, entry_id, words))

    def _end(self, counts):
        self.has_end = True
        found = {"seals": self.sealed, "waiting": self.waiting}
        if counts["waiting"] != self.waiting:
            raise Unreadable(f"the export says {counts}, it holds {found}")

    def _remark(self):
        if self._late:
            self.remarks.append(
                f"{self._late} rows wait for their seal longer than "
                f"{LATE // MICROSECOND} s: sealing stands still, or a long transaction "
                "holds it up"
            )
        if self._backdated:
            self.remarks.append(
                f"{self._backdated} rows are more than an hour older than rows sealed "
                f"before them, entry {self._first_backdated} first: a clock was set "
                "back, or they were put in later"
            )
        if self._broken:
            self.remarks.append(
                f"{len(self._broken)} lines are broken anchors, {self._broken[0]} "
                "first: a disk was full, or somebody changed the file"
            )
        if not self._agreed_count:
            self.remarks.append(
                "no anchor bears this chain out: a cut tail or a chain that was "
                "rewritten as a whole cannot be seen"
            )
        elif self._agreed < self.sealed:
            self.remarks.append(
                f"{self.sealed - self._agreed} seals are younger than the last anchor: "
                "nothing outside the database bears them out yet"
            )

    @property
    def agreed(self):
        """Return how many anchors agree, and the last such seal."""
        return self._agreed_count, self._agreed


def explain(fault, before_first, lines):
    """Return `fault` with the row it was swapped with, when there is one.

    Walks the lines once more: whose row fits where another one stands?
    """
    if fault is None or fault.kind != "changed" or before_first is None:
        return fault
    head, stored, entry_id = before_first
    for line in lines:
        row = line.get("row")
        if not row:
            continue
        if link(head, row) == stored or link(head, {**row, "id": entry_id}) == stored:
            if line["seq"] != fault.first:
                words = f"swapped with the row at seal {line['seq']}"
                return fault._replace(kind="swapped", words=words)
    return fault


def _bytes(text):
    try:
        return bytes.fromhex(text or "")
    except ValueError:
        return b""


def _number(value):
    return value if isinstance(value, int) else 0


def read_export(stream):
    """Yield the lines of an export as dicts."""
    for number, text in enumerate(stream, 1):
        if not text.strip():
            continue
        try:
            yield json.loads(text)
        except ValueError as fault:
            raise Unreadable(f"line {number} of the export is no JSON") from fault


def read_anchors(path):
    """Return the anchors of a file: one JSON object a line, or a syslog with them.

    A broken line is an anchor that knows nothing but its place.
    """
    anchors = []
    with open(path, encoding="utf-8", errors="replace") as stream:
        for number, text in enumerate(stream, 1):
            if MARK not in text:
                continue
            place = f"{path}:{number}"
            try:
                found = json.loads(text[text.index("{") :])
                anchors.append(
                    Anchor(
                        int(found["seq"]),
                        found["entry_id"],
                        found["hash"],
                        found["at"],
                        found["database"],
                        place,
                    )
                )
            except (ValueError, KeyError, TypeError):
                anchors.append(Anchor(None, None, None, None, None, place))
    return anchors


def choose(anchors, database):
    """Return the anchors of one database; Unreadable when there are others only."""
    names = {anchor.database for anchor in anchors} - {None}
    if names and database not in names:
        listed = ", ".join(sorted(names))
        raise Unreadable(f"no anchor is of database {database}, they are of: {listed}")
    return [anchor for anchor in anchors if anchor.database in (database, None)]


def verify(open_lines, anchors=()):
    """Check an export; return (Check, its first fault or None).

    :param open_lines: called, gives the lines (dicts) anew
    """
    check = Check(anchors).run(open_lines())
    fault = check.first_fault()
    return check, explain(fault, check.before_first, open_lines())


def report(check, fault, out=None):
    """Print what was found; return the exit code."""
    count, last = check.agreed
    print(f"{check.sealed} rows sealed, {check.waiting} waiting for the seal", file=out)
    print(f"{count} anchors agree, the last one with seal {last}", file=out)
    for remark in check.remarks:
        print(f"remark: {remark}", file=out)
    if fault is None:
        print(f"WHOLE up to seal {check.sealed}, hash {check.head.hex()}", file=out)
        return 0
    where = f"seal {fault.first}"
    if fault.last != fault.first:
        where = f"seals {fault.first} to {fault.last}"
    if fault.entry_id is not None:
        where += f", entry {fault.entry_id}"
    print(f"BAD from {where}: {fault.kind}: {fault.words}", file=out)
    if len(check.faults) > 1:
        print(f"{len(check.faults)} faults in all", file=out)
    return 1


def main(arguments=None):
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("export", metavar="EXPORT")
    parser.add_argument("--anchors", nargs="*", default=[], metavar="FILE")
    parser.add_argument("--database", help="whose anchors count; default: the export's")
    options = parser.parse_args(arguments)
    try:
        lines = None
        if options.export == "-":
            lines = list(read_export(sys.stdin))

        def open_lines():
            if lines is not None:
                return iter(lines)
            return read_export(open(options.export, encoding="utf-8"))  # noqa: SIM115

        header = next(open_lines(), {})
        if "cc_audit_export" not in header:
            raise Unreadable(f"{options.export} is not an export of the audit log")
        anchors = [a for path in options.anchors for a in read_anchors(path)]
        chosen = choose(anchors, options.database or header["database"])
        return report(*verify(open_lines, chosen))
    except (Unreadable, OSError) as fault:
        print(f"cannot be checked: {fault}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
