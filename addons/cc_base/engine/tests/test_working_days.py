"""Oracles A and C of the domain page, and the official calendar behind them."""

import random
from datetime import date, timedelta

import pytest

from ..working_days import (
    Day,
    add_working_days,
    is_working,
    production_calendar,
    roll,
)

# Official production calendars: (first, last) of days off that fall on Monday to
# Friday, then working Saturdays.
DAYS_OFF = {
    2024: [
        ("01-01", "01-05"),
        ("01-08", "01-08"),
        ("02-23", "02-23"),
        ("03-08", "03-08"),
        ("04-29", "05-01"),
        ("05-09", "05-10"),
        ("06-12", "06-12"),
        ("11-04", "11-04"),
        ("12-30", "12-31"),
    ],
    2025: [
        ("01-01", "01-03"),
        ("01-06", "01-08"),
        ("05-01", "05-02"),
        ("05-08", "05-09"),
        ("06-12", "06-13"),
        ("11-03", "11-04"),
        ("12-31", "12-31"),
    ],
    2026: [
        ("01-01", "01-02"),
        ("01-05", "01-09"),
        ("02-23", "02-23"),
        ("03-09", "03-09"),
        ("05-01", "05-01"),
        ("05-11", "05-11"),
        ("06-12", "06-12"),
        ("11-04", "11-04"),
        ("12-31", "12-31"),
    ],
}
WORKING_SATURDAYS = {
    2024: ["04-27", "11-02", "12-28"],
    2025: ["11-01"],
    2026: [],
}


def _on(text):
    return date.fromisoformat(text)


def _span(first, last):
    days = (_on(last) - _on(first)).days
    return [_on(first) + timedelta(days=n) for n in range(days + 1)]


def _year(year):
    off = {
        day: False
        for first, last in DAYS_OFF[year]
        for day in _span(f"{year}-{first}", f"{year}-{last}")
    }
    return off | {_on(f"{year}-{day}"): True for day in WORKING_SATURDAYS[year]}


EXCEPTIONS = _year(2024) | _year(2025) | _year(2026)

ORACLE_A = [  # received, +3 none, previous, next
    ("2025-04-30 Wed", "2025-05-03 Sat", "2025-04-30 Wed", "2025-05-05 Mon"),
    ("2025-12-30 Tue", "2026-01-02 Fri", "2025-12-30 Tue", "2026-01-12 Mon"),
    ("2026-01-12 Mon", "2026-01-15 Thu", "2026-01-15 Thu", "2026-01-15 Thu"),
    ("2026-02-20 Fri", "2026-02-23 Mon", "2026-02-20 Fri", "2026-02-24 Tue"),
    ("2026-04-30 Thu", "2026-05-03 Sun", "2026-04-30 Thu", "2026-05-04 Mon"),
    ("2026-05-08 Fri", "2026-05-11 Mon", "2026-05-08 Fri", "2026-05-12 Tue"),
]

ORACLE_C = [  # request, +1, +3, +7, +10, +15 working days, +30 calendar days
    ("2025-04-25 Fri", "04-28 04-30 05-12 2025-05-15 2025-05-22 2025-05-25"),
    ("2025-10-27 Mon", "10-28 10-30 11-06 2025-11-11 2025-11-18 2025-11-26"),
    ("2025-12-24 Wed", "12-25 12-29 2026-01-14 2026-01-19 2026-01-26 2026-01-23"),
    ("2026-02-16 Mon", "02-17 02-19 02-26 2026-03-03 2026-03-11 2026-03-18"),
    ("2026-04-27 Mon", "04-28 04-30 05-07 2026-05-13 2026-05-20 2026-05-27"),
    ("2026-06-05 Fri", "06-08 06-10 06-17 2026-06-22 2026-06-29 2026-07-05"),
]


def _shown(day):
    return day.strftime("%Y-%m-%d %a")


@pytest.mark.parametrize(("received", "none", "previous", "following"), ORACLE_A)
def test_oracle_a(received, none, previous, following):
    start = _on(received[:10])
    assert _shown(start) == received
    last = start + timedelta(days=3)
    assert _shown(roll(last, "none", EXCEPTIONS)) == none
    assert _shown(roll(last, "previous", EXCEPTIONS)) == previous
    assert _shown(roll(last, "next", EXCEPTIONS)) == following


