import csv
import io
import json

import pytest

from ..topic_file import (
    MAX_BYTES,
    MAX_ROWS,
    Question,
    TopicFileError,
    TopicRow,
    question_key,
    read,
    split_path,
    write_csv,
    write_json,
)

ROWS = [
    TopicRow(1, ("ЖКХ",), "HOUSING", "Управление ЖКХ / ЖКХ района"),
    TopicRow(
        2,
        ("ЖКХ", "Горячая вода"),
        "HOUSING",
        "Водоканал",
        "1",
        "Уточните адрес;\n=и подъезд",
        (
            Question("a1", "Адрес", "text"),
            Question("b2", "Стояк", "choice", ("Весь дом", "Квартира")),
        ),
    ),
    TopicRow(3, ("=СУММ(A1)",), instruction="-1", active=False),
]


def lines_off(rows):
    return [(row.path, row.questions, row.instruction, row.active) for row in rows]


@pytest.mark.parametrize("write", [write_json, write_csv])
def test_what_is_written_is_read_back(write):
    rows, problems = read(write(ROWS))
    assert not problems
    assert lines_off(rows) == lines_off(ROWS)
    assert [row.department for row in rows] == [row.department for row in ROWS]


def test_no_cell_is_a_live_formula():
    text = write_csv(ROWS).decode("utf-8-sig")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    cells = [cell for line in lines for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert "'=СУММ" in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_spreadsheets_of_all_kinds(encoding, delimiter):
    text = f"Path{delimiter}Department\r\nЖКХ > Вода{delimiter}Водоканал\r\n"
    ((row,), problems) = read(text.encode(encoding))
    assert (row.path, row.department) == (("ЖКХ", "Вода"), "Водоканал")
    assert not problems


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"path\n\x98\xff", "encoding"),
        (b"pa\0th;x\n", "encoding"),
        (b"\xff\xfe\x00", "encoding"),
        (b"[{", "format"),
        (b'{"path": "x"}', "format"),
        (b"[1, 2]", "format"),
        (b"[" * 5000, "format"),
        ("тема;отдел\nВода;1".encode(), "header"),
        (b"path\n" + b"a" * MAX_BYTES, "too_large"),
        (b"path\n" + b"a\n" * (MAX_ROWS + 1), "rows"),
    ],
)
def test_a_file_that_cannot_be_read(content, code):
    with pytest.raises(TopicFileError) as refused:
        read(content)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"path": ""}, "path"),
        ({"path": None}, "path"),
        ({"path": "ЖКХ › › Вода"}, "path"),
        ({"path": "ok", "direction": ""}, "twice"),
        ({"path": "OK"}, "twice"),
        ({"path": "x", "priority": "high"}, "priority"),
        ({"path": "x", "active": "perhaps"}, "active"),
        ({"path": "x", "questions": "[{"}, "questions"),
        ({"path": "x", "questions": {}}, "questions"),
        ({"path": "x", "questions": [{"kind": "text"}]}, "questions"),
        ({"path": "x", "questions": [{"label": "a", "key": "a-b"}]}, "questions"),
        ({"path": "x", "questions": [{"label": "a"}, {"label": "A"}]}, "questions"),
        ({"path": "x", "questions": [{"label": "a", "kind": "magic"}]}, "kind"),
        ({"path": "x", "questions": [{"label": "a", "kind": "choice"}]}, "choices"),
        ({"path": "x", "questions": [{"label": "a", "choices": ["b"]}]}, "choices"),
    ],
)
def test_a_bad_row_is_told_and_the_others_stay(record, code):
    content = json.dumps([{"path": "ok"}, record, {"path": "last"}]).encode()
    rows, problems = read(content)
    assert [row.path for row in rows] == [("ok",), ("last",)]
    assert [(problem.line, problem.code) for problem in problems] == [(2, code)]


def test_the_same_path_in_another_direction_is_another_topic():
    rows, problems = read(b'[{"path":"a"},{"path":"a","direction":"X"}]')
    assert len(rows) == 2
    assert not problems


def test_lines_of_a_spreadsheet_are_counted_as_people_see_them():
    text = 'path;instruction\nA;"two\nlines"\n;\nB;x\nB;x\n'
    rows, problems = read(text.encode())
    assert [row.path for row in rows] == [("A",), ("B",)]
    assert problems[0].line == 6


def test_paths_and_keys():
    assert split_path(" ЖКХ  ›Горячая   вода ") == ("ЖКХ", "Горячая вода")
    assert question_key("Адрес ") == question_key("адрес")
    assert question_key("Адрес") != question_key("Дом")
