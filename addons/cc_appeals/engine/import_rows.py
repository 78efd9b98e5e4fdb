"""Rows of an old register: how a file is written, and what its cells say.

Bytes and cells in, values and problems out. What a department or a topic is called the
caller knows; here are charsets, delimiters, dates and what may stand in a column.
"""

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .mail import charset

SAMPLE = 64 * 1024
DELIMITERS = ";,\t|"
LONGEST_CELL = 100_000
LONGEST_LINE_TEXT = 250  # of what one line of a form holds
FIRST_YEAR, LAST_YEAR = 1990, 2099
# Excel counts days from here (and believes that 1900 had a 29th of February).
EXCEL_ZERO = dt.datetime(1899, 12, 30)

YES = frozenset({"1", "да", "yes", "true", "+", "y", "истина"})
NO = frozenset({"", "0", "нет", "no", "false", "-", "n", "ложь"})

_DAY_FIRST = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})"
    r"(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
_YEAR_FIRST = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

#: what a column may be, and how its cells are read
TEXT, LINE, MOMENT, FLAG, NAME = "text", "line", "moment", "flag", "name"
COLUMNS: Mapping[str, str] = {
    "old_number": LINE,
    "name": LINE,
    "text": TEXT,
    "applicant": LINE,
    "phone": LINE,
    "email": LINE,
    "received_at": MOMENT,
    "registered_at": MOMENT,
    "closed_at": MOMENT,
    "state": NAME,
    "closing_method": NAME,
    "department": NAME,
    "topic": NAME,
    "product": NAME,
    "owner": NAME,
    "is_urgent": FLAG,
    "is_formal": FLAG,
}


@dataclass(frozen=True)
class Layout:
    """How a text file is written: codec (Python's name) and delimiter."""

    codec: str
    delimiter: str


@dataclass(frozen=True)
class Problem:
    """Why a cell is not taken.

    code: "no_such_date", "not_a_date", "year", "broken_text", "too_long", "not_a_flag",
        "unknown", "ambiguous", "archived", "empty", "order".
    shown: the cell where it may be shown: dates and names of lists, never of people.
    """

    column: str
    code: str
    shown: str = ""


@dataclass
class Row:
    """One line of the file; `line` counts from 1, the heading included."""

    line: int
    values: dict[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def layout(data: bytes) -> Layout:
    """Return how the file that begins with `data` is written. Never raises."""
    sample = data[:SAMPLE]
    if len(data) > SAMPLE and b"\n" in sample:
        sample = sample[: sample.rindex(b"\n") + 1]  # no half of a character
    found = charset.decode(sample)
    codec = found.codec if found.codec != "ascii" else "utf-8"
    if codec == "utf-8" and data.startswith(b"\xef\xbb\xbf"):
        codec = "utf-8-sig"
    return Layout(codec, _delimiter(found.text))


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts most lines into the same, largest, number."""
    lines = text.splitlines()[:50]

    def weight(delimiter: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        usual = max(set(counts), key=counts.count) if counts else 1
        return (counts.count(usual) if usual > 1 else 0, usual)

    return max(DELIMITERS, key=weight)


def read_csv(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of the line a row begins at, cells); empty rows are left out.

    A row that is no CSV (a cell beyond all measure) comes as an empty list.
    """
    csv.field_size_limit(LONGEST_CELL * 10)
    reader = csv.reader(lines, delimiter=delimiter)
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = []
            yield start, cells
            start = reader.line_num + 1
            continue
        if any(cell.strip() for cell in cells):
            yield start, cells
        start = reader.line_num + 1


def read_row(
    line: int,
    cells: list[object],
    columns: Mapping[int, str],
    lists: Mapping[str, Callable[[str], object]],
) -> Row:
    """Return the row with what its cells say, and every problem there is.

    columns: place of a cell → what it is, of COLUMNS.
    lists: for columns of kind NAME: the name → its value; LookupError with a
        problem's code when there is none.
    """
    row = Row(line)
    for place, column in columns.items():
        cell = cells[place] if place < len(cells) else None
        value, problem = _read_cell(cell, column, lists)
        if problem:
            row.problems.append(problem)
        elif value not in (None, ""):
            row.values[column] = value
    row.problems += _together(row.values, row.problems)
    return row


def _read_cell(cell, column, lists):
    kind = COLUMNS[column]
    if kind == MOMENT:
        return _moment(cell, column)
    text = _plain(cell)
    if _is_broken(text):
        return None, Problem(column, "broken_text")
    if kind == NAME:
        return _listed(text, column, lists)
    if kind == FLAG:
        word = text.lower()
        if word not in YES | NO:
            return None, Problem(column, "not_a_flag", text[:20])
        return word in YES, None
    if kind == LINE:
        text = " ".join(text.split())
    longest = LONGEST_CELL if kind == TEXT else LONGEST_LINE_TEXT
    if len(text) > longest:
        return None, Problem(column, "too_long")
    return text, None


def _plain(cell: object) -> str:
    """Return a cell as text; Excel keeps numbers of contracts as floats."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return _CONTROL.sub(" ", str(cell)).strip() if not _has_broken(cell) else str(cell)


def _has_broken(cell: object) -> bool:
    return isinstance(cell, str) and "\ufffd" in cell


def _is_broken(text: str) -> bool:
    """Tell letters that another program has already misread."""
    return "\ufffd" in text or bool(charset.mend(text))


def _listed(text, column, lists):
    if not text:
        return None, None
    try:
        return lists[column](text), None
    except LookupError as refusal:
        return None, Problem(column, str(refusal.args[0]), text[:100])


def _moment(cell, column):
    if isinstance(cell, dt.datetime):
        found = cell.replace(tzinfo=None)
    elif isinstance(cell, dt.date):
        found = dt.datetime.combine(cell, dt.time())
    else:
        text = _plain(cell)
        if not text:
            return None, None
        found, code = _read_moment(text)
        if code:
            return None, Problem(column, code, text[:30])
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None, Problem(column, "year", found.strftime("%d.%m.%Y"))
    return found.replace(microsecond=0), None


def _read_moment(text: str):
    """Return (moment, "") or (None, code): day first, ISO, or Excel's day number."""
    if _SERIAL.fullmatch(text):
        days = float(text.replace(",", "."))
        return EXCEL_ZERO + dt.timedelta(seconds=round(days * 86400)), ""
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day, *clock = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year, *clock = match.groups()
        if len(year) == 2:
            year = f"20{year}"
    else:
        return None, "not_a_date"
    hour, minute, second = (int(part or 0) for part in clock)
    try:
        found = dt.datetime(int(year), int(month), int(day), hour, minute, second)
    except ValueError:
        return None, "no_such_date"
    return found, ""


def _together(values, problems) -> list[Problem]:
    """Return what is wrong with a row as a whole."""
    found = []
    troubled = {problem.column for problem in problems}
    if not values.get("name") and not values.get("text") and "name" not in troubled:
        found.append(Problem("name", "empty"))
    begin = values.get("registered_at") or values.get("received_at")
    end = values.get("closed_at")
    if begin and end and end < begin:
        found.append(Problem("closed_at", "order", end.strftime("%d.%m.%Y")))
    if values.get("state") == "handed_over" and not values.get("department"):
        if "department" not in troubled:
            found.append(Problem("department", "empty"))
    return found
