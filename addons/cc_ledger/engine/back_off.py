"""When to try again what could not be sent now."""

from datetime import timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(minutes=30)
PATIENCE = timedelta(days=3)
SPREAD_SECONDS = 30


def back_off(faults: int, number: int) -> timedelta:
    """Return how long to wait after the `faults`-th fault in a row: 1, 2, 4 … 30 min.

    :param number: what spreads deliveries over half a minute, so that those that
        failed together do not come together again; the same number, the same time
    """
    doubled = FIRST * 2 ** min(max(faults, 1) - 1, 10)
    return min(doubled, LONGEST) + timedelta(seconds=number % SPREAD_SECONDS)
