import unittest
from datetime import date

from ..reconciliation import Day, stand


def days(*rows):
    return [Day(date(2026, 3, 1 + i), *row) for i, row in enumerate(rows)]


def told(*rows):
    return [(each.outstanding, each.state) for each in stand(days(*rows))]


class TestReconciliation(unittest.TestCase):
    def test_equal_days_are_even(self):
        self.assertEqual(told((3, 3), (0, 0)), [(0, "even"), (0, "even")])

    def test_nothing_is_no_days(self):
        self.assertEqual(stand([]), [])

    def test_a_letter_over_midnight_is_made_up_for(self):
        self.assertEqual(
            told((10, 9), (5, 6), (2, 2)), [(1, "later"), (0, "even"), (0, "even")]
        )

    def test_what_stays_out_is_missing_from_its_first_day(self):
        self.assertEqual(
            told((4, 4), (10, 8), (5, 5)),
            [(0, "even"), (2, "missing"), (2, "missing")],
        )

    def test_old_letters_in_the_ledger_hide_nothing_later(self):
        self.assertEqual(
            told((0, 900), (10, 9)),
            [(0, "even"), (1, "missing")],
        )

    def test_repeats_are_deliveries_too(self):
        self.assertEqual(told((5, 3, 2)), [(0, "even")])

    def test_a_silent_source_is_not_called_even(self):
        self.assertEqual(told((None, 7)), [(0, "silent")])

    def test_a_silent_day_makes_up_for_nothing(self):
        self.assertEqual(
            told((2, 1), (None, 4), (1, 2)),
            [(1, "later"), (1, "silent"), (0, "even")],
        )
