import unittest
from datetime import datetime, timedelta

from ..chronology import Cursor, merge

NOON = datetime(2026, 3, 2, 12)


def entry(model, number, minutes=0):
    return {"key": f"{model},{number}", "moment": NOON + timedelta(minutes=minutes)}


def keys(entries):
    return [each["key"] for each in entries]


class TestMerge(unittest.TestCase):
    def test_newest_first_over_all_sources(self):
        found, earlier = merge([[entry("a", 1, 5)], [entry("b", 1, 9)], []], 30)
        self.assertEqual(keys(found), ["b,1", "a,1"])
        self.assertIsNone(earlier)

    def test_equal_moments_are_ordered_by_model_and_by_number(self):
        found, _ = merge([[entry("a", 9), entry("a", 10)], [entry("b", 1)]], 30)
        self.assertEqual(keys(found), ["b,1", "a,10", "a,9"])

    def test_a_page_ends_where_the_next_begins(self):
        found, earlier = merge([[entry("a", 1), entry("a", 2)], [entry("b", 1)]], 2)
        self.assertEqual(keys(found), ["b,1", "a,2"])
        self.assertEqual(earlier, Cursor(NOON, "a", 2))

    def test_exactly_one_page_has_no_next(self):
        self.assertIsNone(merge([[entry("a", 1)]], 1)[1])


class TestCursor(unittest.TestCase):
    def test_it_comes_back_to_the_microsecond(self):
        place = Cursor(NOON.replace(microsecond=123456), "cc.appeal", 7)
        self.assertEqual(Cursor.parse(place.dump()), place)

    def test_none_is_the_beginning(self):
        self.assertIsNone(Cursor.parse(None))
        self.assertIsNone(Cursor.parse(False))

    def test_what_is_no_place_is_refused(self):
        for wrong in ("x", ["x", "a,1"], [NOON.isoformat(), "a"], [1, 2], 5):
            with self.subTest(wrong), self.assertRaises(ValueError):
                Cursor.parse(wrong)
