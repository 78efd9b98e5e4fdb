"""Oracles A and B of the domain page, time zones and the two ways of counting."""

import random
import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from ..deadline import Norm, due_at, due_on

# The production calendar around the oracles: what differs from Monday to Friday.
DAYS_OFF = (
    "2024-11-04 2024-12-30 2024-12-31 2025-01-01 2025-01-02 2025-01-03 2025-01-06 "
    "2025-01-07 2025-01-08 2025-05-01 2025-05-02 2025-05-08 2025-05-09 2025-06-12 "
    "2025-06-13 2025-11-03 2025-11-04 2025-12-31 2026-01-01 2026-01-02 2026-01-05 "
    "2026-01-06 2026-01-07 2026-01-08 2026-01-09 2026-02-23 2026-03-09 2026-05-01 "
    "2026-05-11 2026-06-12 2026-11-04 2026-12-31"
)
WORKING = "2024-11-02 2024-12-28 2025-11-01"
EXCEPTIONS = dict.fromkeys(map(date.fromisoformat, DAYS_OFF.split()), False)
EXCEPTIONS |= dict.fromkeys(map(date.fromisoformat, WORKING.split()), True)

ORACLE_A = [  # received, +3 none, previous, next
    ("2025-04-30 Wed", "2025-05-03 Sat", "2025-04-30 Wed", "2025-05-05 Mon"),
    ("2025-12-30 Tue", "2026-01-02 Fri", "2025-12-30 Tue", "2026-01-12 Mon"),
    ("2026-01-12 Mon", "2026-01-15 Thu", "2026-01-15 Thu", "2026-01-15 Thu"),
    ("2026-02-20 Fri", "2026-02-23 Mon", "2026-02-20 Fri", "2026-02-24 Tue"),
    ("2026-04-30 Thu", "2026-05-03 Sun", "2026-04-30 Thu", "2026-05-04 Mon"),
    ("2026-05-08 Fri", "2026-05-11 Mon", "2026-05-08 Fri", "2026-05-12 Tue"),
]

ORACLE_B = """
2024-10-03 Thu | 10-08 | 10-10 | 10-23 | 2024-11-02 Sat (working) | 2024-11-02 | 2024-11-02 | 2024-12-02 Mon
2025-10-02 Thu | 10-07 | 10-09 | 10-22 | 2025-11-01 Sat (working) | 2025-11-01 | 2025-11-01 | 2025-12-01 Mon
2025-11-28 Fri | 12-03 | 12-05 | 12-18 | 2025-12-28 Sun | 2025-12-26 Fri | 2025-12-29 Mon | 2026-01-27 Tue
2025-12-12 Fri | 12-17 | 12-19 | 2026-01-01 | 2026-01-11 Sun | 2025-12-30 Tue | 2026-01-12 Mon | 2026-02-10 Tue
2026-01-12 Mon | 01-17 | 01-19 | 02-01 | 2026-02-11 Wed | 2026-02-11 | 2026-02-11 | 2026-03-13 Fri
2026-04-02 Thu | 04-07 | 04-09 | 04-22 | 2026-05-02 Sat | 2026-04-30 Thu | 2026-05-04 Mon | 2026-06-01 Mon
2026-04-09 Thu | 04-14 | 04-16 | 04-29 | 2026-05-09 Sat | 2026-05-08 Fri | 2026-05-12 Tue | 2026-06-08 Mon
2026-06-11 Thu | 06-16 | 06-18 | 07-01 | 2026-07-11 Sat | 2026-07-10 Fri | 2026-07-13 Mon | 2026-08-10 Mon
"""  # noqa: E501 - the table as it stands in the source
COLUMNS_B = [
    (5, "none"),
    (7, "none"),
    (20, "none"),
    (30, "none"),
    (30, "previous"),
    (30, "next"),
    (60, "none"),
]


def _norm(days, rollover="none", count_mode="next_day", zone="Europe/Moscow"):
    return Norm(days, rollover, count_mode, zone)


def _noon(day):
    return datetime.fromisoformat(f"{day} 09:00:00")


@pytest.mark.parametrize("row", ORACLE_A)
def test_oracle_a(row):
    for rollover, expected in zip(("none", "previous", "next"), row[1:], strict=True):
        found = due_on(_noon(row[0][:10]), _norm(3, rollover), EXCEPTIONS)
        assert found.strftime("%Y-%m-%d %a") == expected, rollover


@pytest.mark.parametrize("row", ORACLE_B.strip().splitlines())
def test_oracle_b(row):
    registered, *cells = (cell.strip() for cell in row.split("|"))
    for (days, rollover), cell in zip(COLUMNS_B, cells, strict=True):
        found = due_on(_noon(registered[:10]), _norm(days, rollover), EXCEPTIONS)
        day, _space, weekday = cell.removesuffix(" (working)").partition(" ")
        full = day if len(day) == 10 else f"{registered[:4]}-{day}"
        assert found == date.fromisoformat(full), (days, rollover)
        assert not weekday or found.strftime("%a") == weekday
    assert _noon(registered[:10]).strftime("%a") == registered[11:]


def test_same_day_gives_one_day_less():
    start = _noon("2026-03-02")
    assert due_on(start, _norm(30), {}) == date(2026, 4, 1)
    assert due_on(start, _norm(30, count_mode="same_day"), {}) == date(2026, 3, 31)


