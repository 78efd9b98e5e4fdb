"""What was typed into a search box: a number, a person's name, words of a text.

Only the split is made here; what is a phone or an address `cc_base` decides.
"""

import re
from dataclasses import dataclass

LONGEST = 200  # of what one box may ask
MOST_WORDS = 8
SHORTEST_PART = 4  # digits: fewer are in every other number
SEQUENCE_DIGITS = 6
LARGEST_SEQUENCE = 7

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe63\uff0d]")
_MARK = re.compile(r"^(?:№|#|N[o\u043e]?\.?(?=\s*\d))\s*", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<year>\d{2})\s?-\s?(?P<sequence>\d{1,7})")
_DIGITS = re.compile(r"\d{1,7}")
_PREFIX = re.compile(r"(\w{2,})\*")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Query:
    """One search.

    text: what was typed, trimmed and bounded.
    number: a whole number of an appeal, "26-000123".
    number_end: the end every appeal of this sequence has, "-000123".
    number_part: digits (and a hyphen) to be found anywhere in a number.
    prefixes: beginnings of words that were typed with a "*", in lower case.
    words: the rest, as a person writes it (quotes and "-" keep their meaning).
    names: words a person's name would have, in lower case, "ё" as "е".
    """

    text: str
    number: str = ""
    number_end: str = ""
    number_part: str = ""
    prefixes: tuple[str, ...] = ()
    words: str = ""
    names: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """Say whether a number of an appeal may be meant."""
        return bool(self.number or self.number_end or self.number_part)


def read(typed: object) -> Query:
    """Return what `typed` asks for. Never raises; nothing legible asks for nothing."""
    text = typed if isinstance(typed, str) else ""
    text = " ".join(text.replace("\0", " ").split())[:LONGEST]
    plain = _DASHES.sub("-", text)
    number = _MARK.sub("", plain)
    prefixes = tuple(_fold(word) for word in _PREFIX.findall(plain)[:MOST_WORDS])
    names = tuple(_fold(word) for word in _WORD.findall(plain))
    return Query(
        text=text,
        prefixes=prefixes,
        words=_PREFIX.sub(" ", plain).strip(),
        # a sentence is no name, and each word costs a look into the index
        names=names if len(names) <= MOST_WORDS else (),
        **_number(number),
    )


def _number(text: str) -> dict[str, str]:
    if match := _NUMBER.fullmatch(text):
        sequence = match["sequence"]
        if len(sequence) >= SEQUENCE_DIGITS:
            return {"number": f"{match['year']}-{sequence}"}
        whole = f"{match['year']}-{sequence.zfill(SEQUENCE_DIGITS)}"
        return {"number": whole, "number_part": f"{match['year']}-{sequence}"}
    if _DIGITS.fullmatch(text):
        found = {"number_end": f"-{text.zfill(SEQUENCE_DIGITS)}"}
        if SHORTEST_PART <= len(text) < LARGEST_SEQUENCE:
            found["number_part"] = text
        return found
    return {}


def _fold(word: str) -> str:
    return word.lower().replace("ё", "е")
