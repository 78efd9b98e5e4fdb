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


@dataclass(frozen=True)
class Break:
    """Where a chain is not as it was sealed.

    `kind`: "missing" (a seal or its row is gone), "changed" (row or hash is another),
    "cut" and "rewritten" (an anchor knows a seal that is gone, or is another).
    """

    kind: str
    seq: int
    entry_id: int = 0


def check(
    head: Seal, links: Iterable[tuple[Seal, Mapping[str, int | str | None] | None]]
) -> tuple[Seal, Break | None]:
    """Follow a chain from `head`; return its last good seal, and the first break.

    :param links: each seal as it is stored with its row, or None, in the order of `seq`
    """
    for stored, row in links:
        if stored.seq != head.seq + 1:
            return head, Break("missing", head.seq + 1)
        if row is None:
            return head, Break("missing", stored.seq, stored.entry_id)
        if Seal(stored.seq, row["id"], link(head.hash, row)) != stored:
            return head, Break("changed", stored.seq, stored.entry_id)
        head = stored
    return head, None
