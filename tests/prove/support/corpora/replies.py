"""Answers to letters: one's own words stay, quotes and signatures are folded.

What a set expects lies beside its files or in them: NAME_reply_text holds the own words
of NAME.eml; of NAME_body, NAME_signature is what is to be folded; lines that begin with
#reply# or #sig# are such.  Of the rest no word may be lost, and some must be own.
"""

import re

from .reports import say

MARK = re.compile(r"^#(reply|sig)# ?", re.M)
# a whole letter, whatever the file is called
WITH_HEAD = re.compile(rb"(?:[\w-]+:[^\n]*\n){2,}\s*\n", re.I)
LONGEST_SIGNATURE = 10
BESIDE = ("_reply_text", "_signature", "_sender")


def prove(corpus, bars, place):
    """Ask all three."""
    readable = [p for p in corpus.files("reply") if not p.name.endswith(BESIDE)]
    if not readable:
        return
    raised, lost, empty, asked = [], [], [], _Asked()
    for path in readable:
        name = corpus.name(path)
        try:
            text, own, quote = _split(path)
        except Exception as fault:
            raised.append(f"{name}: {type(fault).__name__}")
            continue
        if _words(text) != _words(f"{own}\n{quote}"):
            lost.append(name)
        if text.strip() and not own.strip():
            empty.append(name)
        asked.compare(path, name, own, quote)
    bars.wrong(f"answers that raised, of {len(readable)}", raised)
    bars.wrong("answers that lost a word", lost)
    bars.wrong("answers without own words", empty)
    say(bars, "own words that stay", asked.kept, 95)
    say(bars, "quoted lines that are folded", asked.folded, 97)
    say(bars, "signatures after their sign, folded", asked.cut, 85)
    if asked.signed:
        count = sum(holds for holds, _words in asked.signed)
        words = "lines of a signature without its sign are folded; nobody asks for it"
        print(f"     {count} of {len(asked.signed)} {words}", flush=True)
    say(bars, "answers whose own words are told, cut alike", asked.told, 90)


class _Asked:
    """What the sets expect, as pairs (holds, words)."""

    def __init__(self):
        self.kept, self.folded, self.told = [], [], []
        self.signed, self.cut = [], []

    def compare(self, path, name, own, quote):
        source = path.read_bytes().decode("utf-8", "replace")
        lines, rest = _lines(own), _lines(quote)
        if MARK.search(source) and path.suffix != ".html":
            self._marked(source, name, lines, rest)
        self._plain(source, name, rest, own)
        beside = path.with_name(path.stem + "_reply_text")
        if beside.is_file():
            wanted = beside.read_text(encoding="utf-8", errors="replace")
            # it keeps a signature, which we fold: own words are where it begins
            alike = bool(own.strip()) and _bare(wanted).startswith(_bare(own))
            self.told.append((alike, f"{name}: {own[:80]!r}"))
        signature = path.with_name(path.name.removesuffix("_body") + "_signature")
        if path.name.endswith("_body") and signature.is_file():
            signed = _lines(signature.read_text(encoding="utf-8", errors="replace"))
            for line in _lines(MARK.sub("", source)):
                if not re.search(r"\w", line):
                    continue
                if line in signed:
                    self.signed.append((line in rest, f"{name}: {line[:60]!r}"))
                else:
                    self.kept.append((line in lines, f"{name}: {line[:60]!r}"))

    def _plain(self, source, name, rest, own):
        """What everybody agrees on: lines after “>”, and what follows “-- ” at the end."""
        if MARK.search(source) or "<html" in source.lower():
            return
        lines = source.splitlines()
        if _bare(own) != _bare(source):
            self.folded += [
                (" ".join(line.split()) in rest, f"{name}: {line[:60]!r}")
                for line in lines
                if line.startswith(">") and re.search(r"\w", line)
            ]
        cuts = [at for at, line in enumerate(lines) if line in ("-- ", "--")]
        tail = [line for line in lines[cuts[-1] + 1 :] if line.strip()] if cuts else []
        if 0 < len(tail) <= LONGEST_SIGNATURE and cuts[-1] > 0:
            inside = all(" ".join(line.split()) in rest for line in tail)
            self.cut.append((inside, f"{name}: {tail[0][:60]!r}"))

    def _marked(self, source, name, lines, rest):
        for line in source.splitlines():
            mark = MARK.match(line)
            bare = " ".join(MARK.sub("", line).split())
            if not re.search(r"\w", bare):
                continue
            if not mark:
                # of a whole letter the header's lines are no words of the answer
                if bare in lines or bare in rest:
                    self.kept.append((bare in lines, f"{name}: {bare[:60]!r}"))
            elif mark.group(1) == "sig":
                self.signed.append((bare in rest, f"{name}: {bare[:60]!r}"))
            else:
                self.folded.append((bare in rest, f"{name}: {bare[:60]!r}"))


def _split(path):
    """Return (text, own words, folded rest) as a letter with this body has them."""
    from odoo.addons.cc_appeals.engine.letter import parse

    data = re.sub(rb"(?m)^#(?:reply|sig)# ?", b"", path.read_bytes())
    if path.suffix.lower() in (".eml", ".msg") or WITH_HEAD.match(data):
        letter = parse(data)
    else:
        kind = "html" if path.suffix.lower() in (".html", ".htm") else "plain"
        head = f"From: a@example.org\nContent-Type: text/{kind}; charset=utf-8\n\n"
        letter = parse(head.encode() + data)
    return letter.text, letter.body, letter.quote


def _words(text):
    return sorted(re.findall(r"\S+", text))


def _lines(text):
    return {" ".join(line.split()) for line in text.splitlines() if line.strip()}


def _bare(text):
    return " ".join(text.split())