@pytest.mark.parametrize(("request_day", "expected"), ORACLE_C)
def test_oracle_c(request_day, expected):
    start = _on(request_day[:10])
    assert _shown(start) == request_day
    *working, calendar = expected.split()
    for n, day in zip((1, 3, 7, 10, 15), working, strict=True):
        full = day if len(day) == 10 else f"{start.year}-{day}"
        assert add_working_days(start, n, EXCEPTIONS) == _on(full), n
    assert start + timedelta(days=30) == _on(calendar)


@pytest.mark.parametrize("year", sorted(DAYS_OFF))
def test_library_knows_the_official_calendar(year):
    """Fails with a `holidays` older than the decree of the year's transfers."""
    found = {day.date: day.is_working for day in production_calendar(year)}
    assert found == _year(year)


@pytest.mark.parametrize(("year", "days"), [(2024, 248), (2025, 247), (2026, 247)])
def test_working_days_of_a_year(year, days):
    found = {day.date: day.is_working for day in production_calendar(year)}
    everyday = _span(f"{year}-01-01", f"{year}-12-31")
    assert sum(is_working(day, found) for day in everyday) == days


def test_transfers_of_2027():
    found = {day.date: day.is_working for day in production_calendar(2027)}
    assert found[date(2027, 2, 20)] is True
    for day in (date(2027, 2, 22), date(2027, 11, 5), date(2027, 12, 31)):
        assert found[day] is False


def test_names_are_russian_in_any_locale(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en_US")
    days = {day.date: day for day in production_calendar(2025)}
    assert days[date(2025, 1, 7)] == Day(date(2025, 1, 7), False, "Рождество Христово")
    assert days[date(2025, 5, 2)].name == "Выходной (перенесено с 04.01.2025)"
    assert days[date(2025, 11, 1)] == Day(date(2025, 11, 1), True, "")


def test_calendar_holds_only_differences_in_order():
    days = production_calendar(2025)
    assert [day.date for day in days] == sorted({day.date for day in days})
    assert all(day.is_working != (day.date.weekday() < 5) for day in days)


def test_other_country():
    republic_day = date(2024, 10, 25)
    found = {day.date: day.is_working for day in production_calendar(2024, "KZ")}
    assert found[republic_day] is False
    assert date(2024, 11, 4) not in found


def test_unknown_country_is_refused():
    with pytest.raises(ValueError, match="XX"):
        production_calendar(2026, "XX")


def test_monday_to_friday_without_exceptions():
    week = [is_working(date(2026, 3, 2) + timedelta(days=n), {}) for n in range(7)]
    assert week == [True] * 5 + [False] * 2


def test_zero_working_days_is_the_day_itself():
    sunday = date(2026, 3, 1)
    assert add_working_days(sunday, 0, {}) == sunday


@pytest.mark.parametrize("mode", ["", "forward", None])
def test_unknown_mode_is_refused(mode):
    with pytest.raises(ValueError, match="mode"):
        roll(date(2026, 3, 2), mode, {})


def test_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 3, 2), -1, {})


def test_calendar_without_working_days_is_refused():
    nothing = {date(2024, 1, 1) + timedelta(days=n): False for n in range(2000)}
    for mode in ("previous", "next"):
        with pytest.raises(ValueError, match="within a year"):
            roll(date(2026, 6, 1), mode, nothing)


def test_counting_agrees_with_walking():
    """The n-th working day has exactly n working days after the start up to it."""
    rng = random.Random(20260302)
    for _ in range(300):
        start = date(2024, 1, 1) + timedelta(days=rng.randrange(900))
        n = rng.randrange(1, 60)
        end = add_working_days(start, n, EXCEPTIONS)
        walked = _span(str(start + timedelta(days=1)), str(end))
        assert is_working(end, EXCEPTIONS)
        assert sum(is_working(day, EXCEPTIONS) for day in walked) == n


def test_rolling_lands_on_the_nearest_working_day():
    rng = random.Random(20260303)
    for _ in range(300):
        day = date(2024, 2, 1) + timedelta(days=rng.randrange(1000))
        earlier, later = (
            roll(day, "previous", EXCEPTIONS),
            roll(day, "next", EXCEPTIONS),
        )
        assert earlier <= day <= later
        between = [each for each in _span(str(earlier), str(later))][1:-1]
        if is_working(day, EXCEPTIONS):
            assert earlier == day == later
        else:
            assert not any(is_working(each, EXCEPTIONS) for each in between)
        for rolled in (earlier, later):
            assert is_working(rolled, EXCEPTIONS)
            assert roll(rolled, "next", EXCEPTIONS) == rolled
