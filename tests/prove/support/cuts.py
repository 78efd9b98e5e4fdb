"""IMAP cut at every command the fetch uses, in every way, for both kinds of mailbox.

The commands are not listed here: one clean run over the same line is watched first.
"""

import itertools
import time
from collections import Counter

from boxes import Box, make_letter
from broken_line import BrokenLine

from . import letter_keys

TITLE = "IMAP cut at every command"
WHENS = ("before", "answered", "middle")
HOWS = ("close", "reset", "silence")
NAMES = {"close": "fin", "reset": "rst", "silence": "stall"}
TARGET = "Done"
LETTERS = 3
# so many bytes of an answer pass when it is cut in the middle
MIDDLE = 40
PATIENCE = 30
# small limits, so that a letter is read in pieces within a few kilobytes
FETCH = """
from odoo.addons.cc_appeals import imap_fetch
imap_fetch.READ_SECONDS = patience
imap_fetch.BIG, imap_fetch.PIECE = 2000, 1500
box = env["cc.mailbox"].browse(number)
box._job_fetch()
result = box.error_code
"""


def run(stage, odoo, server, users):
    """Cut at each command of a fetch, then fetch again: all is there once."""
    for after in ("seen", "move"):
        scene = _Scene(stage, odoo, server, next(users), after)
        with BrokenLine(server.imap) as line:
            scene.play(line)


class _Scene:
    """One mailbox behind a line that breaks."""

    def __init__(self, stage, odoo, server, user, after):
        self.stage, self.odoo, self.server = stage, odoo, server
        self.user, self.moves = user, after == "move"
        if self.moves:
            with server.inbox(user) as client:
                client.create_folder(TARGET)
        target = TARGET if self.moves else ""
        self.box = Box(odoo, server, user, after=after, target_folder=target)
        self.history = stage.history(f"cuts-{after}")
        self.count, self.faults = 0, []

    def play(self, line):
        since = time.monotonic()
        self.box.write(port=line.port)
        commands = self._watch(line)
        cuts = list(itertools.product(commands, WHENS, HOWS))
        share = self.stage.part_of(len(cuts), least=len(WHENS) * len(HOWS))
        chosen = self.stage.random.sample(cuts, min(share, len(cuts)))
        self.stage.plan["move" if self.moves else "seen"] = chosen
        for cut in chosen:
            self._cut(line, *cut)
        self._drain()
        kind = "move" if self.moves else "seen"
        names = sorted({name for name, _nth in commands})
        title = f"IMAP cut, mode {kind}, {len(chosen)} of {len(cuts)} cuts"
        found = letter_keys.everything(self.odoo, self.box.channel)
        self.stage.sets(title, self.history, found, since)
        print(f"     cut at {len(commands)} commands: {', '.join(names)}")
        ways = "/".join(WHENS), "/".join(NAMES[how] for how in HOWS)
        text = f"after each cut ({', '.join(ways)}) the next fetch brings all"
        self.stage.bar(
            f"{text}: {len(self.faults)} faults", not self.faults, self.faults
        )

    def _watch(self, line):
        """Return (command, nth) of each command one clean fetch sends."""
        self._put()
        line.commands.clear()
        self._fetch()
        self._look("clean run")
        seen, found = Counter(), []
        for text in line.commands:
            name = _name(text.decode(errors="replace"))
            seen[name] += 1
            found.append((name, seen[name]))
        return found

    def _cut(self, line, command, when, how):
        name, nth = command
        case = f"{name} #{nth} {when} {NAMES[how]}"
        # who is silent on purpose need not be waited for, unless on a slow machine a
        # fetch gives up before it comes to the cut
        for patience in (1, PATIENCE) if how == "silence" else (PATIENCE,):
            line.rules.clear()
            self._put()
            line.cut(name, when=when, nth=nth, after=MIDDLE, how=how)
            self._fetch(patience)
            if line.fired:
                break
        else:
            self.faults.append(f"{case}: the cut did not happen")
        line.fired.clear()
        line.rules.clear()
        self._early(case)
        code = self._fetch()
        if code:
            self.faults.append(f"{case}: then {code}")
        self._look(case)

    def _fetch(self, patience=PATIENCE):
        return self.odoo.run(FETCH, number=self.box.id, patience=patience)

    def _put(self):
        """Give letters: small ones, then one that is read in pieces."""
        keys = [f"{self.user}-{self.count + n}" for n in range(LETTERS)]
        self.count += LETTERS
        self.history.note("invoked", keys)
        raws = [make_letter(key) for key in keys]
        raws[-1] += b"x" * 78 * 50 + b"\r\n"
        self.server.append(self.user, *raws)

    def _look(self, case):
        """After a fetch that worked: all told, all rows, nothing left behind."""
        self._early(case)
        there = letter_keys.in_folder(self.server, self.user)
        if self.moves and there:
            self.faults.append(f"{case}: {len(there)} stay in the folder")
        rows = letter_keys.rows(self.odoo, self.box.channel)
        if len(rows) != self.count or len(set(rows)) != self.count:
            self.faults.append(f"{case}: {len(rows)} rows of {self.count}")

    def _early(self, case):
        """No letter may be told as taken that has no row in the ledger."""
        if self.moves:
            told = letter_keys.in_folder(self.server, self.user, TARGET)
        else:
            told = letter_keys.told(self.server, self.user)
        self.history.note("acked", told)
        early = set(told) - set(letter_keys.rows(self.odoo, self.box.channel))
        if early:
            self.faults.append(f"{case}: told without a row: {sorted(early)}")
        if len(told) != len(set(told)):
            self.faults.append(f"{case}: twice in the target folder")

    def _drain(self):
        self.odoo.run('env["cc.inbox.event"]._job_drain()')


def _name(text):
    """Return a command without its arguments: "UID FETCH", "SELECT"."""
    words = text.upper().split()
    return " ".join(words[:2]) if words[0] == "UID" else words[0]
