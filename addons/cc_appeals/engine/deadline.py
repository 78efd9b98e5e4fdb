"""When an action on an appeal is owed: 59-FZ art. 8 and 12, or a client's own norm.

The number of days is always a setting; the law behind each default stands beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROLLOVERS = ("none", "previous", "next")
COUNT_MODES = ("next_day", "same_day")
SATURDAY = 5
ONE_DAY = timedelta(days=1)
LONGEST_REST = 366

# Days that differ from Monday to Friday, or a function that answers for any day.
Calendar = Mapping[date, bool] | Callable[[date], bool]


@dataclass(frozen=True)
class Norm:
    """How a term is counted, in calendar days of the client's time zone.

    days: length of the term (reply: 30, 59-FZ art. 12 p. 1).
    rollover: what to do when the last day is not a working day; the law is silent,
        instructions usually say "previous", Civil Code art. 193 says "next".
    count_mode: "next_day" takes the day of the start as day 0, "same_day" as day 1.
    zone: name from the IANA time zone database.
    Raises ValueError when a part makes no sense.
    """

    days: int
    rollover: str
    count_mode: str
    zone: str

    def __post_init__(self) -> None:
        if self.rollover not in ROLLOVERS:
            raise ValueError(f"unknown rollover: {self.rollover!r}")
        if self.count_mode not in COUNT_MODES:
            raise ValueError(f"unknown count mode: {self.count_mode!r}")
        if self.days < (1 if self.count_mode == "same_day" else 0):
            raise ValueError(f"too few days: {self.days!r}")
        _zone(self.zone)


def due_on(start_utc: datetime, norm: Norm, exceptions: Calendar) -> date:
    """Return the last day of the term, a date in the norm's time zone.

    start_utc: the registration (for art. 8 p. 2: the receipt); naive means UTC.
    exceptions: mapping of date to "works", or a callable that says so for any date.
    When every day back to the start is a day off, "previous" would end the term
    before it begins: then the calendar day of the law stays.
    """
    started_on = _aware(start_utc).astimezone(_zone(norm.zone)).date()
    counted = norm.days - (norm.count_mode == "same_day")
    last = started_on + timedelta(days=counted)
    if norm.rollover == "none":
        return last
    step = ONE_DAY if norm.rollover == "next" else -ONE_DAY
    rolled = _nearest_working(last, step, exceptions)
    return last if rolled < started_on else rolled


def due_at(start_utc: datetime, norm: Norm, exceptions: Calendar) -> datetime:
    """Return the end of the last day (24:00 local time) as a naive UTC moment.

    An answer is late when it is sent after this moment: `sent_at > due_at`.
    """
    midnight = datetime.combine(
        due_on(start_utc, norm, exceptions) + ONE_DAY, time(), _zone(norm.zone)
    )
    return midnight.astimezone(UTC).replace(tzinfo=None)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        raise ValueError(f"unknown time zone: {name!r}") from error


def _is_working(day: date, exceptions: Calendar) -> bool:
    if isinstance(exceptions, Mapping):
        return exceptions.get(day, day.weekday() < SATURDAY)
    return exceptions(day)


def _nearest_working(day: date, step: timedelta, exceptions: Calendar) -> date:
    for _ in range(LONGEST_REST):
        if _is_working(day, exceptions):
            return day
        day += step
    raise ValueError("no working day within a year")
