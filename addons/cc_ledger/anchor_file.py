"""Anchors: the chain's head, put where the database cannot reach.

A line per anchor, the same one in the file and in the syslog. Who may write to the
database only can forge neither; docs/adr/0009 says who can.
"""

import contextlib
import json
import os
import syslog
from collections.abc import Iterator
from pathlib import Path

from .durable import sync

MARK = "cc-audit-anchor"
FOLDER_VARIABLE = "CC_AUDIT_ANCHOR_DIR"
SYSLOG_SOCKET = Path("/dev/log")
_LONGEST_LINE = 4096


def path_of(database: str, data_dir: str) -> Path:
    """Return the anchor file of a database: in the folder the environment names."""
    folder = os.environ.get(FOLDER_VARIABLE) or os.path.join(data_dir, "anchors")
    return Path(folder) / f"{database}.anchors"


def append(path: Path, anchor: dict) -> None:
    """Add one anchor; on disk on return. OSError when it cannot be written."""
    line = f"{MARK} {json.dumps(anchor, sort_keys=True)}\n".encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        if _ends_inside_a_line(path):
            line = b"\n" + line
        if os.write(handle, line) != len(line):
            raise OSError(f"{path} took a part of an anchor only: is the disk full?")
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        sync(path.parent)


def to_syslog(anchor: dict) -> bool:
    """Tell the syslog as well, when this machine has one; never raises."""
    if not SYSLOG_SOCKET.exists():
        return False
    line = f"{MARK} {json.dumps(anchor, sort_keys=True)}"
    try:
        syslog.syslog(syslog.LOG_AUTH | syslog.LOG_NOTICE, line)
    except OSError:
        return False
    return True


def last(path: Path) -> dict | None:
    """Return the newest anchor of a file, None when there is none that can be read."""
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - _LONGEST_LINE))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return None
    for line in reversed(lines):
        if line.startswith(MARK):
            try:
                return json.loads(line.removeprefix(MARK))
            except ValueError:
                continue
    return None


def read(path: Path) -> Iterator[dict]:
    """Yield the anchors of a file that can be read, the oldest first."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                with contextlib.suppress(ValueError):
                    if line.startswith(MARK):
                        yield json.loads(line.removeprefix(MARK))
    except OSError:
        return


def _ends_inside_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
