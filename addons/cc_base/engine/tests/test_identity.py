"""Phones by the table of traps of the domain page; e-mails, messengers, documents."""

import random
import time

import phonenumbers
import pytest

from ..identity import KINDS, Identity, normalise, split_phones

PHONE_TABLE = [  # every row of the table; the value, None when it is no identity
    ("8 (495) 123-45-67", "+74951234567"),
    ("84951234567", "+74951234567"),
    ("9161234567", "+79161234567"),
    ("79161234567", "+79161234567"),
    ("+8 800 555-35-35", "+78005553535"),
    ("+84951234567", "+74951234567"),
    ("8 916 123 45 6", None),
    ("0079161234567", "+79161234567"),
    ("8 10 375 29 123-45-67", "+375291234567"),
    ("81077011234567", "+77011234567"),
    ("+7 701 123-45-67", "+77011234567"),
    ("+7 7172 12-34-56", "+77172123456"),
    ("8 (495) 123-45-67 доб. 123", "+74951234567"),
    ("8 (495) 123-45-67 (доб.123)", "+74951234567"),
    ("8 (495) 123-45-67 ext 123", "+74951234567"),
    ("84951234567,123", "+74951234567"),
    ("84951234567#123", "+74951234567"),
    ("8 495 123-45-67, 8 916 123-45-67", None),
    ("112", None),
    ("122", None),
    ("115", None),
    ("123456", None),
    ("+7 978 123-45-67", "+79781234567"),
    ("+7 949 123-45-67", "+79491234567"),
    ("+7 959 123-45-67", "+79591234567"),
    ("+7 3652 12-34-56", "+73652123456"),
]
EXTENSIONS = [
    ("8 495 123-45-67 доб. 123", "123"),
    ("8 495 123-45-67 доб.123", "123"),
    ("8 495 123-45-67 (доб.123)", "123"),
    ("8 495 123-45-67, доб. 123", "123"),
    ("8 495 123-45-67 ДОБАВОЧНЫЙ 123", "123"),
    ("8 495 123-45-67 вн. 5", "5"),
    ("8 495 123-45-67 внутр.: 0123", "0123"),
    ("8 495 123-45-67 ext 123", "123"),
    ("8 495 123-45-67 ext. 123", "123"),
    ("tel:+74951234567;ext=123", "123"),
    ("84951234567,123", "123"),
    ("84951234567,,123", "123"),
    ("84951234567#123", "123"),
    ("8 495 123-45-67 x123", "123"),
    ("8 495 123-45-67 х123", "123"),
    ("8 495 123-45-67", ""),
    ("8 495 123-45-67 доб.", None),
]
SPELLINGS = [
    "+79161234567",
    "+7 916 123 45 67",
    "+7(916)123-45-67",
    "8-916-123-45-67",
    "8.916.123.45.67",
    "\u202a+7\u00a0916\u00a0123\u201145\u201167\u202c",
    "８ ９１６ １２３ ４５ ６７",
    "٨٩١٦١٢٣٤٥٦٧",
    "tel:+7-916-123-45-67",
    "тел. 8 916 123-45-67",
    "  89161234567\n",
    "+7 8 916 123-45-67",
    "+89161234567",
    "00 7 916 1234567",
]
GARBAGE = [
    None,
    False,
    0,
    9161234567,
    b"89161234567",
    ["89161234567"],
    "",
    " ",
    "\0",
    "8916\0" + "1234567",
    "\ud800",
    "+" * 200,
    "@" * 200,
    ",;/" * 80,
    "9" * 10_000,
    "," * 10_000,
    "a@" + "я" * 10_000,
    "\U0001f600@\U0001f600.\U0001f600",
    "\u0661\u06f2\u00b2\u2460",
    "xn--@xn--.xn--",
    "нет",
    "-",
    "%s%(x)s{}",
]


@pytest.mark.parametrize(("raw", "value"), PHONE_TABLE)
def test_phone_table(raw, value):
    found = normalise("phone", raw)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(("raw", "extension"), EXTENSIONS)
def test_extension_is_kept_apart(raw, extension):
    found = normalise("phone", raw)
    if extension is None:
        assert found is None
    else:
        assert found == Identity("phone", "+74951234567", extension)


@pytest.mark.parametrize("raw", SPELLINGS)
def test_spellings_of_one_phone_are_equal(raw):
    assert normalise("phone", raw) == Identity("phone", "+79161234567")


