"""Free TCP ports on this machine."""

import contextlib
import os
import socket
from pathlib import Path

HOST = "127.0.0.1"
_LAST = 65535
_LISTENING = "0A"


def is_free(port: int) -> bool:
    """Say whether a port can be listened on."""
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def next_free(first: int) -> int:
    """Return the first free port from a number on."""
    return next(port for port in range(first, _LAST + 1) if is_free(port))


def is_served_by(port: int, session: int) -> bool:
    """Say whether a process of this session listens on a port."""
    listening = _sockets(port)
    return bool(listening) and any(
        listening & _open_files(folder)
        for folder in Path("/proc").iterdir()
        if folder.name.isdigit() and _session(folder) == session
    )


def _sockets(port: int) -> set[str]:
    """Return the sockets that listen on a port, as they are called among open files."""
    found = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        with contextlib.suppress(FileNotFoundError):  # a kernel without IPv6
            for line in table.read_text().splitlines()[1:]:
                fields = line.split()
                number = int(fields[1].rpartition(":")[2], 16)
                if number == port and fields[3] == _LISTENING:
                    found.add(f"socket:[{fields[9]}]")
    return found


def _session(process: Path) -> int | None:
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(fields[3])


def _open_files(process: Path) -> set[str]:
    found = set()
    # it may end, or a file may be closed, while we look
    with contextlib.suppress(OSError):
        for each in (process / "fd").iterdir():
            with contextlib.suppress(OSError):
                found.add(os.readlink(each))
    return found
