"""Faults a channel may tell the ledger about."""


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
