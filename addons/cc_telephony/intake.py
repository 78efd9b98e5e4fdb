"""Bring recorded calls along from files: what `./run calls` calls inside Odoo."""

import gzip
import io
import itertools
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from .engine.cel_event import LONGEST_LINE, CelError, read_line, to_json

BATCH = 500  # lines of a row of the inbox, as the protocol has it
ROWS = 20  # rows that are recorded and drained at once
MOST_FAULTS = 1000  # told one by one
LONGEST_KEY = 50
SENTENCES = {
    "no_json": "this is no JSON",
    "not_a_row": "this is no row of the table",
    "not_cel": "this is no event log: no line names a column eventtype",
    "sql_dump": "this is a dump of a database: bring its table cel (not cdr, which has "
    "no events) as a table with a line of names, as “mysql --batch -e 'SELECT * FROM "
    "cel ORDER BY id' asteriskcdrdb > cel.tsv” writes it",
    "too_long": "this is longer than any event",
    "no_type": "the kind of event is missing",
    "no_time": "the time is missing, or is none",
    "no_call": "the call's id (linkedid) is missing, or is none",
}


def run_calls(env, paths, pbx=None, json_path=None, progress=None):
    """Take every line of `paths` through the whole path.

    :param env: Odoo environment of the administrator; this function commits
    :param paths: files of CEL: JSON lines or CSV, gzipped or not
    :param pbx: name or code of the PBX; None takes the first one
    :param json_path: where a line per call goes
    :return: 0, or 1 when something could not be recorded
    """
    say = progress or (lambda text: sys.stderr.write(f"{text}\n"))
    found = _find_pbx(env, pbx, say)
    if found is None:
        return 1
    intake = _Intake(env, found, say)
    for path in paths:
        intake.take(Path(path))
    intake.end()
    if json_path:
        intake.describe_all(json_path)
    return intake.finish()


# the PBX
def _find_pbx(env, name, say):
    """Return the PBX asked for, else the first; one that is not there is made."""
    every = env["cc.pbx"].with_context(active_test=False).search([])
    found = (
        every.filtered(lambda each: name in (each.name, each.code)) if name else every
    )
    if found:
        if len(found) > 1:
            say(f"No --pbx was given: the calls go to “{found[0].name}”.")
        return found[0]
    direction = env["cc.direction"].search([("client_ids", "!=", False)], limit=1)
    if not direction:
        say("There is no direction with a client yet: add one under Contact centre.")
        return None
    made = env["cc.pbx"].create(
        {
            "name": name or "PBX",
            "code": _code(name or "pbx", set(every.mapped("code"))),
            "direction_id": direction.id,
            "client_id": direction.client_ids[:1].id,
        }
    )
    say(f"PBX “{made.name}” was not there: made now, for “{direction.name}”.")
    say("Moments without a time zone are taken as UTC: it can be told another one.")
    return made


def _code(name, taken):
    """Return a name as the connector has it, that no other PBX has."""
    plain = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-"
        for sign in name.lower()
    ).strip("-_")
    plain = plain or "pbx"
    names = itertools.chain([plain], (f"{plain}-{at}" for at in itertools.count(2)))
    return next(each for each in names if each not in taken)


# the files
def _open(path):
    """Return the lines of a file as text; what is too long is cut, not gathered."""
    raw = open(path, "rb")
    head = raw.peek(3)[:3]
    if head[:2] == b"\x1f\x8b":
        raw = gzip.open(raw)
        head = raw.peek(3)[:3]
    coding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return io.TextIOWrapper(raw, encoding=coding, errors="replace")


def _lines(stream):
    while line := stream.readline(LONGEST_LINE + 2):
        tail = line
        while len(tail) > LONGEST_LINE and not tail.endswith("\n"):
            tail = stream.readline(LONGEST_LINE + 2)
        yield line


