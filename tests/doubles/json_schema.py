"""JSON Schema as far as our protocol uses it; an unknown word of it is a fault."""

import contextlib
import json
from pathlib import Path

PROTOCOL = Path(__file__).resolve().parents[2] / "connector/protocol/v1.schema.json"
_NOTES = {"description", "title", "$schema", "$id", "$defs"}
_TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def faults(name: str, value: object) -> list[str]:
    """Return in what a message is not as the protocol's schema has it."""
    whole = json.loads(PROTOCOL.read_text(encoding="utf-8"))
    return list(_faults(whole, whole["$defs"][name], value, name))


def _faults(whole, schema, value, where):
    for word, asked in schema.items():
        if word not in _NOTES:
            yield from _WORDS[word](whole, asked, value, where)


def _ref(whole, asked, value, where):
    yield from _faults(whole, whole["$defs"][asked.rpartition("/")[2]], value, where)


def _type(_whole, asked, value, where):
    is_number = isinstance(value, bool) and asked in ("integer", "number")
    if is_number or not isinstance(value, _TYPES[asked]):
        yield f"{where}: {value!r} is no {asked}"


def _properties(whole, asked, value, where):
    for key in asked.keys() & (value.keys() if isinstance(value, dict) else ()):
        yield from _faults(whole, asked[key], value[key], f"{where}.{key}")


def _items(whole, asked, value, where):
    for at, each in enumerate(value if isinstance(value, list) else ()):
        yield from _faults(whole, asked, each, f"{where}[{at}]")


def _required(_whole, asked, value, where):
    missing = [key for key in asked if isinstance(value, dict) and key not in value]
    yield from (f"{where}: {key} is missing" for key in missing)


def _any_of(whole, asked, value, where):
    found = [list(_faults(whole, each, value, where)) for each in asked]
    if all(found):
        yield min(found, key=len)[0]


def _enum(_whole, asked, value, where):
    if value not in asked:
        yield f"{where}: {value!r} is none of {asked}"


def _limit(is_within):
    def check(_whole, asked, value, where):
        # a value of another type is the matter of the word "type"
        with contextlib.suppress(TypeError):
            if not is_within(value, asked):
                yield f"{where}: {asked} is the limit"

    return check


_WORDS = {
    "$ref": _ref,
    "type": _type,
    "properties": _properties,
    "items": _items,
    "required": _required,
    "anyOf": _any_of,
    "enum": _enum,
    "minimum": _limit(lambda value, limit: not value < limit),
    "minLength": _limit(lambda value, limit: len(value) >= limit),
    "maxLength": _limit(lambda value, limit: len(value) <= limit),
    "maxItems": _limit(lambda value, limit: len(value) <= limit),
}
