import unittest

from ..made_voice import made_talk
from ..sound import read


class TestMadeVoice(unittest.TestCase):
    def test_it_is_a_recording_of_the_length_asked_for(self):
        heard = read(made_talk(7.5, seed=1))
        self.assertEqual((heard.seconds, heard.channels), (7.5, 1))
        self.assertFalse(heard.is_mended)
        self.assertGreater(len(set(heard.peaks)), 10, "it rises and falls")

    def test_the_same_seed_is_the_same_talk(self):
        self.assertEqual(made_talk(2, seed=4), made_talk(2, seed=4))
        self.assertNotEqual(made_talk(2, seed=4), made_talk(2, seed=5))


if __name__ == "__main__":
    unittest.main()
