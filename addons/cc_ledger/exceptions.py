"""Faults a channel may tell the ledger about."""

from dataclasses import dataclass

import psycopg2

# over as soon as whoever was first has committed: what is begun anew goes through
CONFLICTS = (
    psycopg2.errors.SerializationFailure,
    psycopg2.errors.DeadlockDetected,
    psycopg2.errors.LockNotAvailable,
)


def place_of(fault):
    """Return function:line where `fault` was raised: its message may quote a letter."""
    place = fault.__traceback__
    while place.tb_next:
        place = place.tb_next
    return f"{place.tb_frame.f_code.co_name}:{place.tb_lineno}"


class CcUnreadable(Exception):
    """The input can never be read: quarantine it, do not try again.

    `stage` says how far it came (size, parse, register), `headers` is what could be
    read of it all the same: sender, subject, message_id.
    """

    def __init__(self, reason, stage="parse", headers=None):
        super().__init__(reason)
        self.reason = reason
        self.stage = stage
        self.headers = headers or {}


class CcUnavailable(OSError):
    """What all rows need cannot be had now: no row is at fault, all are tried later."""


@dataclass(frozen=True)
class CcLater:
    """An answer: this row was not read, it goes back in line and nothing is counted.

    One that `is_slow` to read is read alone, when the others have been.
    """

    is_slow: bool = False
