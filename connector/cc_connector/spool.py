"""What was read and not yet acknowledged: SQLite, one file, one writer.

A line and the place up to which the file was read are one transaction: a process that
is killed has read either both or neither. Batches keep their borders once they were
tried: what is sent again is, byte for byte, what was sent before.
"""

import sqlite3
import uuid
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

# bytes of lines: Odoo takes twice as much, for what JSON makes of them
LONGEST_BATCH = 3 << 20
# a channel that recorded nothing is asked for no more
FORGET_SECONDS = 2 * 86_400
SCHEMA = """
CREATE TABLE IF NOT EXISTS line (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, text TEXT NOT NULL,
    batch_id INTEGER
);
CREATE INDEX IF NOT EXISTS line_batch ON line (batch_id);
CREATE TABLE IF NOT EXISTS place (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    generation INTEGER, inode INTEGER, offset INTEGER, head BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS channel_end (
    channel TEXT PRIMARY KEY, at REAL NOT NULL DEFAULT (unixepoch())
);
CREATE INDEX IF NOT EXISTS channel_end_at ON channel_end (at);
"""


class Place(NamedTuple):
    """Up to where a file was read: its inode and the bytes.

    generation: counts the files, since a new one may get the inode of a deleted one.
    head: the first bytes of the file, by which the new one is told from the old one.
    """

    generation: int
    inode: int
    offset: int
    head: bytes = b""


class Batch(NamedTuple):
    """Lines that go together. `ref` is the same at every try, and of no other batch."""

    id: int
    ref: str
    lines: list[tuple[str, str]]


class Spool:
    """The spool file; every method is one transaction, written through to the disk."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._db.execute("PRAGMA journal_mode=WAL")
        # a line that was read is told to nobody else: it must survive the power cut
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(SCHEMA)
        self.name = self._own_name()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def place(self) -> Place | None:
        """Return up to where the event file was read, None when never."""
        row = self._db.execute(
            "SELECT generation, inode, offset, head FROM place"
        ).fetchone()
        return Place(*row) if row else None

    def put(
        self, lines: list[tuple[str, str]], place: Place, ended: list[str] = ()
    ) -> None:
        """Keep (key, text) lines together with the place up to which they reach.

        :param ended: ids of channels that are over by these lines
        """
        with self._transaction():
            self._db.executemany(
                "INSERT OR IGNORE INTO line (key, text) VALUES (?, ?)", lines
            )
            self._db.execute(
                "INSERT OR REPLACE INTO place (one, generation, inode, offset, head) "
                "VALUES (1, ?, ?, ?, ?)",
                place,
            )
            self._db.executemany(
                "INSERT OR IGNORE INTO channel_end (channel) VALUES (?)",
                [(each,) for each in ended],
            )

    def ended_channels(self) -> list[str]:
        """Return the ids of channels that are over and were not forgotten."""
        rows = self._db.execute("SELECT channel FROM channel_end")
        return [row[0] for row in rows]

    def forget_channels(self, channels: set[str]) -> set[str]:
        """Forget these, and return what is older than any recording may be."""
        with self._transaction():
            self._db.executemany(
                "DELETE FROM channel_end WHERE channel = ?",
                [(each,) for each in channels],
            )
            old = self._db.execute(
                "DELETE FROM channel_end WHERE at < unixepoch() - ? RETURNING channel",
                (FORGET_SECONDS,),
            ).fetchall()
        return {row[0] for row in old}

    def next_batch(self, limit: int) -> Batch | None:
        """Return the oldest batch that nobody acknowledged, None when all is sent."""
        found = self._db.execute(
            "SELECT min(batch_id) FROM line WHERE batch_id IS NOT NULL"
        ).fetchone()[0]
        if found is None:
            found = self._seal(limit)
        if found is None:
            return None
        rows = self._db.execute(
            "SELECT key, text FROM line WHERE batch_id = ? ORDER BY id", (found,)
        ).fetchall()
        return Batch(found, f"{self.name}:{found}", rows)

    def _seal(self, limit):
        """Give the oldest free lines a batch of their own."""
        with self._transaction():
            found = self._db.execute(
                "SELECT id, length(CAST(text AS BLOB)) FROM line "
                "WHERE batch_id IS NULL ORDER BY id LIMIT ?",
                (limit,),
            ).fetchall()
            if not found:
                return None
            sizes = accumulate(size for _id, size in found)
            fits = sum(1 for size in sizes if size <= LONGEST_BATCH)
            ids = [row[0] for row in found[: max(fits, 1)]]
            # counted apart: the lines of the last batch are gone when it was taken
            batch_id = int(self._fact("last_batch") or 0) + 1
            self._keep_fact("last_batch", str(batch_id))
            self._db.execute(
                "UPDATE line SET batch_id = ? WHERE id BETWEEN ? AND ? "
                "AND batch_id IS NULL",
                (batch_id, ids[0], ids[-1]),
            )
        return batch_id

    def taken(self, batch: Batch) -> None:
        """Forget a batch that Odoo has acknowledged."""
        with self._transaction():
            self._db.execute("DELETE FROM line WHERE batch_id = ?", (batch.id,))

    def waiting(self) -> int:
        """Return how many lines wait."""
        return self._db.execute("SELECT count(*) FROM line").fetchone()[0]

    def fact(self, name: str) -> str | None:
        """Return a remembered fact, e.g. when the PBX was started."""
        return self._fact(name)

    def keep_fact(self, name: str, value: str) -> None:
        """Remember a fact over restarts."""
        with self._transaction():
            self._keep_fact(name, value)

    def _fact(self, name):
        row = self._db.execute(
            "SELECT value FROM fact WHERE name = ?", (name,)
        ).fetchone()
        return row[0] if row else None

    def _keep_fact(self, name, value):
        self._db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def _own_name(self):
        """Return the name of this spool: a new file must not repeat an old one's."""
        with self._transaction():
            if not self._fact("name"):
                self._keep_fact("name", uuid.uuid4().hex)
        return self._fact("name")

    def _transaction(self):
        return _Transaction(self._db)


class _Transaction:
    def __init__(self, db):
        self._db = db

    def __enter__(self):
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind, _fault, _trace):
        self._db.execute("ROLLBACK" if kind else "COMMIT")