def test_zero_days_is_today():
    assert due_on(_noon("2026-03-02"), _norm(0), {}) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Kaliningrad", 3),
        ("Europe/Moscow", 3),
        ("Asia/Yekaterinburg", 4),
        ("Asia/Vladivostok", 4),
        ("Asia/Kamchatka", 4),
    ],
)
def test_day_of_registration_is_local(zone, day):
    evening = datetime(2026, 3, 2, 20, 30)
    assert due_on(evening, _norm(1, zone=zone), {}) == date(2026, 3, day)


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Europe/Moscow", datetime(2026, 4, 1, 21)),
        ("Europe/Kaliningrad", datetime(2026, 4, 1, 22)),
        ("Asia/Vladivostok", datetime(2026, 4, 1, 14)),
        ("UTC", datetime(2026, 4, 2)),
    ],
)
def test_term_ends_at_24_00_local_time(zone, moment):
    start = datetime(2026, 3, 2, 9)
    assert due_at(start, _norm(30, zone=zone), {}) == moment
    assert due_at(start, _norm(30, zone=zone), {}).tzinfo is None


@pytest.mark.parametrize(
    ("zone", "start", "moment"),
    [
        # Clocks change inside the term: the end is by the new offset.
        ("Europe/Berlin", datetime(2026, 3, 25, 9), datetime(2026, 3, 30, 22)),
        ("Europe/Berlin", datetime(2026, 10, 22, 9), datetime(2026, 10, 27, 23)),
        # The midnight that does not exist: 00:00 jumps to 01:00.
        ("Asia/Beirut", datetime(2026, 3, 22, 9), datetime(2026, 3, 28, 22)),
    ],
)
def test_change_of_clocks(zone, start, moment):
    days = 6 if zone == "Asia/Beirut" else 5
    assert due_at(start, _norm(days, zone=zone), {}) == moment


def test_aware_moments_are_understood():
    naive = datetime(2026, 3, 2, 20, 30)
    norm = _norm(1, zone="Asia/Yekaterinburg")
    aware = naive.replace(tzinfo=UTC)
    moved = aware.astimezone(timezone(timedelta(hours=-7)))
    assert due_on(naive, norm, {}) == due_on(aware, norm, {}) == due_on(moved, norm, {})


def test_zone_of_the_server_does_not_matter(monkeypatch):
    start = datetime(2026, 3, 2, 20, 30)
    expected = due_at(start, _norm(3), {})
    for zone in ("Asia/Tokyo", "America/New_York"):
        with monkeypatch.context() as patch:
            patch.setenv("TZ", zone)
            time.tzset()
            assert due_at(start, _norm(3), {}) == expected
    time.tzset()


def test_calendar_may_be_a_function():
    norm = _norm(30, "previous")
    start = _noon("2026-04-02")
    exceptions = EXCEPTIONS

    def works(day):
        return exceptions.get(day, day.weekday() < 5)

    assert due_on(start, norm, works) == due_on(start, norm, exceptions)


@pytest.mark.parametrize("day", ["2026-01-03", "2026-01-05"])
def test_term_never_ends_before_it_begins(day):
    """Received in the long holidays: every day back to the start is a day off."""
    start = _noon(day)
    expected = start.date() + timedelta(days=3)
    assert due_on(start, _norm(3, "previous"), EXCEPTIONS) == expected


@pytest.mark.parametrize(
    "parts",
    [
        (30, "sometimes", "next_day", "Europe/Moscow"),
        (30, "none", "any_day", "Europe/Moscow"),
        (-1, "none", "next_day", "Europe/Moscow"),
        (0, "none", "same_day", "Europe/Moscow"),
        (30, "none", "next_day", "Europe/Moskva"),
        (30, "none", "next_day", ""),
        (30, "none", "next_day", "../UTC"),
        (30, "none", "next_day", None),
        (30, "none", "next_day", False),
    ],
)
def test_senseless_norm_is_refused(parts):
    with pytest.raises(ValueError, match=r"unknown|too few"):
        Norm(*parts)


def test_calendar_without_working_days_is_refused():
    with pytest.raises(ValueError, match="within a year"):
        due_on(_noon("2026-03-02"), _norm(3, "next"), lambda _day: False)


def test_properties_of_any_norm():
    rng = random.Random(59)
    zones = (
        "Europe/Kaliningrad",
        "Europe/Moscow",
        "Asia/Novosibirsk",
        "Asia/Kamchatka",
    )
    for _ in range(500):
        start = datetime(2025, 1, 1) + timedelta(minutes=rng.randrange(700_000))
        days, zone = rng.randrange(1, 90), rng.choice(zones)
        plain = due_on(start, _norm(days, zone=zone), EXCEPTIONS)
        earlier = due_on(start, _norm(days, "previous", zone=zone), EXCEPTIONS)
        later = due_on(start, _norm(days, "next", zone=zone), EXCEPTIONS)
        same = due_on(start, _norm(days + 1, "none", "same_day", zone), EXCEPTIONS)
        assert earlier <= plain <= later
        assert same == plain
        end = due_at(start, _norm(days, "previous", zone=zone), EXCEPTIONS)
        assert end > start
        # The whole last day belongs to the term, nothing after it does.
        assert due_on(end - timedelta(seconds=1), _norm(0, zone=zone), {}) == earlier
        assert due_on(end, _norm(0, zone=zone), {}) == earlier + timedelta(days=1)
