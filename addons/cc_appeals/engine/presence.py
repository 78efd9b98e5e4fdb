"""What an operator is to those who call: states, and how one follows another.

Moments are arguments; nothing here knows a clock. A step returns the presence that
begins now, or None when nothing changes.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

AVAILABLE, BUSY, BREAK, WRAP_UP, TRAINING, OFFLINE = STATES = (
    "available",
    "busy",
    "break",
    "wrap_up",
    "training",
    "offline",
)
#: why a presence began
CHOSEN, CALL, TIME, LOST, BACK, MISSED, SUPERVISOR = CAUSES = (
    "chosen",
    "call",
    "time",
    "lost",
    "back",
    "missed",
    "supervisor",
)
#: a browser is gone when it has said nothing for so long
SILENCE = timedelta(seconds=20)
#: who comes back sooner is what he was before
RETURN = timedelta(seconds=120)
LONGEST_WARNING = timedelta(minutes=2)


@dataclass(frozen=True)
class Presence:
    """`then`: (state, reason id or None) that follows by itself.

    limit_at: when it ought to be over; only wrap-up is ended by it.
    """

    state: str
    since: datetime
    cause: str = CHOSEN
    reason: int | None = None
    limit_at: datetime | None = None
    then: tuple[str, int | None] = (AVAILABLE, None)

    @property
    def is_talking(self) -> bool:
        return self.state == BUSY and self.cause == CALL


def choose(
    current: Presence,
    state: str,
    now: datetime,
    reason: int | None = None,
    cause: str = CHOSEN,
) -> Presence | None:
    """Take a state; during a talk it is what follows the talk."""
    if current.is_talking:
        wanted = replace(current, then=(state, reason))
        return wanted if wanted != current else None
    if (current.state, current.reason) == (state, reason) and not _is_lost(current):
        return None
    return Presence(state, now, cause, reason)


def call_began(current: Presence, now: datetime) -> Presence | None:
    """Somebody talks: busy until it is over, whatever he was. Offline stays so."""
    if current.is_talking or current.state == OFFLINE:
        return None
    return Presence(BUSY, now, CALL, then=after(current))


def call_ended(current: Presence, now: datetime, wrap_up: int) -> Presence | None:
    """Give `wrap_up` seconds to write the talk down; none: what follows, at once."""
    if not current.is_talking:
        return None
    if wrap_up <= 0:
        return _follow(current, now, CALL)
    limit = now + timedelta(seconds=wrap_up)
    return Presence(WRAP_UP, now, CALL, limit_at=limit, then=current.then)


def time_over(current: Presence, now: datetime) -> Presence | None:
    """End a wrap-up after a call when its time is over; nothing else ends so."""
    is_over = current.limit_at is not None and current.limit_at <= now
    if current.state != WRAP_UP or current.cause != CALL or not is_over:
        return None
    return _follow(current, now, TIME)


def fell_silent(current: Presence, now: datetime) -> Presence | None:
    """The browser is gone: offline, remembering what he was."""
    if current.state == OFFLINE:
        return None
    return Presence(OFFLINE, now, LOST, then=after(current))


def came_back(current: Presence, now: datetime) -> Presence | None:
    """The browser is there again: what he was, unless he was away for long."""
    if not _is_lost(current) or now - current.since > RETURN:
        return None
    return _follow(current, now, BACK)


def missed(current: Presence, count: int, limit: int, now: datetime) -> Presence | None:
    """Who lets calls ring is not called again and again: busy until he says so."""
    if current.state != AVAILABLE or not limit or count < limit:
        return None
    return Presence(BUSY, now, MISSED)


def after(current: Presence) -> tuple[str, int | None]:
    """Return what a presence goes back to when something interrupts it."""
    if current.is_talking or current.state == WRAP_UP or _is_lost(current):
        return current.then
    return current.state, current.reason


def goes_on(current: Presence, found: Presence) -> bool:
    """Tell whether a presence is as it was, but for its end and what follows."""
    return replace(found, limit_at=current.limit_at, then=current.then) == current


def limited(current: Presence, minutes: int) -> Presence:
    """Give a presence the time its reason has; one that has a limit keeps it."""
    if current.limit_at is not None or minutes <= 0:
        return current
    return replace(current, limit_at=current.since + timedelta(minutes=minutes))


def extended(current: Presence, minutes: int, now: datetime) -> Presence:
    """Give a presence more time: from its limit on, or from now if that is over."""
    begin = max(current.limit_at or now, now)
    return replace(current, limit_at=begin + timedelta(minutes=minutes))


def warn_at(since: datetime, limit_at: datetime | None) -> datetime | None:
    """Return when to say that the time will be over soon: a fifth of it before."""
    if limit_at is None:
        return None
    return limit_at - min((limit_at - since) / 5, LONGEST_WARNING)


def _is_lost(current):
    return current.state == OFFLINE and current.cause == LOST


def _follow(current, now, cause):
    state, reason = current.then
    return Presence(state, now, cause, reason)