class _Intake:
    """One run: lines in, counts and faults out."""

    def __init__(self, env, pbx, say):
        self.env, self.pbx, self.say = env, pbx, say
        self.zone = pbx._zone()
        # linkedids in the order they were met
        self.linked_ids = {}
        self.lines = self.silent = self.failed = 0
        self.before = self._count()

    def take(self, path):
        """Bring the lines of one file in; what cannot be read is named and counted."""
        before = self.lines
        pairs = self._pairs(path)
        try:
            while chunk := list(itertools.islice(pairs, BATCH * ROWS)):
                self._take_chunk(path.name, chunk)
                self.say(f"{self.lines} lines read, {len(self.linked_ids)} calls …")
        except (OSError, EOFError) as fault:
            self.failed += 1
            self.say(f"{path}: cannot be read to its end: {fault}.")
        if self.lines == before and not self.failed:
            self.say(f"{path}: no events here.")

    def _pairs(self, path):
        """Yield (key, JSON line), counting what tells nothing."""
        file = str(path)[-LONGEST_KEY:]
        with _open(path) as stream:
            for at, text, fault in to_json(_lines(stream)):
                try:
                    if fault:
                        raise fault
                    self.linked_ids.setdefault(read_line(text, self.zone).linked_id)
                except CelError as none:
                    self._tell(path, at, none)
                    if none.code in ("not_cel", "sql_dump"):
                        self.failed += 1
                        return
                self.lines += 1
                yield f"{file}:{at}", text

    def _tell(self, path, at, fault):
        self.silent += 1
        if self.silent <= MOST_FAULTS:
            detail = f" ({fault.detail})" if fault.code == "not_a_row" else ""
            self.say(f"{path}:{at}: {SENTENCES[fault.code]}{detail}.")
        elif self.silent == MOST_FAULTS + 1:
            self.say("… and more lines that tell nothing; they are counted.")

    def _take_chunk(self, name, chunk):
        items = [
            {"raw": _body(chunk[start : start + BATCH]), "source_name": name}
            for start in range(0, len(chunk), BATCH)
        ]
        inbox = self.env["cc.inbox.event"]
        found = inbox._record(self.pbx.channel_id, items)
        inbox._boundary()  # recorded: from here on nothing of it can be lost
        # what begins here may end in the next chunk
        going_on = inbox.with_context(cc_more_lines=True)
        going_on._drain_all([event.id for event, _is_new in found])
        self.env.invalidate_all()
        for event, _is_new in found:
            if event.state == "quarantined":
                self.failed += 1
                self.say(f"{name}: recorded, but not built ({event.reason}).")

    def end(self):
        """Close what has no end in the files."""
        domain = [("pbx_id", "=", self.pbx.id), ("outcome", "=", "live")]
        live = self.env["cc.call"].search(domain).mapped("linked_id")
        mine = [each for each in live if each in self.linked_ids]
        self.env["cc.call"]._job_rebuild_calls(self.pbx.id, mine)

    def finish(self):
        """Say the sums; 1 when something could not be recorded."""
        lines, calls = (
            now - was for now, was in zip(self._count(), self.before, strict=True)
        )
        self.say(
            f"{self.lines} lines of {len(self.linked_ids)} calls: {lines} lines and "
            f"{calls} calls are new; {self.silent} lines tell nothing."
        )
        return 1 if self.failed else 0

    def _count(self):
        domain = [("pbx_id", "=", self.pbx.id)]
        models = (self.env["cc.call.event"], self.env["cc.call"])
        return [model.search_count(domain) for model in models]

    def describe_all(self, path):
        """Write a line per call that the lines told of, as it is built now."""
        linked_ids = list(self.linked_ids)
        with open(path, "w", encoding="utf-8") as output:
            for start in range(0, len(linked_ids), BATCH):
                part = linked_ids[start : start + BATCH]
                calls = {
                    call.linked_id: call
                    for call in self.env["cc.call"]._told(self.pbx, part)
                }
                for linked_id in part:
                    if linked_id not in calls:
                        self.failed += 1
                        self.say(f"{linked_id}: kept, but it cannot be built.")
                        continue
                    line = json.dumps(describe(calls[linked_id]), ensure_ascii=False)
                    output.write(f"{line}\n")


def _body(pairs):
    lines = [{"key": key, "line": line} for key, line in pairs]
    return json.dumps({"lines": lines}, ensure_ascii=False).encode("utf-8", "replace")


def describe(call):
    """Return one call's line: moments ISO 8601 in UTC, durations in seconds."""
    return {
        "linkedid": call.linked_id,
        "direction": call.direction,
        "from": call.source or None,
        "to": call.target or None,
        "queue": call.queue or None,
        "started_at": _moment(call.started_at),
        "queued_at": _moment(call.queued_at),
        "answered_at": _moment(call.answered_at),
        "ended_at": _moment(call.ended_at),
        "wait": call.wait,
        "talk": call.talk,
        "hold": call.hold,
        "outcome": call.outcome,
        "operator": call.operator or None,
        "operators": list(call.operators),
        "transfers": [
            {"kind": each.kind, "by": each.by, "to": each.to, "at": _moment(each.at)}
            for each in call.transfers
        ],
        "legs": [
            {
                "phone": leg.peer,
                "is_outside": leg.is_outside,
                "outcome": leg.outcome,
                "ring": leg.ring_seconds,
                "talk": leg.talk_seconds,
            }
            for leg in call.legs
        ],
    }


def _moment(seconds):
    """Return a moment of seconds since 1970, e.g. 2026-11-22T10:00:00.123Z."""
    if seconds is None:
        return None
    moment = datetime.fromtimestamp(round(seconds, 3), UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
