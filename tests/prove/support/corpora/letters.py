"""Letters through the whole path: every file one row, nothing raised, kinds told apart.

What a class says is asked where a list gave the class, and of bounce/ also where only
the folder does: there whatever is not taken for a person's letter is recognised.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from .corpus import CHARSETS, Corpus, percent

SETTLED = {"processed", "ignored", "quarantined"}
BOUNCES = {"bounce", "mail-dsn"}
ENDINGS = (".eml", ".msg", ".mbox", ".mbx")
NO_LETTER = ("not_a_letter", "empty")
ROBOTS = {"auto-reply", "mail-auto"}
MOST_HELD = 1.0
LEAST_KNOWN = 97.0
MOST_FALSE = 0.5


class Letters:
    """The intake of one corpus; `desk` is the proof's way into its database."""

    def __init__(self, corpus: Corpus, desk, bars, scratch: Path):
        self.corpus, self.desk, self.bars, self.scratch = corpus, desk, bars, scratch

    def prove(self) -> None:
        files = self.corpus.letters("mail", "bounce")
        if files:
            self._prove_files(files)
        boxes = self.corpus.letters("mbox")
        if boxes:
            self._prove_boxes(boxes)

    def _prove_files(self, files: list[Path]) -> None:
        before = self.desk.counts()
        lines = self._intake(files, "letters")
        after = self.desk.counts()
        self._prove_one_line_each(files, lines)
        distinct = len({line["sha256"] for line in lines})
        rows = after[0] - before[0]
        self.bars.bar("rows in the ledger = distinct files", rows, "==", distinct)
        open_ended = [line for line in lines if line["state"] not in SETTLED]
        self._wrong("letters without a named state", open_ended)
        for line in lines:
            path = Path(line["of"])
            line["path"] = self.corpus.name(path)
            line["class"] = self.corpus.class_of(path)
            line["listed"] = self.corpus.is_listed(path)
        kinds = Counter((line["state"], line["kind"]) for line in lines)
        for (state, kind), count in sorted(kinds.items(), key=str):
            print(f"     {count:5} {state} {kind or ''}", flush=True)
        self._prove_kinds(lines)
        no_letters = {line["of"] for line in lines if line["reason"] in NO_LETTER}
        self._prove_again(files, after, no_letters)

    def _prove_one_line_each(self, files: list[Path], lines: list[dict]) -> None:
        """A file that is an mbox by what it holds, and no .eml by name, has more."""
        names = {str(each) for each in files}
        for line in lines:
            box = line["file"].rpartition("#")[0]
            line["of"] = line["file"] if line["file"] in names else box
        count = Counter(line["of"] for line in lines)
        boxes = [
            each for each in files if count[str(each)] > 1 and each.suffix != ".eml"
        ]
        if boxes:
            print(
                f"     {len(boxes)} files are mailboxes of several letters", flush=True
            )
        wrong = [
            self.corpus.name(each)
            for each in files
            if count[str(each)] != 1 and each not in boxes
        ]
        self.bars.wrong(f"files that are not one line, of {len(files)}", wrong)

    def _prove_again(self, files: list[Path], before, no_letters: set[str]) -> None:
        """Once more: by folder, as a user would, when all files are asked.

        There a file that is neither named nor written like a letter is passed over;
        those of them that are letters all the same are told by name.
        """
        roots = [self.corpus.folder / name for name in ("mail", "bounce")]
        roots = [root for root in roots if root.is_dir()]
        lines = self._intake(roots if self.corpus.share == 1 else files, "again")
        if self.corpus.share == 1:
            met = {line["file"].rpartition("#")[0] for line in lines} | no_letters
            met |= {line["file"] for line in lines}
            missed = [each for each in files if str(each) not in met]
            named = [each for each in missed if each.suffix.lower() in ENDINGS]
            words = [self.corpus.name(each) for each in named]
            self.bars.wrong("letters that a folder fed again passes over", words)
            for each in missed if len(missed) > len(named) else ():
                print(f"     passed over: {self.corpus.name(each)}", flush=True)
        counts = self.desk.counts()
        added = [now - then for then, now in zip(before, counts, strict=True)]
        name = "rows, contacts, appeals added when fed again"
        self.bars.bar(name, added, "==", [0, 0, 0])

    def _prove_kinds(self, lines: list[dict]) -> None:
        mail = [line for line in lines if line["path"].startswith("mail/")]
        held = [line for line in mail if line["state"] == "quarantined"]
        self._at_most("quarantined in mail/", held, mail, MOST_HELD)
        faults = [line for line in lines if (line["reason"] or "")[:1].isupper()]
        self._wrong("letters that raised", faults)
        counter = [
            line
            for line in lines
            if line["path"].startswith("bounce/") and line["class"] == "mail"
        ]
        taken = [line for line in counter if line["kind"] != "letter"]
        if counter:
            self._wrong("counter-check taken for a bounce", taken)
        self._prove_bounces([line for line in lines if line not in counter])
        letters = [line for line in lines if line["class"] == "mail"]
        false = [line for line in letters if line["kind"] == "bounce"]
        self._at_most("letters taken for a bounce", false, letters, MOST_FALSE)
        silent = [line for line in letters if line["kind"] == "complaint"]
        print(f"     {len(silent)} of class mail are told for complaints", flush=True)
        robots = [line for line in lines if line["class"] in ROBOTS and line["appeal"]]
        self._wrong("appeals made of automatic replies", robots)
        reports = [line for line in lines if line["class"] == "complaint"]
        made = [line for line in reports if line["appeal"]]
        self._wrong("appeals made of complaints", made)
        self._prove_confirmed(lines)

    def _prove_bounces(self, lines: list[dict]) -> None:
        bounces = [line for line in lines if line["class"] in BOUNCES]
        missed = [line for line in bounces if not _is_known(line)]
        if bounces:
            known = percent(len(bounces) - len(missed), len(bounces))
            name = f"bounces recognised, % of {len(bounces)}"
            self._bar(name, known, ">=", LEAST_KNOWN, missed)

    def _prove_confirmed(self, lines: list[dict]) -> None:
        hashes = self.desk.confirmed()
        confirmed = [line for line in lines if line["sha256"] in hashes]
        print(f"     {len(confirmed)} letters are confirmed", flush=True)
        wrong = [
            line
            for line in confirmed
            if line["class"] in ROBOTS or line["kind"] != "letter"
        ]
        self._wrong("automatic replies and reports that are confirmed", wrong)

    def _prove_boxes(self, boxes: list[Path]) -> None:
        """One row per message; an mbox of which nothing is read is told."""
        before = self.desk.counts()
        lines = self._intake(boxes, "boxes")
        rows = self.desk.counts()[0] - before[0]
        distinct = len(
            {line["sha256"] for line in lines if line["kind"] != "duplicate"}
        )
        name = f"rows of {len(boxes)} mailbox files = their messages"
        self.bars.bar(name, rows, "==", distinct)
        found = Counter(
            line["file"].rpartition("#")[0] or line["file"] for line in lines
        )
        short = [
            f"{self.corpus.name(path)}: {found[str(path)]} of {starts}"
            for path in boxes
            if found[str(path)] < (starts := _starts(path.read_bytes()))
        ]
        self.bars.wrong("mailbox files with fewer messages than starts", short)
        open_ended = [line for line in lines if line["state"] not in SETTLED]
        self.bars.wrong("their messages without a named state", _names(open_ended))

    def prove_charsets(self) -> None:
        """Only the one script that the corpora know is ever run."""
        script = self.corpus.folder / CHARSETS
        if not script.is_file():
            print(f"     there is no {CHARSETS}", flush=True)
            return
        out, result = self.scratch / "charsets", self.scratch / "charsets.jsonl"
        made = self.desk.python(script, out)
        letters = sorted(each for each in out.rglob("*.eml")) if out.is_dir() else []
        self.bars.bar("exit code of the charset script", made.returncode, "==", 0)
        if not letters:
            self.bars.wrong("the charset script", ["made no letters"])
            return
        lines = self._intake(letters, "matrix")
        with result.open("w", encoding="utf-8") as file:
            for line in lines:
                line["case"] = Path(line["file"]).stem
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        checked = self.desk.python(script, "--check", result)
        print(f"     {checked.stdout.strip()}", flush=True)
        self.bars.bar("exit code of the charset check", checked.returncode, "==", 0)

    # plumbing
    def _intake(self, paths: list[Path], name: str) -> list[dict]:
        report = self.scratch / f"{name}.jsonl"
        sys.stdout.flush()
        code = self.desk.intake(paths, report)
        self.bars.bar(f"exit code of the intake of {name}", code, "==", 0)
        with report.open(encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def _bar(self, name, value, sign, limit, lines) -> None:
        before = self.bars.failed
        self.bars.bar(name, value, sign, limit)
        if self.bars.failed > before:
            for each in _names(lines)[:20]:
                print(f"       {each}", flush=True)

    def _wrong(self, name: str, lines: list[dict]) -> None:
        self.bars.wrong(name, _names(lines), 20)

    def _at_most(self, name, part, whole, limit) -> None:
        """A share of few is coarse: the one of three is said as it is."""
        if whole:
            value = round(100 * len(part) / len(whole), 2)
            self._bar(f"{name}, % of {len(whole)}", value, "<=", limit, part)


def _is_known(line: dict) -> bool:
    if line["listed"]:
        return line["kind"] in ("bounce", "duplicate")
    return line["kind"] not in ("letter", "", None)


def _names(lines: list[dict]) -> list[str]:
    return [
        f"{line.get('path', line['file'])} {line['kind']} {line['reason'] or ''}"
        for line in lines
    ]


def _starts(raw: bytes) -> int:
    """Return how many messages an mbox surely has: starts after a blank line."""
    raw = raw.replace(b"\r\n", b"\n")
    pieces = (b"\n\n" + raw).split(b"\n\nFrom ")[1:]
    return sum(b":" in piece.partition(b"\n")[2][:200] for piece in pieces)
