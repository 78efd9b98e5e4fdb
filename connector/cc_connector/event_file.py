"""The PBX's event file: read by inode and offset, over rotations and torn lines."""

import os
from pathlib import Path
from typing import BinaryIO, NamedTuple

from .spool import Place

READ_BYTES = 1 << 20
# longer than any event: what has no line end by then must not stop what is behind it
LONGEST_LINE = 1 << 16
# bytes of a file's start that tell it from another one
HEAD_BYTES = 256
# looks at the torn end of a file that was moved away before it is taken as it is
PATIENCE = 20


class Reading(NamedTuple):
    """(key, text) of whole lines, and the place behind the last of them."""

    lines: list[tuple[str, str]]
    place: Place


class EventFile:
    """Reads whole lines from where the last reading ended.

    A line's key is `generation:offset`. A file renamed by a rotation is found by its
    inode and read to its end first; one that was cut short, or that merely got the
    inode of the old one, is read from its start.
    """

    def __init__(self, path: Path, place: Place | None):
        self._path, self._place = path, place or Place(0, 0, 0)
        self._file: BinaryIO | None = None
        self._looks = 0

    def close(self) -> None:
        """Close the file that is open."""
        if self._file:
            self._file.close()
            self._file = None

    def read(self) -> Reading | None:
        """Return the next whole lines; None when there are none now.

        :raise OSError: the file or its folder cannot be read
        """
        if not self._file and not self._open():
            return None
        if not self._is_same():
            self._begin(self._place.inode)
        self._file.seek(self._place.offset)
        data = self._file.read(READ_BYTES)
        end = data.rfind(b"\n") + 1
        if not end and len(data) > LONGEST_LINE:
            end = len(data)
        if end:
            self._looks = 0
            return self._take(data[:end])
        return self._look_further(data)

    def lag_bytes(self) -> int:
        """Return how many bytes of the file wait to be read."""
        if not self._file:
            return 0
        return max(0, os.fstat(self._file.fileno()).st_size - self._place.offset)

    def _open(self):
        for path in self._candidates():
            try:
                file = path.open("rb")
            except FileNotFoundError:
                continue
            status = os.fstat(file.fileno())
            self._file = file
            if self._place.inode != status.st_ino:
                self._begin(status.st_ino)
            return True
        return False

    def _is_same(self):
        """Tell whether the open file still is what was read up to the place."""
        size = os.fstat(self._file.fileno()).st_size
        head = self._place.head
        return size >= self._place.offset and self._read_head(len(head)) == head

    def _read_head(self, length):
        return os.pread(self._file.fileno(), length, 0)

    def _begin(self, inode):
        self._place = Place(self._place.generation + 1, inode, 0)

    def _candidates(self):
        """Return the file that was being read, wherever it is now, then the present."""
        near = self._path.parent.glob(f"{self._path.name}*")
        found = [path for path in near if _inode(path) == self._place.inode]
        return [*found, self._path]

    def _take(self, data):
        generation, inode, offset, head = self._place
        lines = []
        for raw in data.removesuffix(b"\n").split(b"\n"):
            text = raw[:LONGEST_LINE].decode("utf-8", "replace").strip()
            if text:
                lines.append((f"{generation}:{offset}", text))
            offset += len(raw) + 1
        end = self._place.offset + len(data)
        if len(head) < HEAD_BYTES:
            head = self._read_head(min(HEAD_BYTES, end))
        self._place = Place(generation, inode, end, head)
        return Reading(lines, self._place)

    def _look_further(self, torn):
        """Go to the new file when the old one has given everything."""
        present = _inode(self._path)
        if present in (None, self._place.inode):
            return None
        self._looks += 1
        if torn and self._looks < PATIENCE:
            return None
        # the end of a line that nobody will write: it is reported, not swallowed
        reading = self._take(torn) if torn else None
        self._looks = 0
        self.close()
        self._begin(present)
        return reading


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None
