"""Bring letters along from files: what `./run intake` calls inside Odoo."""

import json
import sys

from .engine.letter import LetterError
from .letter_reader import read_letters
from .mailstore import StoreError, iter_letters

BATCH = 50
BATCH_BYTES = 32 * 1024 * 1024


def run_intake(env, paths, channel=None, json_path=None, progress=None):
    """Take every letter under `paths` through the whole path.

    :param env: Odoo environment of the administrator; this function commits
    :param paths: files (.eml, mbox) and folders (of files, Maildir)
    :param channel: name or address of a mail channel; None takes the first one
    :param json_path: where a line per letter goes
    :return: 0, or 1 when something could not be recorded
    """
    say = progress or (lambda text: sys.stderr.write(f"{text}\n"))
    box = _find_channel(env, channel, say)
    if box is None:
        return 1
    intake = _Intake(env, box, json_path, say)
    for path in paths:
        intake.take(path)
    return intake.finish()


def _find_channel(env, name, say):
    """Return the mail channel asked for, else the first; None after saying why not."""
    boxes = env["cc.channel"].search([("kind", "=", "mail")])
    if name:
        found = boxes.filtered(lambda box: name in (box.name, box.address))
    else:
        found = boxes[:1]
        if len(boxes) > 1:
            say(f"No --channel was given: the letters go to “{found.name}”.")
    if len(found) == 1:
        return found
    names = ", ".join(f"“{box.name}”" for box in boxes) or "none"
    if name:
        say(f"There is no mail channel “{name}”. Mail channels: {names}.")
    else:
        say("There is no mail channel yet: add one under Contact centre › Channels.")
    return None


class _Intake:
    """One run: batches in, counts and JSON lines out."""

    def __init__(self, env, channel, json_path, say):
        self.env, self.channel, self.say = env, channel, say
        # a name that is no UTF-8 becomes an escape, as JSON has it
        self.output = json_path and open(
            json_path, "w", encoding="utf-8", errors="backslashreplace"
        )
        self.files = self.recorded = self.failed = 0
        self.states = {}

    def take(self, path):
        """Read `path` in batches; what cannot be read is named and counted."""
        before = self.files
        for batch in _batches(iter_letters(path)):
            self._take_batch(batch)
        if self.files == before:
            self.say(f"{path}: no letters here.")

    def finish(self):
        """Say the sums; 1 when something could not be recorded."""
        if self.output:
            self.output.close()
        parts = ", ".join(f"{n} {state}" for state, n in sorted(self.states.items()))
        self.say(
            f"{self.files} letters: {self.recorded} recorded "
            f"({parts or 'nothing new'}), {self.failed} not recorded."
        )
        return 1 if self.failed else 0

    def _take_batch(self, batch):
        readable = []
        for name, raw in batch:
            self.files += 1
            if isinstance(raw, StoreError):
                self._fail(name, raw.text)
            else:
                readable.append((str(name), raw))
        inbox = self.env["cc.inbox.event"]
        found = inbox._record(
            self.channel,
            [{"raw": raw, "source_name": name} for name, raw in readable],
        )
        inbox._boundary()  # recorded: from here on nothing of this batch can be lost
        inbox._drain_all([event.id for event, _is_new in found])
        self.env.invalidate_all()
        raws = [raw for _name, raw in readable]
        letters = read_letters(raws) if self.output else [None] * len(raws)
        for (name, _raw), letter, outcome in zip(readable, letters, found, strict=True):
            self._account(name, letter, *outcome)
        self.say(f"{self.files} read, {self.recorded} recorded …")

    def _account(self, name, letter, event, is_new):
        self.recorded += 1
        self.states[event.state] = self.states.get(event.state, 0) + 1
        if event.state == "quarantined":
            self.say(f"{name}: recorded, but cannot be read ({event.reason}).")
        if self.output:
            line = _describe(name, letter, event, is_new)
            self.output.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _fail(self, name, reason):
        self.failed += 1
        self.say(f"{name}: {reason}")


def _batches(stream):
    """Group letters: so many at most, or so many bytes, whichever comes first."""
    batch, size = [], 0
    for name, raw in stream:
        batch.append((name, raw))
        size += 0 if isinstance(raw, StoreError) else len(raw)
        if len(batch) == BATCH or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _describe(name, letter, event, is_new):
    """Return one letter's line: its fate from the ledger, its words from the parser."""
    line = {
        "file": name,
        "sha256": event.sha256,
        "state": event.state,
        "reason": event.reason or None,
        "kind": (event.kind or None) if is_new else "duplicate",
        "appeal": event.interaction_id.appeal_ids[:1].number or None,
    }
    empty = dict.fromkeys(("from", "from_name", "to", "subject", "body"), "")
    if isinstance(letter, LetterError):
        return (
            line
            | empty
            | {
                "from": letter.headers.get("sender", ""),
                "subject": letter.headers.get("subject", ""),
                "attachments": [],
            }
        )
    return line | {
        "from": letter.sender,
        "from_name": letter.sender_name,
        "to": letter.to,
        "subject": letter.subject,
        "body": letter.body or letter.text,
        "attachments": [
            {"name": each.name, "size": each.size, "sha256": each.sha256}
            for each in letter.attachments
        ],
    }