@pytest.mark.parametrize(
    ("raw", "doubtful"),
    [
        ("+84951234567", True),  # Moscow, or a mobile of Vietnam
        ("+8 495 123-45-67 доб. 5", True),
        ("00 8 495 123-45-67", True),
        ("+8 800 555-35-35", False),  # no phone of Bangladesh
        ("+8 916 123-45-67", False),  # no country has +89
        ("84951234567", False),
        ("+74951234567", False),
    ],
)
def test_double_reading_is_doubtful(raw, doubtful):
    assert normalise("phone", raw).doubtful is doubtful


def test_plus_8_stays_foreign_when_the_home_reading_is_invalid():
    found = normalise("phone", "+84 312 345 678")  # +7 431 is nobody's code
    assert found == Identity("phone", "+84312345678")


def test_plus_8_is_rewritten_only_where_8_is_dialled_first():
    assert normalise("phone", "+84951234567", "VN").value == "+84951234567"
    assert not normalise("phone", "+84951234567", "VN").doubtful
    assert normalise("phone", "+84951234567", "KZ").doubtful


def test_region_decides_numbers_without_a_country_code():
    assert normalise("phone", "8 029 123-45-67", "BY").value == "+375291234567"
    assert normalise("phone", "8 701 123-45-67", "KZ").value == "+77011234567"


def test_kazakhstan_is_not_russia():
    value = normalise("phone", "+7 701 123-45-67").value
    number = phonenumbers.parse(value)
    assert phonenumbers.region_code_for_number(number) == "KZ"


@pytest.mark.parametrize(
    "raw",
    [
        "8-800-FLOWERS",
        "9161234567 Иван",
        "+7 916 1234567 WhatsApp",
        "103",
        "123-45-67",
        "495 123-45-67 / 68",
        "8916123456789",
        "7+9161234567+",
        "тел. нет",
    ],
)
def test_what_is_no_phone(raw):
    assert normalise("phone", raw) is None


def test_example_numbers_of_all_countries_are_kept():
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        example = phonenumbers.example_number(region)
        value = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
        found = normalise("phone", value)
        if found.value != value:  # +8… that is also a phone of Russia
            assert value.startswith("+8"), value
            assert found.doubtful


@pytest.mark.parametrize(
    ("raw", "phones"),
    [
        ("84951234567, 89161234567", ["84951234567", "89161234567"]),
        ("84951234567;89161234567", ["84951234567", "89161234567"]),
        (
            "8 495 123-45-67 / 8 916 123-45-67",
            ["8 495 123-45-67", "8 916 123-45-67"],
        ),
        ("84951234567,123", ["84951234567,123"]),
        ("84951234567,123;89161234567", ["84951234567,123", "89161234567"]),
        ("8 495 123-45-67/68", ["8 495 123-45-67/68"]),
        ("123-45-67, 89161234567", ["123-45-67, 89161234567"]),
        (
            "84951234567, доб. 5, 89161234567, +77011234567",
            ["84951234567, доб. 5", "89161234567", "+77011234567"],
        ),
        ("84951234567,,89161234567,", ["84951234567,", "89161234567,"]),
        ("89161234567", ["89161234567"]),
        ("нет", []),
        ("", []),
        (None, []),
        (b"89161234567", []),
        (",;/", []),
    ],
)
def test_split_phones(raw, phones):
    assert split_phones(raw) == phones


def test_split_phones_are_valid_phones():
    rng = random.Random(8)
    for _ in range(200):
        count = rng.randrange(1, 5)
        wanted = [f"+7916{rng.randrange(10**7):07d}" for _ in range(count)]
        raw = rng.choice([",", ";", "/", ", ", " / "]).join(wanted)
        found = [normalise("phone", phone).value for phone in split_phones(raw)]
        assert found == wanted


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("ivan@example.ru", "ivan@example.ru"),
        ("  Ivan.Petrov@Example.RU\n", "ivan.petrov@example.ru"),
        ("ivan+work@example.ru", "ivan+work@example.ru"),
        ("ivan@домен.рф", "ivan@xn--d1acufc.xn--p1ai"),
        ("Ivan@ДОМЕН.РФ", "ivan@xn--d1acufc.xn--p1ai"),
        ("ivan@XN--D1ACUFC.xn--P1AI", "ivan@xn--d1acufc.xn--p1ai"),
        ("ПОЧТА@домен.рф", "почта@xn--d1acufc.xn--p1ai"),
        ("и\u0306@домен.рф", "й@xn--d1acufc.xn--p1ai"),
        ("ivan\u200b@example\u00ad.ru", "ivan@example.ru"),
        ("ivan@example。ru", "ivan@example.ru"),
        ("a@b.c.example.ru", "a@b.c.example.ru"),
        ("o'brien@example.ie", "o'brien@example.ie"),
        ("x" * 64 + "@example.ru", "x" * 64 + "@example.ru"),
    ],
)
def test_email(raw, value):
    assert normalise("email", raw) == Identity("email", value)


