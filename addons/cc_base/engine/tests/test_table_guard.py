import csv
import io
import random
import re
import string

import pytest

from ..table_guard import LONGEST_CELL, clean, guard, is_formula

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
LIVE = (*SIGNS, "\t", "\r", "\n")
# a quote or a separator after a number ends all sense a formula could have
NUMBER = re.compile(r"[+-][ (]*\d[\d ().-]*([\"';,].*)?", re.DOTALL)
BEFORE = [
    "",
    " ",
    "\t",
    "\n",
    "\r",
    '"',
    "'",
    ";",
    ",",
    "|",
    '";',
    "\u00a0",
    "\ufeff",
    "\u200b",
]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", BEFORE)
def test_every_way_to_begin_a_formula(before, sign):
    text = f"{before}{sign}1+1"
    assert is_formula(text)
    assert guard(text).startswith("'")
    assert guard(text).replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize("text", ["\ttext", "\rtext", "\ntext"])
def test_control_signs_begin_no_cell(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    ["", "Нет воды", "1+1=2", "a@b.ru", "кв. 5 - срочно", "№ 5", "(495)", "50%"]
    + ["тел. 5, +7 (916) 000-00-67", "от 3, -5; срочно", "она сказала: «-да»"],
)
def test_what_people_usually_write_stays(text):
    assert guard(text) == text


def test_no_table_parsed_back_has_a_cell_that_begins_like_a_formula():
    source = random.Random(5)
    letters = [*SIGNS, *"\t\r\n\"';,| ", "a", "Ж", "1", "\u00a0", "\ufeff"]
    for _ in range(3000):
        size = source.randint(1, 6)
        cells = [
            "".join(source.choices(letters, k=source.randint(0, 9)))
            for _cell in range(size)
        ]
        sink = io.StringIO(newline="")
        guarded = [guard(cell) for cell in cells]
        csv.writer(sink, delimiter=";", quoting=csv.QUOTE_ALL).writerow(guarded)
        # whatever separator the program that opens it believes in
        for delimiter in ";,\t|":
            found = csv.reader(
                io.StringIO(sink.getvalue(), newline=""), delimiter=delimiter
            )
            for row in found:
                for cell in row:
                    if delimiter == ";":
                        assert not cell.startswith(LIVE), cells
                    elif not NUMBER.fullmatch(cell.lstrip()):
                        begin = cell.lstrip(f"\ufeff{string.whitespace}\u00a0")
                        assert not begin.startswith(tuple(SIGNS)), (cells, delimiter)


def test_a_workbook_holds_what_xml_can_and_no_more():
    assert clean("a\x00b\x1fc\ufffed") == "a b c d"
    assert clean("a\r\nb\rc") == "a\nb\nc"
    assert clean("x" * LONGEST_CELL) == "x" * LONGEST_CELL
    long = clean("😀" * LONGEST_CELL)
    assert len(long.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert long.endswith("😀…")
