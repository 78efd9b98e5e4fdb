"""In what order the events of a call happened."""

from collections.abc import Sequence
from itertools import pairwise

from .cel_event import CelEvent

# among events of one moment, where nothing else tells
_RANKS = {
    "CHAN_START": 0,
    "APP_START": 1,
    "ANSWER": 2,
    "BRIDGE_ENTER": 4,
    "BRIDGE_START": 4,
    "BRIDGE_EXIT": 5,
    "BRIDGE_END": 5,
    "APP_END": 6,
    "HANGUP": 7,
    "CHAN_END": 8,
    "LINKEDID_END": 9,
}
_OTHERS = 3


def in_order(events: Sequence[CelEvent]) -> tuple[list[CelEvent], bool]:
    """Return the events by their time, and whether the clock jumped amid the call.

    Equal times keep the order of the file. Where the times contradict what must come
    first on a channel, the clock was set meanwhile: then the file's order is the truth.
    A table may be told from its end, or in no order at all; what was told twice counts
    once.

    :param events: in the order they were written
    """
    written = _once(events)
    if not _is_possible(written) and _is_backwards(written):
        written.reverse()
    by_time = sorted(written, key=lambda event: event.at)
    if _is_possible(by_time):
        return by_time, False
    if _is_possible(written):
        return written, True
    by_rank = sorted(written, key=_moment_and_rank)
    is_possible = _is_possible(by_rank)
    return by_rank if is_possible else by_time, not is_possible


def _once(events):
    """Return the events without repetitions: a PBX may write two logs."""
    found = {}
    for event in events:
        key = (event.kind, event.at, event.channel, event.unique_id)
        found.setdefault((*key, event.app, event.peer, str(event.extra)), event)
    return list(found.values())


def _is_backwards(events):
    return events[0].at > events[-1].at and all(
        before.at >= after.at for before, after in pairwise(events)
    )


def _moment_and_rank(event):
    return event.at, _RANKS.get(event.kind, _OTHERS)


def _is_possible(events):
    """Tell whether no channel does anything before its start or after its end."""
    started, ended = set(), set()
    born = {event.channel for event in events if event.kind == "CHAN_START"}
    for event in events:
        if event.kind == "CHAN_START":
            started.add(event.channel)
        elif event.channel in ended and event.kind != "LINKEDID_END":
            return False
        elif event.channel in born and event.channel not in started:
            return False
        if event.kind == "CHAN_END":
            ended.add(event.channel)
    return True
