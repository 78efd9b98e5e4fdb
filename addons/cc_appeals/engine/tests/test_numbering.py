"""Numbers are written one way and found in any sane spelling."""

import random
import time

import pytest

from ..numbering import format, parse


@pytest.mark.parametrize(
    ("year", "sequence", "number"),
    [
        (2026, 123, "26-000123"),
        (2026, 1, "26-000001"),
        (2026, 999_999, "26-999999"),
        (2026, 1_000_000, "26-1000000"),
        (2000, 7, "00-000007"),
        (2099, 7, "99-000007"),
    ],
)
def test_format(year, sequence, number):
    assert format(year, sequence) == number
    assert parse(number) == [number]


@pytest.mark.parametrize(
    ("year", "sequence"),
    [(26, 1), (1999, 1), (2100, 1), (2026, 0), (2026, -1), (2026, 10_000_000)],
)
def test_out_of_range_is_refused(year, sequence):
    with pytest.raises(ValueError, match="out of range"):
        format(year, sequence)


@pytest.mark.parametrize(
    "text",
    [
        "26-000123",
        "Re: № 26-000123",
        "[26-000123]",
        "(26-000123)",
        "Re: [26-000123] Где мой ответ?",
        "Обращение №26-000123.",
        "Обращение №\u00a026-000123",
        "Обращение\u00a0№\u00a026\u2011000123,",
        "Обращение № 26–000123",
        "Обращение № 26\u2212000123",
        "#26-000123",
        "# 26-000123",
        "N26-000123",
        "N 26-000123",
        "n 26-000123",
        "No 26-000123",
        "No.26-000123",
        "№: 26-000123",
        "Nо 26-000123",  # Cyrillic "о"
        "Nº 26-000123",
        "N\u202f26-000123",
        "26-\u200b000123",
        "\ufeff26-000123",
        "26-000123—прошу ответить",
        "от 05.11.2026 26-000123",
        "от 05.11.2026 № 26-000123",
        "https://example.ru/my/appeals/26-000123",
        "https://example.ru/my/appeals/26-000123?access_token=1",
        "Тема:26-000123",
        "> 26-000123",
        "1) 26-000123",
        "(495) № 26-000123",
        "тел. +7 495 123-45-67\n26-000123",
        "26-000123 26-000123, № 26-000123",
        "Обращение 26-000123/",
    ],
)
def test_found(text):
    assert parse(text) == ["26-000123"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "26-000",
        "26-00012",
        "26-000000",
        "26-0001234",  # seven digits never start with 0
        "26-12345678",
        "126-000123",
        "2026-000123",
        "26-000123а",
        "а26-000123",
        "26_000123",
        "26000123",
        "26.000123",
        "05.11.2026",
        "2026-11-05",
        "05-11-2026",
        "26-11-05",
        "8-916-26-000123",
        "8 916 26-000123",
        "8\u00a0916\u00a026-000123",
        "8 (916) 26-000123",
        "+7 3652 26-000123",
        "(044) 26-000123",
        "+26-000123",
        "+375 29-000123",
        "495 26-000123",
        "тел. 8 (495) 123-45-67",
        "26-000123-45",
        "26-000123/45",
        "26-000123.45",
        "ОГ-26-000123",
        "исх. № 01-12/26-000123",
        "01.26-000123",
        "СНИЛС 112-233-445 95",
        "паспорт 45 08 123456",
        "40702810900000000001",
        "2²-000123",
        "٢٦-٠٠٠١٢٣",
    ],
)
def test_not_found(text):
    assert parse(text) == []


def test_several_numbers_keep_their_order():
    text = "По № 26-000123, 25-999999; [26-1000000] и снова 26-000123"
    assert parse(text) == ["26-000123", "25-999999", "26-1000000"]


@pytest.mark.parametrize(
    "text", [None, False, 5, b"26-000123", ["26-000123"], "\0\ud800"]
)
def test_anything_else_has_no_numbers(text):
    assert parse(text) == []


def test_written_numbers_are_found_in_noise():
    rng = random.Random(26)
    words = ["Re:", "Fwd:", "ответ", "на", "обращение", "тел.", "—", "\n", "<p>", "сл."]
    marks = ["", "№", "№ ", "№\u00a0", "N ", "N", "#", "[", "(", "«"]
    for _ in range(1000):
        wanted, parts = [], []
        for _ in range(rng.randrange(4)):
            number = format(rng.randrange(2000, 2100), rng.randrange(1, 10_000_000))
            if number not in wanted:
                wanted.append(number)
            parts += rng.choices(words, k=rng.randrange(1, 4))
            parts.append(rng.choice(marks) + number + rng.choice(["", ",", ".", "]"]))
        assert parse(" ".join(parts)) == wanted, parts


def test_random_text_never_raises():
    rng = random.Random(27)
    alphabet = "0123456789-–./+()[] №N#oоr:\n\u00a0\u200bа"
    for _ in range(3000):
        text = "".join(rng.choices(alphabet, k=rng.randrange(60)))
        for number in parse(text):
            year, sequence = number.split("-")
            assert format(2000 + int(year), int(sequence)) == number


@pytest.mark.parametrize("pattern", ["26-", "26-000123 ", "№ ", "+7 (", "1 ", "N", "0"])
def test_long_body_is_quick(pattern):
    started = time.perf_counter()
    parse(pattern * (300_000 // len(pattern)))
    assert time.perf_counter() - started < 3
