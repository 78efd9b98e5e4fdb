"""Topics as a file: a tree by paths, in JSON or CSV, read back row by row.

A row is named by its path («ЖКХ › Горячая вода»), so a file holds no database ids, can
be carried from one system to another, and cannot describe a loop.
"""

import csv
import hashlib
import io
import json
from dataclasses import dataclass, field

SEPARATOR = " › "
COLUMNS = (
    "path",
    "direction",
    "department",
    "priority",
    "instruction",
    "questions",
    "active",
)
KINDS = ("text", "yes_no", "number", "date", "choice")
PRIORITIES = ("", "0", "1")
MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5000
# a spreadsheet runs a cell that begins so
LIVE = ("=", "+", "-", "@", "\t", "\r")
YES = {"", "1", "yes", "true", "да"}
NO = {"0", "no", "false", "нет"}


@dataclass(frozen=True)
class Question:
    """One question of a topic; `key` names the answer and outlives its wording."""

    key: str
    label: str
    kind: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class TopicRow:
    """One topic of the file; names as written, "" where nothing is said.

    given: the columns the file has; what it does not have is left as it is.
    """

    line: int
    path: tuple[str, ...]
    direction: str = ""
    department: str = ""
    priority: str = ""
    instruction: str = ""
    questions: tuple[Question, ...] = field(default=())
    active: bool = True
    given: frozenset[str] = frozenset(COLUMNS)


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be taken: `code` with its words in `params`.

    path            there is no name in it
    twice           "path": the same topic of the same direction stands above
    priority, active, questions, kind, choices    "value": what cannot be understood
    """

    line: int
    path: str
    code: str
    params: dict[str, str]


class TopicFileError(Exception):
    """The whole file is refused: too_large, encoding, empty, format, header, rows."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class _Bad(Exception):
    def __init__(self, code: str, value: object) -> None:
        self.code, self.value = code, str(value)[:80]


def read(content: bytes) -> tuple[list[TopicRow], list[Problem]]:
    """Return the rows that make sense and why the others do not; TopicFileError."""
    if len(content) > MAX_BYTES:
        raise TopicFileError("too_large")
    text = _decode(content).strip()
    if not text:
        raise TopicFileError("empty")
    records = _from_json(text) if text[0] in "[{" else _from_csv(text)
    if len(records) > MAX_ROWS:
        raise TopicFileError("rows")
    rows, problems, seen = [], [], set()
    for line, record in records:
        try:
            row = _row(line, record)
            key = (row.direction.lower(), tuple(name.lower() for name in row.path))
            if key in seen:
                raise _Bad("twice", SEPARATOR.join(row.path))
        except _Bad as bad:
            path = str(record.get("path") or "")[:200]
            problems.append(Problem(line, path, bad.code, {"value": bad.value}))
        else:
            seen.add(key)
            rows.append(row)
    return rows, problems


def split_path(text: str) -> tuple[str, ...]:
    """Return the names of a path, outermost first; « > » is understood as « › »."""
    parts = text.replace(" > ", SEPARATOR).split(SEPARATOR.strip())
    return tuple(" ".join(part.split()) for part in parts)


def question_key(label: str) -> str:
    """Return the same key for the same wording, so that importing twice is harmless."""
    return hashlib.sha256(label.strip().lower().encode()).hexdigest()[:16]


def write_json(rows: list[TopicRow]) -> bytes:
    """Return the rows as JSON that `read` takes back."""
    records = [_record(row) for row in rows]
    return json.dumps(records, ensure_ascii=False, indent=2).encode() + b"\n"


def write_csv(rows: list[TopicRow]) -> bytes:
    """Return the rows as CSV for a spreadsheet; no cell of it is a live formula."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        record = _record(row)
        questions = record["questions"]
        record["questions"] = (
            json.dumps(questions, ensure_ascii=False) if questions else ""
        )
        record["active"] = "yes" if row.active else "no"
        writer.writerow([_quiet(record[name]) for name in COLUMNS])
    return file.getvalue().encode("utf-8-sig")


def _record(row: TopicRow) -> dict:
    return {
        "path": SEPARATOR.join(row.path),
        "direction": row.direction,
        "department": row.department,
        "priority": row.priority,
        "instruction": row.instruction,
        "questions": [
            {"key": each.key, "label": each.label, "kind": each.kind}
            | ({"choices": list(each.choices)} if each.choices else {})
            for each in row.questions
        ],
        "active": row.active,
    }


def _decode(content: bytes) -> str:
    encodings = ["utf-8-sig", "cp1251"]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TopicFileError("encoding")


def _from_json(text: str) -> list[tuple[int, dict]]:
    try:
        records = json.loads(text)
    except (ValueError, RecursionError):
        raise TopicFileError("format") from None
    if not isinstance(records, list) or not all(
        isinstance(each, dict) for each in records
    ):
        raise TopicFileError("format")
    return list(enumerate(records, 1))


def _from_csv(text: str) -> list[tuple[int, dict]]:
    first = text.splitlines()[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        if "path" not in names:
            raise TopicFileError("header")
        reader.fieldnames = names
        return [
            (reader.line_num, {key: _loud(value) for key, value in record.items()})
            for record in reader
            if any(record.values())
        ]
    except csv.Error:
        raise TopicFileError("format") from None


def _row(line: int, record: dict) -> TopicRow:
    path = split_path(_text(record, "path"))
    if not all(path):
        raise _Bad("path", SEPARATOR.join(path))
    priority = _text(record, "priority")
    if priority not in PRIORITIES:
        raise _Bad("priority", priority)
    return TopicRow(
        line=line,
        path=path,
        direction=_text(record, "direction"),
        department=_text(record, "department"),
        priority=priority,
        instruction=_text(record, "instruction"),
        questions=_questions(record.get("questions")),
        active=_flag(record.get("active", True)),
        given=frozenset(COLUMNS) & record.keys(),
    )


def _text(record: dict, name: str) -> str:
    value = record.get(name)
    return "" if value is None else str(value).strip()


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = str("" if value is None else value).strip().lower()
    if word in YES | NO:
        return word in YES
    raise _Bad("active", word)


def _questions(value: object) -> tuple[Question, ...]:
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.strip() else []
        except (ValueError, RecursionError):
            raise _Bad("questions", value) from None
    if value is None:
        return ()
    if not isinstance(value, list):
        raise _Bad("questions", value)
    found = tuple(_question(each) for each in value)
    keys = [each.key for each in found]
    if len(set(keys)) != len(keys):
        raise _Bad("questions", "key")
    return found


def _question(value: object) -> Question:
    if not isinstance(value, dict) or not _text(value, "label"):
        raise _Bad("questions", value)
    label, kind = _text(value, "label"), _text(value, "kind") or "text"
    if kind not in KINDS:
        raise _Bad("kind", kind)
    choices = value.get("choices") or []
    if not isinstance(choices, list) or (kind == "choice") != bool(choices):
        raise _Bad("choices", label)
    key = _text(value, "key") or question_key(label)
    if not key.isascii() or not key.isalnum():
        raise _Bad("questions", key)
    return Question(key, label, kind, tuple(str(each).strip() for each in choices))


def _quiet(value: str) -> str:
    return f"'{value}" if value.startswith(LIVE) else value


def _loud(value: object) -> object:
    if isinstance(value, str) and value[:1] == "'" and value[1:].startswith(LIVE):
        return value[1:]
    return value
