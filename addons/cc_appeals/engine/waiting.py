"""Which contacts wait for an answer, and what a letter about a closed appeal does."""

# machines: nobody reads an answer there
MACHINES = frozenset({"bounce", "auto_reply", "complaint"})
# said and answered at once, unless an answer was promised; a call of a PBX that nobody
# took waits by its call-back
EXCHANGES = frozenset({"visit", "call", "phone_call"})


def waits(kind: str, *, is_outbound: bool, is_promised: bool = False) -> bool:
    """Tell whether somebody owes an answer to a contact that has just come."""
    if is_outbound or kind in MACHINES:
        return False
    return is_promised or kind not in EXCHANGES


def reopens(policy: str, *, in_window: bool) -> bool:
    """Tell whether a contact about a closed appeal opens it again.

    policy: "reopen", or "new_linked" for a new appeal in any case.
    in_window: it was closed not too long ago.
    """
    return policy == "reopen" and in_window
