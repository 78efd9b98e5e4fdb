"""What strangers wrote, through the product: letters, tables, numbers, attacks.

The folder is the one named by --dir. What its sub-folders are called says what is asked:
mail, bounce, mbox, expect, reply, csv, xlsx, strings, phone, attack, xml, html, ami, sip;
any of them may be missing, and so may the list `INDEX.tsv` (path, class, sha256). Of the
programs there only `ru_charsets.py` is run. Prints a line per bar; the exit code is 0
when all hold.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from runner import cluster, inside_odoo, test_programs, toolchain
from runner.fault import Fault
from runner.odoo_instance import OdooInstance
from runner.progress import Progress
from runner.test_template import TestDatabases
from tests.prove.support.bars import Bars
from tests.prove.support.corpora import ROOMS
from tests.prove.support.corpora.corpus import Corpus
from tests.prove.support.corpora.letters import Letters

DESCRIPTION = "strangers' files: letters, tables, numbers, attacks, recordings"
PARTS = tuple(room.name for room in ROOMS)
PROGRAM = "tests.prove.support.corpora.program"
REPORT = "rooms.json"
CHANNEL = "Corpora"
MAKE_CHANNEL = f"""
client = env["cc.client"].create({{"name": "Corpora", "code": "CORPORA"}})
direction = env["cc.direction"].create(
    {{"name": "Corpora", "code": "CORPORA", "client_ids": client.ids}}
)
channel = env["cc.channel"].create(
    {{"name": "{CHANNEL}", "kind": "mail", "direction_id": direction.id}}
)
if "cc.mail.account" in env:
    # confirmations are written and wait: nobody listens where they should go
    account = env["cc.mail.account"].create(
        {{
            "name": "Corpora",
            "host": "127.0.0.1",
            "port": 9,
            "security": "none",
            "sender": "line@example.org",
            "bounce_sign": "+",
        }}
    )
    channel.write({{"mail_account_id": account.id, "is_acknowledged": True}})
env.cr.commit()
"""
CONFIRMED = """
SELECT e.sha256 FROM cc_outbox_delivery d
  JOIN cc_inbox_event e ON e.interaction_id = d.interaction_id
"""
COUNT = """
SELECT (SELECT count(*) FROM cc_inbox_event), (SELECT count(*) FROM cc_interaction),
       (SELECT count(*) FROM cc_appeal)
"""


def run(arguments, context) -> int:
    """Prove it; see the module's first lines."""
    if not arguments.dir:
        raise Fault("Say where the files are: ./run prove corpora --dir DIR")
    # names of files are bytes: what is no UTF-8 of them is shown, and breaks nothing
    sys.stdout.reconfigure(errors="backslashreplace")
    corpus = Corpus.open(arguments.dir.resolve(), arguments.share)
    for note in corpus.notes:
        print(f"note {note}", flush=True)
    asked, bars = _asked(corpus, arguments.part), Bars()
    if not asked:
        return 0
    tools = toolchain.ensure(context.paths, Progress(toolchain.STEPS))
    where = cluster.test_cluster(context.paths, tools.postgres)
    databases = TestDatabases(context.paths, tools, where)
    with Progress(1).step("A database for the files") as step:
        if "pages" in asked:
            test_programs.ensure(context.paths, (test_programs.BROWSER,), step)
        instance = databases.fresh(["cc_appeals"], step)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            desk = _Desk(instance, context.paths.checkout)
            desk.shell(MAKE_CHANNEL)
            _ask(asked, corpus, desk, bars, Path(scratch))
    finally:
        databases.drop(instance)
    print(f"\n{bars.passed} passed, {bars.failed} failed")
    return 1 if bars.failed else 0


def _asked(corpus: Corpus, part: str | None) -> list[str]:
    """Return the rooms that have something here; say which have not, and why."""
    asked = []
    for room in ROOMS:
        if part and room.name != part:
            continue
        has_files = any(corpus.all_files(name) for name in room.folders)
        if room.unasked and has_files:
            print(f"     {room.name}: not asked: {room.unasked}", flush=True)
        elif room.folders and not has_files:
            folders = ", ".join(f"{name}/" for name in room.folders)
            print(f"     {room.name}: not asked: no file in {folders}", flush=True)
        else:
            asked.append(room.name)
    return asked


def _ask(asked, corpus, desk, bars, scratch) -> None:
    letters = Letters(corpus, desk, bars, scratch)
    if "letters" in asked:
        letters.prove()
    if "charsets" in asked:
        letters.prove_charsets()
    parts = [room.name for room in ROOMS if room.module and room.name in asked]
    if parts:
        desk.ask_rooms(corpus, parts, bars, scratch)


@dataclass(frozen=True)
class _Desk:
    """The way into the proof's database."""

    instance: OdooInstance
    checkout: Path

    def intake(self, paths: list[Path], report: Path) -> int:
        return inside_odoo.bring_in(self.instance, "letters", paths, CHANNEL, report)

    def counts(self) -> list[int]:
        """Return how many rows, contacts and appeals there are."""
        return [int(each) for each in self._rows(COUNT)[0]]

    def confirmed(self) -> set[str]:
        """Return the hashes of the letters that were confirmed to who wrote them."""
        if self._rows("SELECT 1 WHERE to_regclass('cc_mail_account') IS NOT NULL"):
            return {row[0] for row in self._rows(CONFIRMED)}
        return set()

    def _rows(self, query: str) -> list[list[str]]:
        return self.instance.cluster.query(query, self.instance.database)

    def shell(self, script: str) -> str:
        return subprocess.run(
            self.instance.command("shell", "--no-http"),
            input=script,
            env=self.instance.environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def python(self, *words) -> subprocess.CompletedProcess:
        command = [sys.executable, *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def ask_rooms(self, corpus, parts, bars, scratch) -> None:
        """Let the program of the rooms ask; its bars count as ours."""
        order = {
            "folder": str(corpus.folder),
            "share": corpus.share,
            "parts": parts,
            "scratch": str(scratch),
            "channel": CHANNEL,
        }
        sys.stdout.flush()
        ended = subprocess.run(
            [self.instance.env.python, "-m", PROGRAM, self.instance.database],
            input=json.dumps(order),
            text=True,
            env=self.instance.environment(PYTHONPATH=str(self.checkout)),
            check=False,
        )
        report = scratch / REPORT
        if not report.exists():
            words = [f"it ended with {ended.returncode}"]
            bars.wrong("the program of the rooms did not come to its end", words)
            return
        counts = json.loads(report.read_text())
        bars.passed += counts["passed"]
        bars.failed += counts["failed"]
