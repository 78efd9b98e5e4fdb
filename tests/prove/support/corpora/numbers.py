"""Phones against a numbering plan: PhoneNumberMetadata.xml, carrier and geocoding lists.

Of each country the plan gives one number of a kind; the lists say which prefixes of
Russia and Kazakhstan are somebody's. Both are looked for by what they are, not by name.
"""

import re
from xml.etree import ElementTree

from .corpus import thin
from .reports import say

OURS = ("RU", "KZ")
PREFIX = re.compile(r"^(7[3-9]\d{2,8})\|", re.M)
DIGITS = "1234567890"
FULL = 11


def prove(corpus, bars, place):
    """Ask for E.164 of what is valid in each spelling, for None of what is not."""
    from odoo.addons.cc_base.engine.identity import normalise

    ours, abroad, refused, short = [], [], [], []
    for region, code, number, kind in _examples(corpus):
        wanted = f"+{code}{number}"
        if kind == "short":
            found = normalise("phone", number, region)
            short.append((found is None, f"{region} {number}: {found}"))
            continue
        is_ours = region in OURS
        for spelling in _spellings(code, number, is_ours):
            found = normalise("phone", spelling, region if is_ours else "RU")
            value = found.value if found else None
            words = f"{region} {kind} {spelling!r}: {value}"
            (ours if is_ours else abroad).append((value == wanted, words))
        if is_ours:
            for wrong in (wanted[:-1], f"{wanted}0", f"8{number}"[:-2], number[1:]):
                found = normalise("phone", wrong, region)
                refused.append((found is None, f"{region} {wrong}: {found}"))
    say(bars, "numbers of Russia and Kazakhstan in E.164", ours, 100)
    say(bars, "numbers of other countries in E.164", abroad, 99)
    say(bars, "numbers with a figure too few or too many refused", refused, 100)
    say(bars, "short numbers refused", short, 100)
    served = []
    for prefix in thin(sorted(set(_prefixes(corpus))), corpus.share):
        number = prefix + DIGITS[: FULL - len(prefix)]
        found = normalise("phone", f"8{number[1:]}", "RU")
        value = found.value if found else None
        served.append((value == f"+{number}", f"{number}: {value}"))
    say(bars, "numbers of prefixes somebody has", served, 97)
    if not (ours or abroad or short or served):
        print("     no numbering plan and no list of prefixes here", flush=True)


def _examples(corpus):
    """Yield (region, country code, national number, kind) of the plans' examples."""
    for path in corpus.all_files("phone"):
        # a plan that is made up for that library's own tests
        if path.suffix.lower() != ".xml" or "testing" in path.name.lower():
            continue
        try:
            tree = ElementTree.fromstring(path.read_bytes())
        except ElementTree.ParseError:
            print(f"     {corpus.name(path)} is no XML: not used", flush=True)
            continue
        for territory in thin(list(tree.iter("territory")), corpus.share):
            yield from _of_territory(territory)


def _of_territory(territory):
    region, code = territory.get("id", ""), territory.get("countryCode")
    if not re.fullmatch("[A-Z]{2}", region):
        return
    for kind in territory:
        number = (kind.findtext("exampleNumber") or "").strip()
        if not number.isdigit():
            continue
        if code:
            yield region, code, number, kind.tag
        elif region in OURS:
            yield region, "", number, "short"


def _spellings(code, number, is_ours):
    """Return how people write a number."""
    spellings = [f"+{code}{number}", f"+{code} {number[:3]} {number[3:]}"]
    if is_ours:
        head, tail = number[:3], f"{number[3:6]}-{number[6:8]}-{number[8:]}"
        spellings += [f"8{number}", f"8 ({head}) {tail}", f"7{number}", number]
        spellings += [f"+7({head}){tail}", f"тел. +7 {head} {tail}"]
    return spellings


def _prefixes(corpus):
    for path in corpus.all_files("phone"):
        if path.suffix.lower() == ".txt" and "timezone" not in path.name.lower():
            yield from PREFIX.findall(corpus.text(path))
