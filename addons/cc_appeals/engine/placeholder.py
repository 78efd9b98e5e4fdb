"""Placeholders of a text that people write: {number}, {subject} and the like."""

import re
from collections.abc import Iterable, Mapping

_PLACE = re.compile(r"\{([^{}\n]*)\}")
# so much of the text on either side tells one empty place from another
_AROUND = 12


def unknown(text: str, names: Iterable[str]) -> list[str]:
    """Return the placeholders of `text` that are none of `names`, each once.

    A brace without its fellow counts too: it is a misprint.
    """
    allowed = set(names)
    found = [name for name in _PLACE.findall(text or "") if name not in allowed]
    rest = _PLACE.sub("", text or "")
    return list(dict.fromkeys(found + [sign for sign in "{}" if sign in rest]))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with its placeholders filled; a value is not read again."""
    return _PLACE.sub(lambda match: values.get(match[1], match[0]), text or "")


def empty_places(text: str, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (name, the filled text around it) of placeholders filled with nothing.

    As long as those words stand in the text, nobody has closed the gap.
    """
    found, filled, end = [], "", 0
    for match in _PLACE.finditer(text or ""):
        value = values.get(match[1], match[0])
        filled += text[end : match.start()] + value
        end = match.end()
        if not value.strip():
            found.append((match[1], len(filled)))
    filled += (text or "")[end:]
    return [
        (name, filled[max(place - _AROUND, 0) : place + _AROUND])
        for name, place in found
    ]


def missing(text: str, values: Mapping[str, str]) -> list[str]:
    """Return the placeholders of `text` filled with nothing, each once."""
    return list(dict.fromkeys(name for name, _around in empty_places(text, values)))
