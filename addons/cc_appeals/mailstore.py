"""Letters on disk: .eml files, folders of them, mbox and Maildir, one at a time.

Nothing is decoded here.  A file that cannot be read is an item of its own, so that one
bad letter never stops its neighbours.
"""

from collections.abc import Iterator
from pathlib import Path

MAILDIR = ("cur", "new")
MAX_MESSAGE = 512 * 1024 * 1024


class StoreError(Exception):
    """What could not be read: the name and a sentence for a human."""

    def __init__(self, name: str, text: str):
        super().__init__(f"{name}: {text}")
        self.name, self.text = name, text


Item = tuple[str, bytes | StoreError]


def iter_letters(path: str | Path) -> Iterator[Item]:
    """Yield (name, raw bytes or StoreError) for every letter at `path`, in order."""
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
            elif not is_maildir and not entry.name.startswith("."):
                yield from _file(entry)
        pending.extend(reversed(folders))


def _file(path: Path) -> Iterator[Item]:
    """Yield the letters of one file: many of an mbox, else the whole file."""
    name = str(path)
    try:
        if not path.is_file():
            yield name, StoreError(name, "this is not an ordinary file")
            return
        size = path.stat().st_size
        if is_mbox(path):
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
        if not _is_separator(stream.readline(1024)):
            return False
        if path.suffix.lower() in (".mbox", ".mbx"):
            return True
        blank = False
        while line := stream.readline(65536):
            if blank and _is_separator(line):
                return True
            blank = not line.strip()
    return False


def _is_separator(line: bytes) -> bool:
    """Tell whether a line is an mbox separator: `From sender weekday month day …`."""
    if not line.startswith(b"From "):
        return False
    words = line.split()
    return len(words) >= 6 and any(
        len(word) in (5, 8) and word[:2].isdigit() and word[2:3] == b":"
        for word in words[2:]
    )


def _mbox(path: Path) -> Iterator[Item]:
    """Yield the messages of an mbox; `>From ` at a line's start loses one mark."""
    number, lines, size = 0, [], 0
    blank = True
    with path.open("rb") as stream:
        while line := stream.readline(1024 * 1024):
            if blank and _is_separator(line):
                if number:
                    yield _message(path, number, lines, size)
                number, lines, size = number + 1, [], 0
            elif size <= MAX_MESSAGE:
                if line.lstrip(b">").startswith(b"From ") and line.startswith(b">"):
                    line = line[1:]
                lines.append(line)
                size += len(line)
            blank = not line.strip()
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