@pytest.mark.parametrize(
    "raw",
    [
        "ivan",
        "@example.ru",
        "ivan@",
        "ivan@example",
        "ivan@example.",
        "ivan@example.ru.",
        "ivan@.ru",
        "ivan@example..ru",
        "iv an@example.ru",
        "ivan@exam ple.ru",
        "ivan\u00a0petrov@example.ru",
        "ivan@@example.ru",
        "ivan@a@example.ru",
        ".ivan@example.ru",
        "ivan.@example.ru",
        "iv..an@example.ru",
        "ivan@-example.ru",
        "ivan@exam_ple.ru",
        "ivan@192.168.0.1",
        "ivan@[192.168.0.1]",
        "Иван <ivan@example.ru>",
        "ivan@example.ru, petr@example.ru",
        '"ivan petrov"@example.ru',
        "ivan@example.ru\0",
        "\ud800@example.ru",
        "ivan@\ud800.ru",
        "x" * 65 + "@example.ru",
        "ivan@" + "x" * 64 + ".ru",
        "ivan@" + "я" * 60 + ".рф",
        "x" * 20 + "@" + ("я" * 40 + ".") * 5 + "рф",
    ],
)
def test_what_is_no_email(raw):
    assert normalise("email", raw) is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("123456789", "123456789"),
        (" @Ivan_Petrov ", "@ivan_petrov"),
        ("telegram:123456789", "telegram:123456789"),
        ("01AbCd==", "01AbCd=="),
        ("@", None),
        ("two words", None),
    ],
)
def test_messenger(raw, value):
    found = normalise("messenger", raw)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("45 08 № 123456", "4508123456"),
        ("112-233-445 95", "11223344595"),
        ("vi-мю 123456", "VIМЮ123456"),
        ("٤٥٠٨ ١٢٣٤٥٦", "4508123456"),
        ("и\u0306-1234", "Й1234"),
        ("паспорт", None),
        ("12", None),
        ("1" * 65, None),
    ],
)
def test_document(raw, value):
    found = normalise("document", raw)
    assert (found.value if found else None) == value


@pytest.mark.parametrize("kind", [*KINDS, "fax", "", None, 5, [], b"phone"])
@pytest.mark.parametrize("raw", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_never_raises(kind, raw):
    found = normalise(kind, raw)
    assert found is None or found.value
    split_phones(raw)


@pytest.mark.parametrize("region", ["", "XX", "ru", None, 5, b"RU"])
def test_garbage_region_never_raises(region):
    normalise("phone", "89161234567", region)
    assert normalise("phone", "+79161234567", region).value == "+79161234567"


def test_random_text_never_raises_and_is_stable():
    rng = random.Random(152)
    alphabet = (
        "0123456789+-() .,;/#@xхaяЯİß\0\n\t\u200b\u00a0\ud800\U0001f600№добext~_'\""
    )
    for _ in range(4000):
        raw = "".join(rng.choices(alphabet, k=rng.randrange(1, 30)))
        for kind in KINDS:
            found = normalise(kind, raw)
            if found and not found.doubtful:
                again = normalise(kind, found.value)
                assert again == Identity(kind, found.value), (kind, raw)
                found.value.encode()
                assert "\0" not in found.value
        split_phones(raw)


@pytest.mark.parametrize("pattern", [",", " ", "(", ",(", "x", "1,", "доб", "a.", "+7"])
def test_hostile_input_is_quick(pattern):
    started = time.perf_counter()
    for kind in KINDS:
        normalise(kind, (pattern * 250)[:250])
    split_phones(pattern * 10_000)
    assert time.perf_counter() - started < 1
