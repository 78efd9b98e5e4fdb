"""When a line is open, and until when a call is owed: pure arithmetic of hours.

`days` everywhere is a mapping of date to "is this a working day"; it holds only the
days that differ from their weekday: holidays and working Saturdays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
DAY_MINUTES = 24 * 60
# a week without an hour in a year is a mistake, not opening hours
LONGEST_REST = 366


@dataclass(frozen=True)
class Opening:
    """Opening hours of a week.

    hours: (weekday with Monday 0, minute it opens, minute it closes) in `zone`.
    """

    hours: tuple[tuple[int, int, int], ...]
    zone: str

    def is_open(self, moment: datetime, days: Mapping[date, bool]) -> bool:
        """Tell whether it is open at a moment (UTC, naive)."""
        local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone))
        minute = local.hour * 60 + local.minute
        return any(
            start <= minute < end for start, end in self._of_day(local.date(), days)
        )

    def after(
        self, moment: datetime, minutes: int, days: Mapping[date, bool]
    ) -> datetime:
        """Return the moment (UTC, naive) until which it was open for so many minutes.

        Where it is never open, plain minutes count.
        """
        left = timedelta(minutes=minutes)
        for start, end in self._spans(moment, days):
            start = max(start, moment)
            if end - start >= left:
                return start + left
            left -= max(end - start, timedelta())
        return moment + timedelta(minutes=minutes)

    def _spans(
        self, moment: datetime, days: Mapping[date, bool]
    ) -> Iterator[tuple[datetime, datetime]]:
        """Give what is open from a moment on, as moments in UTC."""
        zone = ZoneInfo(self.zone)
        day = moment.replace(tzinfo=UTC).astimezone(zone).date()
        for _ in range(LONGEST_REST):
            for start, end in self._of_day(day, days):
                yield _moment(day, start, zone), _moment(day, end, zone)
            day += ONE_DAY

    def _of_day(self, day: date, days: Mapping[date, bool]) -> list[tuple[int, int]]:
        """Return what is open on a day; a day made a working one has hours of one."""
        is_working = days.get(day)
        if is_working is False:
            return []
        own = [(start, end) for each, start, end in self.hours if each == day.weekday()]
        if is_working and not own and self.hours:
            first = min(each for each, _start, _end in self.hours)
            own = [(start, end) for each, start, end in self.hours if each == first]
        return sorted(own)


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return a minute of a local day in UTC; the last one is the next midnight."""
    extra, minute = divmod(min(minute, DAY_MINUTES), DAY_MINUTES)
    local = datetime.combine(
        day + extra * ONE_DAY, time(*divmod(minute, 60)), tzinfo=zone
    )
    return local.astimezone(UTC).replace(tzinfo=None)
