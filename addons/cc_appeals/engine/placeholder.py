"""Placeholders of a text that people write: {number}, {subject} and the like."""

import re
from collections.abc import Iterable, Mapping

_PLACE = re.compile(r"\{([^{}\n]*)\}")


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
