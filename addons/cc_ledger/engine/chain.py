"""The chain of the audit log: canonical form of a row, and the hash that binds it.

Its checker is tools/verify_audit.py, written apart on purpose: it shall not share this
file's mistakes. A test holds the two together.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

#: names of a row's members; a value is an int, a str or None
FIELDS = (
    "id",
    "logged_at",
    "cluster",
    "xid",
    "user_id",
    "origin",
    "action",
    "model",
    "res_id",
    "direction_id",
    "client_id",
    "subject_id",
    "detail",
    "hmacs",
    "reason",
)


@dataclass(frozen=True)
class Seal:
    """Place `seq` (from 1, no gaps) in the chain, held by row `entry_id`."""

    seq: int
    entry_id: int
    hash: bytes


#: what the first seal follows
START = Seal(0, 0, bytes(32))


def canonical(row: Mapping[str, int | str | None]) -> bytes:
    """Return a row's bytes: JSON, members sorted, no spaces, UTF-8, nulls left out.

    Nulls are left out so that a column added later leaves old hashes as they are. With
    text and whole numbers only this is RFC 8785. TypeError names any other value.
    """
    members = {name: value for name, value in row.items() if value is not None}
    for name, value in members.items():
        if type(value) not in (int, str):
            raise TypeError(f"{name}: {type(value).__name__} has no one form")
    text = json.dumps(
        members, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return text.encode()


def link(previous: bytes, row: Mapping[str, int | str | None]) -> bytes:
    """Return SHA-256(previous hash, 32 bytes, then the row's canonical form)."""
    return hashlib.sha256(previous + canonical(row)).digest()


def seal(head: Seal, rows: Iterable[Mapping[str, int | str | None]]) -> Iterator[Seal]:
    """Yield the seals of `rows`, which follow `head` in this order."""
    for row in rows:
        head = Seal(head.seq + 1, row["id"], link(head.hash, row))
        yield head
