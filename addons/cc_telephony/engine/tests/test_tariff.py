from datetime import date

import pytest

from ..tariff import Tariff, cost

DAY = date(2026, 11, 22)
TARIFFS = [
    Tariff("", 9.0, 60),
    Tariff("7", 1.2, 60),
    Tariff("7916", 3.0, 1),
    Tariff("7916", 4.0, 1, date(2026, 11, 22)),
    Tariff("7916", 5.0, 1, date(2026, 11, 23)),
]


@pytest.mark.parametrize(
    ("number", "seconds", "day", "expected"),
    [
        ("+74951112233", 1, DAY, 1.2),
        ("+74951112233", 60, DAY, 1.2),
        ("+74951112233", 60.5, DAY, 2.4),
        ("+44 20 7946", 5, DAY, 9.0),
        ("+79161112233", 90, date(2026, 11, 21), 4.5),
        ("+79161112233", 90, DAY, 6.0),
        ("+79161112233", 89.2, DAY, 6.0),
        ("+79161112233", 0, DAY, 0.0),
    ],
)
def test_the_longest_prefix_in_force(number, seconds, day, expected):
    assert cost(number, seconds, day, TARIFFS) == expected


def test_no_tariff_costs_nothing():
    assert cost("+7916", 60, DAY, []) == 0.0
    assert cost("+7916", 60, DAY, [Tariff("44", 1.0, 60)]) == 0.0
