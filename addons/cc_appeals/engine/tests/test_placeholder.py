import unittest

from ..placeholder import empty_places, fill, missing, unknown

NAMES = ("number", "subject")


class TestPlaceholder(unittest.TestCase):
    def test_known_ones_are_filled(self):
        values = {"number": "26-000123", "subject": "{number}"}
        self.assertEqual(fill("№ {number}: {subject}", values), "№ 26-000123: {number}")

    def test_others_stay_and_are_named(self):
        text = "{number} {nummer} {number.__class__} {} {nummer}"
        self.assertEqual(unknown(text, NAMES), ["nummer", "number.__class__", ""])
        self.assertEqual(fill("{nummer}", {"number": "1"}), "{nummer}")

    def test_a_single_brace_is_a_misprint(self):
        self.assertEqual(unknown("{number", NAMES), ["{"])
        self.assertEqual(unknown("number} {number}", NAMES), ["}"])

    def test_what_is_filled_with_nothing_is_found_by_the_words_around_it(self):
        values = {"number": "26-000123", "subject": " ", "due": ""}
        text = "№ {number} was handed over: {subject}. Until {due}"
        self.assertEqual(
            empty_places(text, values),
            [("subject", "nded over:  . Until "), ("due", "r:  . Until ")],
        )
        for _name, around in empty_places(text, values):
            self.assertIn(around, fill(text, values))
        self.assertEqual(empty_places("{number}", values), [])
        self.assertEqual(empty_places(None, values), [])

    def test_nothing_is_nothing(self):
        for text in ("", None, "plain"):
            self.assertEqual(unknown(text, NAMES), [])
            self.assertEqual(fill(text, {}), text or "")

    def test_what_stays_empty_is_named_once(self):
        values = {"number": "26-000123", "subject": " "}
        text = "{subject} {number} {subject}"
        self.assertEqual(missing(text, values), ["subject"])
        self.assertEqual(missing("{number}", values), [])
