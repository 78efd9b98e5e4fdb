"""Refuses every connection that leaves this machine, and remembers it was tried."""

import sys

LOCAL = ("127.", "::1", "localhost")


class Refused(ConnectionRefusedError):
    """What a program gets that tries to reach somebody."""


def refuse() -> list[str]:
    """Refuse from now on, for this process; return the list of what was tried.

    A hook of the interpreter: it cannot be taken away again.
    """
    tried: list[str] = []

    def hook(event, arguments):
        if event == "socket.connect":
            _check(arguments[1], tried)
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            _check(arguments[:1], tried)

    sys.addaudithook(hook)
    return tried


def _check(address, tried):
    if not isinstance(address, tuple):
        return  # a socket of this machine's file system
    host = address[0]
    host = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if host and not host.startswith(LOCAL):
        tried.append(str(host))
        raise Refused(f"nothing may reach {host} here")
