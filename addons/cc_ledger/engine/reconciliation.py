"""Does the ledger hold what its sources say they gave? Days of one channel, in order.

A letter is counted by its source on the day it arrived there, and by the ledger on the
day it was fetched: at midnight, or after an outage, the same letter stands in two days.
So a difference is carried forward until later rows make up for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Day:
    """`source` is what the source gave, None where it does not say; `repeats` of the
    source are deliveries without a ledger row of their own."""

    day: date
    source: int | None
    ledger: int
    repeats: int = 0


@dataclass(frozen=True)
class Standing:
    """`outstanding`: given by the source up to this day and not in the ledger yet.

    `state` is `silent` (the source does not say), `even`, `later` (made up for on a
    later day) or `missing` (not made up for until the last day).
    """

    outstanding: int
    state: str


def stand(days: Iterable[Day]) -> list[Standing]:
    """Return how each of `days` (ascending) stands.

    The ledger may hold more than the source tells of a period: letters that lay there
    before. That excess is no reserve: it never hides what is missing on a later day.
    """
    days = list(days)
    open_counts, left = [], 0
    for each in days:
        if each.source is not None:
            left = max(0, left + each.source - each.ledger - each.repeats)
        open_counts.append(left)
    standings, is_missing = [], True
    for each, count in zip(reversed(days), reversed(open_counts), strict=True):
        is_missing = is_missing and count > 0
        if each.source is None:
            state = "silent"
        elif not count:
            state = "even"
        else:
            state = "missing" if is_missing else "later"
        standings.append(Standing(count, state))
    return standings[::-1]
