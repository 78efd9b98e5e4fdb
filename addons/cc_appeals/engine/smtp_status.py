"""What the numbers in a mail server's answer mean (RFC 3463), as one of a few keys."""

import re

# the enhanced status code; "192.168.5.1.1" and "v5.1.1" are none
_STATUS = re.compile(r"(?<![\w.])([45])\.(\d{1,3})\.(\d{1,3})(?![\w.]*\d)")

_BY_SUBJECT_AND_DETAIL = {
    (1, 1): "no_mailbox",
    (1, 2): "no_domain",
    (1, 6): "moved",
    (1, 10): "no_mailbox",
    (2, 0): "closed",
    (2, 1): "closed",
    (2, 2): "full",
    (2, 3): "too_large",
    (3, 1): "full",
    (3, 4): "too_large",
    (4, 1): "not_reached",
    (4, 3): "no_domain",
    (4, 4): "no_domain",
    (4, 6): "loop",
    (4, 7): "not_reached",
    (7, 0): "unwanted",
    (7, 1): "unwanted",
}


def meaning(said: str) -> str | None:
    """Return what an answer means, or None where its numbers do not tell.

    >>> meaning("550 5.1.1 <x>: user unknown")
    'no_mailbox'

    One of no_mailbox, no_domain, moved, closed, full, too_large, not_reached, loop,
    unwanted. The first status counts: what a server quotes of others comes behind.
    """
    found = _STATUS.search(said or "")
    if not found:
        return None
    _kind, subject, detail = map(int, found.groups())
    return _BY_SUBJECT_AND_DETAIL.get((subject, detail))
