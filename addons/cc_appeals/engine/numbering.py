"""Appeal numbers such as 26-000123: writing one, and finding them in a letter."""

import re

FIRST_YEAR = 2000
LAST_YEAR = 2099
LAST_SEQUENCE = 9_999_999

# Not the em dash: it joins sentences, "26-000123—прошу".
_HYPHENS = re.compile("[\u2010-\u2013\u2212\ufe63\uff0d]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# "№", "N", "No.", "Nr" (Latin or Cyrillic o) all become one mark.
_MARK = re.compile(r"(?:№|\bN(?:[oо]|r)?\b\.?|\bN(?=\d)|#|Nº)[.:]? ?(?=\d)", re.I)
_NUMBER = re.compile(
    r"(?<![\w+])"  # inside a word, a longer number or after a plus
    r"(?<!\w-)"  # the tail of somebody else's number (ОГ-26-000123) or of a phone
    r"(?<!\d[./])"  # 01-12/26-000123, 05.26-000123
    r"(?P<year>[0-9]{2})-(?P<sequence>[0-9]{6}|[1-9][0-9]{6})"
    r"(?!\w|[-/][\w]|[.,][0-9])"
)
# An area code right before: "+7 3652 ", "8 (495) ", "(044) ", "495 ".
_AREA_CODE = re.compile(r"(?:\+ ?[0-9][0-9 ()-]*|\([0-9]{2,5}\)|\b[0-9]{3,5}) ?$")
_YEAR = re.compile(r"(?:\b|\.)(?:19|20)[0-9]{2} ?$")
_LOOK_BACK = 24


def format(year: int, sequence: int) -> str:
    """Return the number of an appeal: format(2026, 123) is "26-000123".

    Raises ValueError outside of 2000-2099 and 1-9,999,999.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"year out of range: {year!r}")
    if not 1 <= sequence <= LAST_SEQUENCE:
        raise ValueError(f"sequence out of range: {sequence!r}")
    return f"{year % 100:02d}-{sequence:06d}"


def parse(text: str) -> list[str]:
    """Return the appeal numbers written in `text`, each once, in order.

    They are candidates: the caller looks them up. Dates, phones and longer numbers
    are left out. Never raises; anything that is not text has no numbers.
    """
    if not isinstance(text, str):
        return []
    plain = _MARK.sub("№", _plain(text))
    found: dict[str, None] = {}
    for match in _NUMBER.finditer(plain):
        before = plain[max(0, match.start() - _LOOK_BACK) : match.start()]
        if int(match["sequence"]) and not _is_phone_tail(before):
            found[match[0]] = None
    return list(found)


def _plain(text: str) -> str:
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    return _HYPHENS.sub("-", text)


def _is_phone_tail(before: str) -> bool:
    line = before.rpartition("\n")[2]
    return bool(_AREA_CODE.search(line)) and not _YEAR.search(line)
