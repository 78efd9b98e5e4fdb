import unittest
import uuid

from ..message_id import make, parse, parse_return_address, return_address

KEY = "0b6a8c1e-52f3-5d7e-9a40-1c2d3e4f5a6b"
BARE = KEY.replace("-", "")


class TestMessageId(unittest.TestCase):
    def test_what_is_made_is_read_back(self):
        for number in range(50):
            key = str(uuid.UUID(int=number * 7**30 % 2**128))
            self.assertEqual(parse(make(key, "example.org")), key)

    def test_form(self):
        self.assertEqual(make(KEY, "example.org"), f"<cc.{KEY}@example.org>")

    def test_a_server_that_changes_case_or_drops_brackets_is_understood(self):
        self.assertEqual(parse(f"CC.{KEY.upper()}@EXAMPLE.ORG"), KEY)
        self.assertEqual(parse(f"\r\n\t<cc.{KEY}@a>"), KEY)

    def test_of_several_the_last_of_ours_counts(self):
        other = str(uuid.UUID(int=5))
        text = f"<x@y> {make(other, 'a')} {make(KEY, 'a')} <answer@example.com>"
        self.assertEqual(parse(text), KEY)

    def test_strangers_ids_are_not_ours(self):
        for text in (
            "",
            None,
            b"<cc.x@y>",
            "<x@y>",
            f"<{KEY}@example.org>",
            f"<acc.{KEY}@example.org>",
            f"<x.cc.{KEY}@example.org>",
            f"<cc.{KEY[:-1]}@example.org>",
            f"<cc.{KEY}0@example.org>",
            f"cc.{KEY}",
        ):
            self.assertIsNone(parse(text), text)

    def test_only_a_key_makes_an_id(self):
        for key in ("", "x", KEY + "\r\nBcc: x@y", None):
            with self.assertRaises(ValueError):
                make(key, "example.org")
            with self.assertRaises(ValueError):
                return_address(key, "bounces@example.org")


class TestReturnAddress(unittest.TestCase):
    def test_what_is_made_is_read_back(self):
        for sign in ("+", "-", "="):
            address = return_address(KEY, "our-bounces@example.org", sign)
            self.assertEqual(address, f"our-bounces{sign}{BARE}@example.org")
            found = parse_return_address(address, "our-bounces@example.org", sign)
            self.assertEqual(found, KEY)

    def test_case_and_brackets_do_not_matter(self):
        address = f"<Bounces+{BARE.upper()}@Example.ORG>"
        self.assertEqual(parse_return_address(address, "bounces@example.org"), KEY)

    def test_without_a_sign_the_address_says_nothing(self):
        address = return_address(KEY, "bounces@example.org", "")
        self.assertEqual(address, "bounces@example.org")
        self.assertIsNone(parse_return_address(address, "bounces@example.org", ""))

    def test_other_addresses_have_no_key(self):
        for address in (
            "",
            None,
            "bounces@example.org",
            f"bounces+{BARE}@example.com",
            f"other+{BARE}@example.org",
            f"bounces+{BARE[:-1]}@example.org",
            f"bounces+x{BARE}@example.org",
            "bounces+@example.org",
        ):
            self.assertIsNone(parse_return_address(address, "bounces@example.org"))
