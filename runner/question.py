"""Asking before something is deleted."""

import sys

from .fault import Fault


def confirm(consequence: str) -> bool:
    """Ask whether to go on; where nobody can answer, refuse."""
    if not sys.stdin.isatty():
        raise Fault(f"{consequence}\nNobody is here to confirm it: add --yes.")
    print(consequence)
    return input("Go on? Type yes: ").strip().lower() in ("yes", "y", "да")
