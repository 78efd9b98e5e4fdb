"""Letters on disk: .eml files, folders of them, mbox and Maildir, one at a time.

Nothing is decoded here.  A file that cannot be read is an item of its own, so that one
bad letter never stops its neighbours.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

BOM = b"\xef\xbb\xbf"
ESCAPED = re.compile(rb">+From ")
FIELD = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
LINE = 1024 * 1024
LETTER_SUFFIXES = (".eml", ".msg", ".mbox", ".mbx")
MAILDIR = ("cur", "new")
MAX_MESSAGE = 512 * 1024 * 1024
SEPARATOR = re.compile(
    rb"From (?:(?:-|[^\s@]{1,200}@\S{1,200})[ \t]*\r?\n"
    rb"|\S{1,400} [ \t\S]{0,40}?(?P<time>\d{1,2}:\d{2})[^\r\n]{0,60}\r?\n)"
)


class StoreError(Exception):
    """What could not be read: the name and a sentence for a human."""

    def __init__(self, name: str, text: str):
        super().__init__(f"{name}: {text}")
        self.name, self.text = name, text


Item = tuple[str, bytes | StoreError]


def iter_letters(path: str | Path) -> Iterator[Item]:
    """Yield (name, raw bytes or StoreError) for every letter at `path`, in order.

    `path` is an .eml file, an mbox, a Maildir or a folder of any of them.
    """
    path = Path(path)
    try:
        if path.is_dir():
            yield from _folder(path)
        elif path.is_file():
            yield from _file(path)
        else:
            yield str(path), StoreError(str(path), "there is no such file or folder")
    except OSError as error:
        yield str(path), _as_error(str(path), error)


def _folder(root: Path) -> Iterator[Item]:
    """Walk a folder sorted by name; in a Maildir only cur and new hold letters."""
    pending = [root]
    seen: set[tuple[int, int]] = set()
    while pending:
        folder = pending.pop()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            entries = sorted(folder.iterdir())
        except OSError as error:
            yield str(folder), _as_error(str(folder), error)
            continue
        is_maildir = all((folder / name).is_dir() for name in MAILDIR)
        folders = []
        for entry in entries:
            if entry.is_dir():
                if not (is_maildir and entry.name == "tmp"):
                    folders.append(entry)
            elif not is_maildir and _may_be_letter(entry, folder):
                yield from _file(entry)
        pending.extend(reversed(folders))


def _may_be_letter(path: Path, folder: Path) -> bool:
    """Tell whether a file of a folder is one to read.

    A file that is not named as a letter must begin like one: lists, pictures and
    notes that lie beside letters are passed over.  A file given by name never is.
    """
    if path.name.startswith("."):
        return False
    if path.suffix.lower() in LETTER_SUFFIXES or folder.name in MAILDIR:
        return True
    try:
        with path.open("rb") as stream:
            start = stream.read(4096).removeprefix(BOM).lstrip()
    except OSError:
        return True  # it becomes an item that says so
    return start.startswith(b"From ") or FIELD.match(start) is not None


def _file(path: Path) -> Iterator[Item]:
    """Yield the letters of one file: many of an mbox, else the whole file."""
    name = str(path)
    try:
        if not path.is_file():
            yield name, StoreError(name, "this is not an ordinary file")
            return
        size = path.stat().st_size
        if path.suffix.lower() != ".eml" and is_mbox(path):
            yield from _mbox(path)
        elif size > MAX_MESSAGE:
            yield name, StoreError(name, f"one message of {size} bytes is too large")
        else:
            yield name, path.read_bytes()
    except OSError as error:
        yield name, _as_error(name, error)


def is_mbox(path: Path) -> bool:
    """Tell by content whether a file is an mbox of more than one message.

    A single message that was saved with its `From ` line is left as it is.
    """
    with path.open("rb") as stream:
        if not stream.read(8).removeprefix(BOM).startswith(b"From "):
            return False
        stream.seek(0)
        starts = (is_start for _line, is_start in _marked_lines(stream))
        if not next(starts, False):
            return False
        return path.suffix.lower() in (".mbox", ".mbx") or any(starts)


def _marked_lines(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Yield each line and whether a message of an mbox starts with it."""
    is_after_blank = True
    line = stream.readline(LINE).removeprefix(BOM)
    while line:
        following = stream.readline(LINE)
        yield line, _is_separator(line, is_after_blank, following)
        is_after_blank = not line.strip()
        line = following


def _is_separator(line: bytes, is_after_blank: bool, following: bytes) -> bool:
    """Tell whether `From sender [date]` separates two messages.

    A sentence that begins with "From" has neither an address nor a time of day.
    """
    match = SEPARATOR.match(line)
    if not match:
        return False
    is_head = FIELD.match(following) is not None
    if match.group("time"):
        return is_after_blank or is_head
    return is_head


def _mbox(path: Path) -> Iterator[Item]:
    """Yield the messages of an mbox; `>From ` at a line's start loses one mark."""
    number, lines, size = 0, [], 0
    with path.open("rb") as stream:
        for line, is_start in _marked_lines(stream):
            if is_start:
                if number:
                    yield _message(path, number, lines, size)
                number, lines, size = number + 1, [], 0
                continue
            if ESCAPED.match(line):
                line = line[1:]
            size += len(line)
            if size <= MAX_MESSAGE:
                lines.append(line)
    if number:
        yield _message(path, number, lines, size)


def _message(path: Path, number: int, lines: list[bytes], size: int) -> Item:
    name = f"{path}#{number}"
    if size > MAX_MESSAGE:
        return name, StoreError(name, "one message of the mbox is too large")
    if lines and not lines[-1].strip():
        lines.pop()  # the blank line before the next separator is not the letter's
    raw = b"".join(lines)
    lines.clear()
    return name, raw


def _as_error(name: str, error: OSError) -> StoreError:
    reason = error.strerror or type(error).__name__
    return StoreError(name, f"cannot be read ({reason})")
