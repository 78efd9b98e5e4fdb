"""A mask shows what it says and nothing more, for any value."""

import random
import re
import string

import phonenumbers
import pytest

from ..mask import LONGEST_TOP_DOMAIN, mask

KINDS = ("phone", "email", "document", "messenger", "fax")
ODD = [
    "1",
    "+",
    "+7",
    "12",
    "112",
    "+1234567",
    "+79161234567890123",
    "89161234567",
    "+7 916 123-45-67",
    "+79161234567 доб. 123",
    "+7916ABCDEFG",
    "٨٩١٦١٢٣٤٥٦٧",
    "+٧٩١٦١٢٣٤٥٦٧",
    "@",
    "a@",
    "@b.ru",
    "a@b",
    "a@.",
    "1@2.3",
    "79161234567@79161234567.79161234567",
    "a@xn--999999999999999.xn--1",
    "a@xn--",
    "\0",
    "\ud800",
    "9" * 10_000,
    "a@" + "b" * 10_000,
    "a@" + "b." * 5_000,
    "%s",
    "…",
]


def _digits(text):
    return sum(map(str.isdecimal, text))


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "+79161234567", "+7 916 ***-**-67"),
        ("phone", "+77011234567", "+7 701 ***-**-67"),
        ("phone", "+375291234567", "+375 29 ***-**-67"),
        ("phone", "+12125550123", "+1 212 ***-**-23"),
        ("phone", "+8613812345678", "+86 138 ***-**-78"),
        ("phone", "+390612345678", "+39 061 ***-**-78"),
        ("phone", "+298211234", "+298 2 ***-**-34"),
        ("phone", "+29051234", "+290 ***-**-34"),
        ("phone", "112", "***"),
        ("phone", "89161234567", "***"),
        ("email", "ann@example.ru", "a…@e….ru"),
        ("email", "a@e.ru", "a…@e….ru"),
        ("email", "ann@mail.example.co.uk", "a…@m….uk"),
        ("email", "почта@xn--d1acufc.xn--p1ai", "п…@д….рф"),
        ("email", "ann@localhost", "a…@l…"),
        ("email", "ann@10.0.0.1", "a…@1…"),
        ("email", "ann", "…"),
        ("document", "4508123456", "***56"),
        ("document", "1234", "***34"),
        ("document", "123", "***"),
        ("messenger", "ivan", "i…"),
        ("messenger", "@ivan", "@i…"),
        ("messenger", "123456789", "1…"),
        ("fax", "84951234567", "…"),
        (None, "84951234567", "…"),
    ],
)
def test_mask(kind, value, shown):
    assert mask(kind, value) == shown


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "value", ["", " ", "\n\t", "\u00a0", None, False, 0, b"12", []]
)
def test_empty_stays_empty(kind, value):
    assert mask(kind, value) == ""


def _most_digits(value):
    """Country code, then at most half of the rest, of it at most three and two."""
    code = str(phonenumbers.parse(value).country_code)
    national = _digits(value) - len(code)
    return len(code) + min(3 + 2, national // 2)


def test_phones_of_all_countries_keep_half_hidden():
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        example = phonenumbers.example_number(region)
        value = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
        shown = mask("phone", value)
        assert _digits(shown) <= _most_digits(value), (region, value, shown)
        code, *_rest = shown.split(" ")
        assert value.startswith(code)
        assert shown.endswith(f"***-**-{value[-2:]}")


def test_random_phones_keep_half_hidden():
    rng = random.Random(916)
    for _ in range(2000):
        digits = "".join(rng.choices(string.digits, k=rng.randrange(1, 18)))
        shown = mask("phone", f"+{digits}")
        code = _digits(shown.split(" ")[0]) if shown.startswith("+") else 0
        assert code <= 3
        assert _digits(shown) - code <= min(3 + 2, (len(digits) - code) // 2)


def test_mask_does_not_tell_the_length():
    assert {len(mask("email", "a" * n + "@example.ru")) for n in range(1, 60)} == {8}
    assert {len(mask("messenger", "a" * n)) for n in range(1, 60)} == {2}
    assert {len(mask("document", "1" * n)) for n in range(4, 60)} == {5}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
def test_odd_values_are_hidden_and_never_raise(kind, value):
    shown = mask(kind, value)
    most = {"phone": 8, "email": 2, "document": 2, "messenger": 1, "fax": 0}
    assert _digits(shown) <= most[kind]
    assert len(shown) <= LONGEST_TOP_DOMAIN + 8


def test_random_emails_show_two_letters_and_the_top_domain():
    rng = random.Random(44)
    letters = string.ascii_lowercase + string.digits + "@.-яё\u0301 "
    for _ in range(3000):
        value = "".join(rng.choices(letters, k=rng.randrange(1, 40)))
        shown = mask("email", value)
        match = re.fullmatch(r"(?s:(.)…@(.?)…(?:\.([^\W\d_]+))?|…|)", shown)
        assert match, (value, shown)
        if match[3]:
            assert value.rstrip().endswith(f".{match[3]}")
