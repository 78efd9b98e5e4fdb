"""Bounces against what another reader found in them: NAME_expected.tsv in bounce/.

The list's own statuses (X.0.9xx) are names of its reasons, no server wrote them.
"""

import csv
import re

from .corpus import percent, thin

OWN_STATUS = re.compile(r"[245]\.0\.9\d\d")
KINDS = {"feedback": "complaint", "vacation": "auto_reply", "delivered": "bounce"}
NEEDED = {"file", "dsn", "reason", "hard_bounce"}


def prove(corpus, bars, place):
    """Ask for the kind, the status and whether one may write there again."""
    from odoo.addons.cc_appeals.engine.letter import LetterError, parse

    files = {path.name: path for path in corpus.all_files("bounce")}
    rows = thin(list(_rows(corpus, bars)), corpus.share)
    kinds, status, first, hard, reached = [], [], [], [], []
    for row in rows:
        if row["file"] not in files:
            continue
        try:
            letter = parse(files[row["file"]].read_bytes())
        except LetterError as fault:
            kinds.append((False, f"{row['file']} {fault.code}"))
            continue
        wanted = KINDS.get(row["reason"], "bounce")
        kinds.append((letter.kind == wanted, f"{row['file']} {letter.kind}"))
        if letter.kind != "bounce" or not letter.bounce or wanted != "bounce":
            continue
        _compare(row, letter.bounce, status, first, hard)
        has_address = bool(letter.bounce.address)
        reached.append((has_address, f"{row['file']} has no address"))
    if not kinds:
        print("     no list of what the bounces say: nothing to compare", flush=True)
        return
    say(bars, "kind as the list has it", kinds, 97)
    say(bars, "failed address found", reached, 95)
    say(bars, "status as the list has it", status, 90)
    say(bars, "delivered, later or never as the list has it", first, 95)
    say(bars, "hard or soft as the list has it", hard, 85)


def _compare(row, bounce, status, first, hard):
    said = f"{row['file']} {row['reason']}: {row['dsn']}, ours {bounce.status}"
    if row["dsn"] and not OWN_STATUS.fullmatch(row["dsn"]):
        status.append((row["dsn"] == bounce.status, said))
    if row["dsn"] and bounce.status:
        first.append((row["dsn"][0] == bounce.status[0], said))
    if row["hard_bounce"] in ("true", "false"):
        is_hard = row["hard_bounce"] == "true"
        hard.append((bounce.hard == is_hard, f"{said}, hard {bounce.hard}"))


def _rows(corpus, bars):
    for path in corpus.all_files("bounce"):
        if not path.name.endswith("_expected.tsv"):
            continue
        reader = csv.DictReader(corpus.text(path).splitlines(), delimiter="\t")
        if not NEEDED <= set(reader.fieldnames or ()):
            print(f"     {path.name} has other columns: not used", flush=True)
            continue
        yield from (row for row in reader if None not in row.values())


def say(bars, name, found, least, listed=6):
    """Ask for a part of (holds, words) pairs; where it falls short print some."""
    if not found:
        return
    right = sum(holds for holds, _words in found)
    value = percent(right, len(found))
    bars.bar(f"{name}, % of {len(found)}", value, ">=", least)
    if value < least:
        for _holds, words in [each for each in found if not each[0]][:listed]:
            print(f"       {words}", flush=True)
