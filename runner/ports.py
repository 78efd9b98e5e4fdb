"""Free TCP ports on this machine."""

import contextlib
import socket

HOST = "127.0.0.1"
_LAST = 65535


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
