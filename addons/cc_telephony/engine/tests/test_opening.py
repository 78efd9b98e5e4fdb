from datetime import date, datetime

import pytest

from ..opening import Opening

WEEK = Opening(
    tuple((day, *part) for day in range(5) for part in ((540, 780), (840, 1080))),
    "Europe/Moscow",
)
SATURDAY = date(2026, 11, 28)
MONDAY = date(2026, 11, 30)


def at(day, hour, minute=0):
    """Return a moment of November 2026, said in Moscow's time (UTC + 3)."""
    return datetime(2026, 11, day, hour - 3, minute)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at(27, 9), True),
        (at(27, 8, 59), False),
        (at(27, 13), False),
        (at(27, 17, 59), True),
        (at(27, 18), False),
        (at(28, 12), False),
    ],
)
def test_hours_of_the_week(moment, is_open):
    assert WEEK.is_open(moment, {}) is is_open


def test_moved_days():
    assert WEEK.is_open(at(28, 12), {SATURDAY: True})
    assert not WEEK.is_open(at(28, 13, 30), {SATURDAY: True})
    assert not WEEK.is_open(at(30, 12), {MONDAY: False})


def test_open_until_midnight():
    late = Opening(((4, 0, 1440),), "Europe/Moscow")
    assert late.is_open(at(27, 23, 59), {})
    assert not late.is_open(at(28, 3), {})
    assert late.after(at(27, 23), 60, {}) == at(27, 23).replace(hour=21)


@pytest.mark.parametrize(
    ("moment", "minutes", "due"),
    [
        (at(27, 10), 60, at(27, 11)),
        (at(27, 12, 30), 60, at(27, 14, 30)),
        (at(27, 20), 60, at(30, 10)),
        (at(27, 17, 30), 60, at(30, 9, 30)),
        (at(28, 5), 60, at(30, 10)),
        (at(27, 10), 480, at(30, 10)),
    ],
)
def test_minutes_count_while_it_is_open(moment, minutes, due):
    assert WEEK.after(moment, minutes, {}) == due


def test_minutes_over_moved_days():
    assert WEEK.after(at(27, 20), 60, {SATURDAY: True}) == at(28, 10)
    assert WEEK.after(at(27, 20), 60, {MONDAY: False}) == datetime(2026, 12, 1, 7)


def test_never_open_counts_plain_minutes():
    assert Opening((), "UTC").after(at(27, 10), 60, {}) == at(27, 11)


def test_the_hour_the_clock_is_set():
    night = Opening(((6, 0, 1440),), "Europe/Berlin")
    # 2026-03-29 has 23 hours there
    assert night.after(datetime(2026, 3, 28, 23), 23 * 60, {}) == datetime(
        2026, 3, 29, 22
    )
