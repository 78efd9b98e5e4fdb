import itertools
import unittest

from ..cel_event import CelEvent
from ..written import as_written


def told(place, digest, at):
    return place, digest, CelEvent("ANSWER", at, "l.1", name=place + digest)


class TestWritten(unittest.TestCase):
    def test_whatever_order_they_came_in(self):
        for rows in (
            [("1:9", "b", 5), ("1:10", "a", 4), ("2:0", "a", 1), ("10:0", "a", 0)],
            [("a.log:7", "a", 1), ("b.log:3", "a", 0), ("b.log:4", "a", 9)],
            [("", "a", 1), ("", "b", 0)],
            [("no place", "a", 1), ("no place", "b", 1)],
        ):
            each = [told(*row) for row in rows]
            orders = {
                tuple(event.name for event in as_written(order))
                for order in itertools.permutations(each)
            }
            self.assertEqual(len(orders), 1)

    def test_places_count_before_moments(self):
        rows = [told("1:10", "a", 1), told("1:9", "b", 5), told("2:0", "c", 0)]
        names = [event.name for event in as_written(rows)]
        self.assertEqual(names, ["1:9b", "1:10a", "2:0c"])

    def test_files_follow_each_other_by_their_first_moment(self):
        rows = [told("z.log:9", "a", 1), told("a.log:1", "b", 5)]
        self.assertEqual([e.name for e in as_written(rows)], ["z.log:9a", "a.log:1b"])
