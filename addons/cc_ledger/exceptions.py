"""Faults a channel may tell the ledger about."""


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
