import unittest
from datetime import timedelta

from ..back_off import LONGEST, back_off


class TestBackOff(unittest.TestCase):
    def test_it_doubles_up_to_half_an_hour(self):
        minutes = [back_off(faults, 0) // timedelta(minutes=1) for faults in range(9)]
        self.assertEqual(minutes, [1, 1, 2, 4, 8, 16, 30, 30, 30])

    def test_it_never_grows_beyond(self):
        self.assertEqual(back_off(10**6, 0), LONGEST)

    def test_neighbours_do_not_come_together_and_one_comes_the_same(self):
        waits = {back_off(3, number) for number in range(30)}
        self.assertEqual(len(waits), 30)
        self.assertEqual(back_off(3, 7), back_off(3, 7))
        self.assertLess(max(waits) - min(waits), timedelta(seconds=30))
