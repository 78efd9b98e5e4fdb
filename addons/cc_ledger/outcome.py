"""What became of one try to send a delivery, as its provider told it."""

from dataclasses import dataclass

ACCEPTED = "accepted"  # the provider has taken it
REFUSED = "refused"  # it never will: no use in trying again
LATER = "later"  # not now; it did not take it
UNKNOWN = "unknown"  # it may have taken it: nobody heard its answer
DOWN = "down"  # the gateway itself does not work: the delivery was not tried
DELIVERED = "delivered"  # it is with the recipient (only what a status tells)
KINDS = (ACCEPTED, REFUSED, LATER, UNKNOWN, DOWN, DELIVERED)


@dataclass(frozen=True)
class Outcome:
    """`code` has a sentence; `detail` is the provider's or the system's word.

    is_line: the connection failed, not this delivery. Several of these in a row say
    that the gateway is down.
    """

    kind: str
    code: str = ""
    detail: str = ""
    ref: str = ""
    is_line: bool = False

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"no such outcome: {self.kind!r}")
