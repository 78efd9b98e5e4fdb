"""Cells that a spreadsheet must take for text, whatever people wrote into them.

A letter's subject may begin like a formula; a program that opens the exported table
would run it. Here is the one rule for all tables; writers only call it.
"""

import re

LONGEST_CELL = 32_767  # of a workbook, in UTF-16 units
CUT = "…"

# Full-width and small forms too: Excel reads them as the plain ones in some locales.
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
# What a program may drop, or split at, before it looks at the first sign: blanks and
# invisible marks, quotes, separators of every locale.
_BEFORE = "\\s\x00-\x20\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_BEFORE += "\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb,;|"
# The same inside a cell: a program that believes in another separator cuts the row
# there.
_INSIDE = re.compile(f"[;,|\t\r\n\"'][{_BEFORE}]*(?=[{_SIGNS}])")
# A number or a phone in a list, "5, +7 (916) 000-00-67", computes nothing and stays.
_IN_LIST = re.compile("[;,][ \u00a0]*")
_NUMBER = re.compile("[+-][ (]*\\d[\\d ().-]*(?:[;,]|$)")
_FORMULA = re.compile(f"[\t\r\n]|[{_BEFORE}]*[{_SIGNS}]")
# What XML cannot hold; a workbook would carry it as "_x0001_".
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_formula(text: str) -> bool:
    """Say whether some program may take `text` for a formula."""
    return bool(_FORMULA.match(text))


def guard(text: str) -> str:
    """Return `text` for a CSV, with "'" before all that could begin a formula."""
    inside = _INSIDE.sub(_part, text)
    return f"'{inside}" if is_formula(text) else inside


def _part(cut: re.Match) -> str:
    is_number = _NUMBER.match(cut.string, cut.end()) and _IN_LIST.fullmatch(cut[0])
    return cut[0] if is_number else f"{cut[0]}'"


def clean(text: str) -> str:
    """Return `text` as a cell of a workbook can hold it: no controls, cut to length."""
    text = _ILLEGAL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) * 2 <= LONGEST_CELL:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= LONGEST_CELL * 2:
        return text
    return units[: (LONGEST_CELL - 1) * 2].decode("utf-16-le", "ignore") + CUT
