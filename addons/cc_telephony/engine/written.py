"""In what order lines were written, however they came here."""

from collections.abc import Iterable

from .cel_event import CelEvent


def as_written(told: Iterable[tuple[str, str, CelEvent]]) -> list[CelEvent]:
    """Return the events of a call in the order they were written.

    Batches come late and in any order; what decides is the same whatever that was.

    :param told: (place, digest of the line, event); a place is `file:offset`, where
        `file` is any name, and a file that a rotation began has a higher number
    """
    rows, began = [], {}
    for place, digest, event in told:
        file, _colon, offset = (place or "").rpartition(":")
        began[file] = min(began.get(file, event.at), event.at)
        rows.append((file, _whole(offset), digest, event))
    rows.sort(key=lambda row: (_file_order(row[0], began), row[1:3]))
    return [row[3] for row in rows]


def _file_order(file: str, began: dict[str, float]) -> tuple[int, float, str]:
    if file.isdecimal():
        return 0, _whole(file), ""
    return 1, began[file], file


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() else 0
