"""Letters that strangers wrote, through the whole path into a database of their own.

The folder is the one named by --dir: `INDEX.tsv` (path, class, bytes, sha256), `mail/`,
`bounce/` and `ru_charsets.py`. Prints a line per bar; the exit code is 0 when all hold.
"""

import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from runner import cluster, inside_odoo, toolchain
from runner.fault import Fault
from runner.progress import Progress
from runner.test_template import TestDatabases

DESCRIPTION = "strangers' letters: every file one row, nothing raised"
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
print("COUNTS", *(env[m].search_count([]) for m in (
    "cc.inbox.event", "cc.interaction", "cc.appeal")))
"""
SETTLED = {"processed", "ignored", "quarantined"}
BOUNCES = {"bounce", "mail-dsn"}
LETTERS = BOUNCES | {"mail", "mail-auto", "auto-reply", "complaint"}
ROBOTS = {"auto-reply", "mail-auto"}
# files that INDEX.tsv calls "bounce" and that are there as the counter-check
NOT_BOUNCE = "bounce/sisimai-not-bounce/"


def run(arguments, context) -> int:
    """Prove it; see the module's first lines."""
    if not arguments.dir:
        raise Fault("Say where the letters are: ./run prove corpora --dir DIR")
    folder = arguments.dir.absolute()
    proof = _Proof(folder, context.paths)
    with tempfile.TemporaryDirectory() as scratch:
        proof.run(Path(scratch), arguments.share)
    print(f"\n{proof.passed} passed, {proof.failed} failed")
    return 1 if proof.failed else 0


