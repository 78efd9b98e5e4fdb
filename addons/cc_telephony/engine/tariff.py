"""What a talk over a trunk costs: the longest prefix in force then."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Tariff:
    """Price of a minute to numbers that begin so, since a day; None for ever.

    step: seconds that are paid as a whole once begun.
    """

    prefix: str
    price: float
    step: int
    since: date | None = None


def cost(number: str, seconds: float, day: date, tariffs: Iterable[Tariff]) -> float:
    """Return what a talk costs, rounded to 1/10000; 0 when no tariff says.

    :param number: digits with the country's code, signs do not count
    :param seconds: how long they talked
    """
    digits = "".join(sign for sign in number if sign.isdecimal())
    fitting = [
        each
        for each in tariffs
        if digits.startswith(each.prefix) and (not each.since or each.since <= day)
    ]
    if not fitting or seconds <= 0:
        return 0.0
    found = max(fitting, key=lambda each: (len(each.prefix), each.since or date.min))
    paid = math.ceil(seconds / found.step) * found.step
    return round(found.price * paid / 60, 4)
