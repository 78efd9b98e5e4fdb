import datetime as dt

import pytest

from ..import_rows import Layout, layout, read_csv, read_row

HEAD = "Номер;Тема;Получено\r\n"
LINE = "12;Нет горячей воды, дом 5;01.02.2024\r\n"
LISTS = {name: lambda text: text for name in ("state", "topic", "owner", "product")}


def unknown(text):
    raise LookupError("unknown")


def read(value, column, **lists):
    row = read_row(7, [value, "Subject"], {0: column, 1: "name"}, LISTS | lists)
    assert row.line == 7
    return row


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "utf-16"])
def test_the_charset_is_found(codec):
    data = (HEAD + LINE * 200).encode(codec)
    found = layout(data)
    assert data.decode(found.codec).lstrip("\ufeff").startswith("Номер")
    assert found.delimiter == ";"


def test_a_sample_is_not_cut_inside_a_character():
    data = (HEAD + LINE * 20_000).encode()
    assert layout(data) == Layout("utf-8", ";")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found_past_quotes(delimiter):
    line = delimiter.join(["1", '"a; b, c | d\t e"', "x"]) + "\n"
    assert layout(line.encode() * 5).delimiter == delimiter


def test_no_file_is_too_odd_for_a_layout():
    for data in (b"", b"\0" * 100, b"\xff" * 100, b'"' * 99, bytes(range(256)) * 9):
        layout(data)


def test_rows_know_their_lines():
    lines = ["a;b\n", '1;"two\n', 'lines"\n', "\n", "3;4\n"]
    assert list(read_csv(lines, ";")) == [
        (1, ["a", "b"]),
        (2, ["1", "two\nlines"]),
        (5, ["3", "4"]),
    ]


def test_a_cell_beyond_all_measure_is_one_bad_row():
    lines = ["a\n", "x" * 2_000_000 + "\n", "b\n"]
    assert list(read_csv(lines, ";")) == [(1, ["a"]), (2, []), (3, ["b"])]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("31.01.2024", dt.datetime(2024, 1, 31)),
        ("1.2.24", dt.datetime(2024, 2, 1)),
        ("29.02.2024 23:59", dt.datetime(2024, 2, 29, 23, 59)),
        ("2024-02-29T10:00:05Z", dt.datetime(2024, 2, 29, 10, 0, 5)),
        ("2024-02-29", dt.datetime(2024, 2, 29)),
        ("45351", dt.datetime(2024, 2, 29)),
        ("45351.5", dt.datetime(2024, 2, 29, 12)),
        (dt.datetime(2024, 2, 29, 1, 2, 3, 4), dt.datetime(2024, 2, 29, 1, 2, 3)),
        (dt.date(2024, 2, 29), dt.datetime(2024, 2, 29)),
    ],
)
def test_moments(cell, moment):
    row = read(cell, "received_at")
    assert row.values["received_at"] == moment
    assert not row.problems


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31.02.2024", "no_such_date"),
        ("29.02.2023", "no_such_date"),
        ("01.13.2024", "no_such_date"),
        ("01.01.2024 25:00", "no_such_date"),
        ("yesterday", "not_a_date"),
        ("1.2", "not_a_date"),
        ("01.01.1024", "year"),
        (dt.datetime(1900, 1, 1), "year"),
    ],
)
def test_dates_that_are_none(cell, code):
    (problem,) = read(cell, "received_at").problems
    assert (problem.column, problem.code) == ("received_at", code)
    assert problem.shown


@pytest.mark.parametrize("cell", ["Жал\ufffdба", "РќРµС‚ РіРѕСЂСЏС‡РµР№ РІРѕРґС‹"])
def test_letters_another_program_misread(cell):
    (problem,) = read(cell, "text").problems
    assert (problem.column, problem.code, problem.shown) == ("text", "broken_text", "")


def test_names_of_lists():
    assert read("Water", "topic").values["topic"] == "Water"
    (problem,) = read("Wter", "topic", topic=unknown).problems
    assert (problem.code, problem.shown) == ("unknown", "Wter")
    assert "topic" not in read("", "topic", topic=unknown).values


def test_flags():
    assert read("да", "is_urgent").values["is_urgent"] is True
    assert read("нет", "is_urgent").values["is_urgent"] is False
    (problem,) = read("maybe", "is_urgent").problems
    assert problem.code == "not_a_flag"


def test_numbers_of_excel_are_no_floats():
    assert read(1024.0, "old_number").values["old_number"] == "1024"
    assert read(1024, "old_number").values["old_number"] == "1024"


def test_a_line_is_one_line_and_bounded():
    assert read("a\r\n b\x0b", "applicant").values["applicant"] == "a b"
    (problem,) = read("x" * 300, "applicant").problems
    assert problem.code == "too_long"
    assert not problem.shown, "what people are called is not repeated"


def test_a_row_as_a_whole():
    def codes(columns, cells):
        row = read_row(2, cells, columns, LISTS)
        return [(problem.column, problem.code) for problem in row.problems]

    assert codes({0: "name"}, [""]) == [("name", "empty")]
    assert codes({0: "text"}, ["Words"]) == []
    both = {0: "name", 1: "registered_at", 2: "closed_at"}
    assert codes(both, ["a", "02.01.2024", "01.01.2024"]) == [("closed_at", "order")]
    assert codes(both, ["a", "02.01.2024"]) == []
    handed = {0: "name", 1: "state"}
    assert codes(handed, ["a", "handed_over"]) == [("department", "empty")]