@dataclass
class _Proof:
    folder: Path
    paths: object
    passed: int = 0
    failed: int = 0

    def run(self, scratch: Path, share: float) -> None:
        progress = Progress(toolchain.STEPS + 1)
        tools = toolchain.ensure(self.paths, progress)
        where = cluster.test_cluster(self.paths, tools.postgres)
        databases = TestDatabases(self.paths, tools, where)
        with progress.step("A database for the letters") as step:
            self.instance = databases.fresh(["cc_appeals"], step)
        try:
            self._shell(MAKE_CHANNEL)
            self._prove_folders(scratch)
            self._prove_charsets(scratch)
        finally:
            databases.drop(self.instance)

    def _prove_folders(self, scratch: Path) -> None:
        classes = self._classes()
        folders = [self.folder / name for name in ("mail", "bounce")]
        files = [
            path
            for path, name in classes.items()
            if name in LETTERS and path.startswith(("mail/", "bounce/"))
        ]
        before = self._counts()
        lines = self._intake(folders, scratch / "letters.jsonl")
        after = self._counts()
        self.bar("lines of the report = files", len(lines), "==", len(files))
        rows = after[0] - before[0]
        distinct = len({line["sha256"] for line in lines})
        self.bar("rows in the ledger = distinct files", rows, "==", distinct)
        open_ended = [line for line in lines if line["state"] not in SETTLED]
        self.bar("letters without a named state", len(open_ended), "==", 0)
        fresh = [line | {"class": self._class(line, classes)} for line in lines]
        kinds = Counter((line["state"], line["kind"]) for line in fresh)
        for (state, kind), count in sorted(kinds.items(), key=str):
            print(f"     {count:5} {state} {kind or ''}")
        self._prove_kinds(fresh)
        again = self._intake(folders, scratch / "again.jsonl")
        self.bar("lines when fed again", len(again), "==", len(files))
        added = [b - a for a, b in zip(after, self._counts(), strict=True)]
        self.bar("rows, contacts, appeals added when fed again", added, "==", [0, 0, 0])

    def _prove_kinds(self, lines: list[dict]) -> None:
        mail = [line for line in lines if line["path"].startswith("mail/")]
        held = [line for line in mail if line["state"] == "quarantined"]
        self.bar("quarantined in mail/, %", _share(held, mail), "<=", 1.0, held)
        faults = [line for line in lines if (line["reason"] or "")[:1].isupper()]
        self.bar("letters that raised", len(faults), "==", 0, faults)
        counter = [line for line in lines if line["path"].startswith(NOT_BOUNCE)]
        wrong = [line for line in counter if line["kind"] != "letter"]
        self.bar("counter-check taken for a bounce", len(wrong), "==", 0, wrong)
        bounces = [
            line for line in lines if line["class"] in BOUNCES and line not in counter
        ]
        missed = [
            line for line in bounces if line["kind"] not in ("bounce", "duplicate")
        ]
        known = 100 - _share(missed, bounces)
        self.bar("bounces recognised, %", round(known, 2), ">=", 97.0, missed)
        letters = [line for line in lines if line["class"] == "mail"]
        false = [line for line in letters if line["kind"] == "bounce"]
        self.bar(
            "letters taken for a bounce, %", _share(false, letters), "<=", 0.5, false
        )
        robots = [line for line in lines if line["class"] in ROBOTS and line["appeal"]]
        self.bar("appeals made of automatic replies", len(robots), "==", 0, robots)
        hashes = self._confirmed()
        confirmed = [line for line in lines if line["sha256"] in hashes]
        print(f"     {len(confirmed)} letters are confirmed")
        wrong = [
            line
            for line in confirmed
            if line["class"] in ROBOTS or line["kind"] != "letter"
        ]
        text = "automatic replies and reports that are confirmed"
        self.bar(text, len(wrong), "==", 0, wrong)

    def _prove_charsets(self, scratch: Path) -> None:
        script = self.folder / "ru_charsets.py"
        if not script.exists():
            return
        out, result = scratch / "charsets", scratch / "charsets.jsonl"
        self._python(script, out)
        (out / "expected.jsonl").unlink()
        lines = self._intake([out], scratch / "matrix.jsonl")
        with result.open("w", encoding="utf-8") as file:
            for line in lines:
                line["case"] = Path(line["file"]).stem
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        checked = self._python(script, "--check", result)
        print(f"     {checked.stdout.strip()}")
        self.bar("exit code of the charset check", checked.returncode, "==", 0)

    def _confirmed(self) -> set[str]:
        ask = self.instance.cluster.query
        there = "SELECT 1 WHERE to_regclass('cc_mail_account') IS NOT NULL"
        if not ask(there, self.instance.database):
            return set()
        return {row[0] for row in ask(CONFIRMED, self.instance.database)}

    # plumbing
    def bar(self, name: str, value, sign: str, limit, listed=()) -> None:
        holds = {"==": value == limit, "<=": value <= limit, ">=": value >= limit}[sign]
        self.passed, self.failed = self.passed + holds, self.failed + (not holds)
        print(f"{'ok  ' if holds else 'FAIL'} {name}: {value} (must be {sign} {limit})")
        if not holds:
            for line in listed[:40]:
                print(f"       {line['path']} {line['kind']} {line['reason'] or ''}")

    def _classes(self) -> dict[str, str]:
        with (self.folder / "INDEX.tsv").open(encoding="utf-8") as file:
            return {r["path"]: r["class"] for r in csv.DictReader(file, delimiter="\t")}

    def _class(self, line: dict, classes: dict[str, str]) -> str:
        line["path"] = str(Path(line["file"]).relative_to(self.folder))
        return classes.get(line["path"], "")

    def _counts(self) -> list[int]:
        words = self._shell(COUNT).split("COUNTS", 1)[1].split()
        return [int(word) for word in words[:3]]

    def _intake(self, folders: list[Path], report: Path) -> list[dict]:
        code = inside_odoo.bring_in(self.instance, "letters", folders, CHANNEL, report)
        named = ", ".join(folder.name for folder in folders)
        self.bar(f"exit code of the intake of {named}", code, "==", 0)
        with report.open(encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def _shell(self, script: str) -> str:
        return subprocess.run(
            self.instance.command("shell", "--no-http"),
            input=script,
            env=self.instance.environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def _python(self, *words) -> subprocess.CompletedProcess:
        command = [sys.executable, *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False)


def _share(part: list, whole: list) -> float:
    return round(100 * len(part) / len(whole), 2) if whole else 0.0
