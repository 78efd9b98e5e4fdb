"""Working days: the official production calendar and arithmetic over it.

`exceptions` everywhere is a mapping of date to "is this a working day"; it holds only
the days that differ from Monday to Friday, as the customer keeps them in a table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

ROLL_MODES = ("none", "previous", "next")
LANGUAGE = "ru"
SATURDAY = 5
ONE_DAY = timedelta(days=1)
# A calendar without a working day in a year is a mistake, not a calendar.
LONGEST_REST = 366


@dataclass(frozen=True)
class Day:
    """A day that differs from Monday to Friday; `name` is Russian, or empty."""

    date: date
    is_working: bool
    name: str


def production_calendar(year: int, country: str = "RU") -> list[Day]:
    """Return the days of `year` that differ from Monday to Friday, in order.

    Source: the transfers decreed by the government (Labour Code art. 112) as the
    `holidays` library knows them. A year whose decree is newer than the installed
    library comes without its transfers. A working Saturday has no name there.
    Raises ValueError for a country the library does not know.
    """
    try:
        known = holidays.country_holidays(country, years=year, language=LANGUAGE)
    except NotImplementedError as error:
        raise ValueError(f"no production calendar for country {country!r}") from error
    days = []
    day = date(year, 1, 1)
    for _ in range((date(year, 12, 31) - day).days + 1):
        # `day in known` misses working Saturdays: only is_working_day sees transfers.
        works = known.is_working_day(day)
        if works != (day.weekday() < SATURDAY):
            days.append(Day(day, works, known.get(day) or ""))
        day += ONE_DAY
    return days


def is_working(day: date, exceptions: Mapping[date, bool]) -> bool:
    """Say whether `day` is a working day: Monday to Friday unless excepted."""
    return exceptions.get(day, day.weekday() < SATURDAY)


def add_working_days(start: date, n: int, exceptions: Mapping[date, bool]) -> date:
    """Return the `n`-th working day after `start`; `start` itself is day 0.

    This is how 152-FZ art. 14, 20 and 21 count. `n` of 0 gives `start` as it is.
    Raises ValueError for a negative `n` or a calendar without working days.
    """
    if n < 0:
        raise ValueError("the number of working days must not be negative")
    day = start
    for _ in range(n):
        day = _nearest(day + ONE_DAY, ONE_DAY, exceptions)
    return day


def roll(day: date, mode: str, exceptions: Mapping[date, bool]) -> date:
    """Move a last day that is not a working day, by one of ROLL_MODES.

    "none" keeps it, "previous" and "next" give the nearest working day before or
    after (Civil Code art. 193 is "next"). A working day stays where it is.
    Raises ValueError for another mode or a calendar without working days.
    """
    if mode not in ROLL_MODES:
        raise ValueError(f"unknown mode of rolling: {mode!r}")
    if mode == "none":
        return day
    return _nearest(day, ONE_DAY if mode == "next" else -ONE_DAY, exceptions)


def _nearest(day: date, step: timedelta, exceptions: Mapping[date, bool]) -> date:
    for _ in range(LONGEST_REST):
        if is_working(day, exceptions):
            return day
        day += step
    raise ValueError("no working day within a year")
