"""What a call was: the answer of the builder."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Leg:
    """One phone or line that was called, or that called.

    outcome: answered, timeout, rejected, cancelled, dialling (who placed the call)
    or live. ring_seconds, talk_seconds: seconds; talk includes hold.
    """

    channel: str
    peer: str
    is_outside: bool
    rang_at: float | None
    answered_at: float | None
    ended_at: float | None
    ring_seconds: float
    talk_seconds: float
    outcome: str
    cause: int | None


@dataclass(frozen=True)
class Transfer:
    """kind: blind or attended; by, to: a peer or number, "" when it is not said."""

    kind: str
    by: str
    to: str
    at: float
    consultation: str = ""


@dataclass(frozen=True)
class Call:
    """A call. Moments are seconds since 1970 UTC, durations seconds, None for none.

    direction: in, out, dialer or internal. outcome: answered, voicemail, abandoned,
    timeout, closed, callback, ivr, busy, noanswer, rejected, cancelled, invalid,
    congestion, failed; live while it goes on; interrupted (the PBX restarted) or
    end_unknown (nothing came for four hours).
    wait: from the queue to the answer or the end; talk includes hold.
    operator: the phone that talked first, `operators` all that did.
    has_begun: how it began is known. is_complete: so is how it ended.
    """

    linked_id: str
    direction: str
    source: str
    source_name: str
    target: str
    queue: str
    started_at: float
    queued_at: float | None
    answered_at: float | None
    ended_at: float | None
    wait: float | None
    talk: float
    hold: float
    outcome: str
    operator: str
    operators: tuple[str, ...]
    legs: tuple[Leg, ...]
    transfers: tuple[Transfer, ...]
    ended_by: str
    cause: int | None
    recording: str
    score: str
    has_begun: bool
    is_complete: bool
    is_clock_doubtful: bool
    marks: dict[str, dict[str, object]]
