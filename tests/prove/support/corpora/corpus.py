"""A folder of strangers' files, read as it is: with its lists, or without them."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from runner.fault import Fault

from . import ROOMS

INDEX = "INDEX.tsv"
CHARSETS = "ru_charsets.py"
#: the class of a file that no list names, where its folder alone says it
BY_FOLDER = {"bounce": "bounce", "mbox": "mbox"}
#: what stands in a path under bounce/ that is there as the counter-check
NOT_BOUNCE = "not-bounce"
# beside letters these are lists and words about them, no letters
ABOUT = ("README", "LICENSE", "LICENCE", "COPYING", "NOTICE")
BESIDE = (".tsv", ".jsonl", ".md", ".py")


@dataclass
class Corpus:
    """The files under a folder by the folder of its first level.

    :param share: of each room's files only this part is taken, evenly spread
    """

    folder: Path
    share: float = 1.0
    classes: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, folder: Path, share: float = 1.0) -> "Corpus":
        """Read the list that may lie in it; what does not fit goes to `notes`.

        :raise Fault: there is nothing in it that the proof could ask about
        """
        corpus = cls(folder, share)
        known = {name for room in ROOMS for name in room.folders}
        found = [name for name in known if corpus.all_files(name)]
        if not found and not (folder / CHARSETS).is_file():
            names = ", ".join(f"{name}/" for name in sorted(known))
            raise Fault(f"{folder} holds no file in any of {names} and no {CHARSETS}.")
        corpus._read_index(sorted(found))
        return corpus

    def all_files(self, name: str) -> list[Path]:
        """Return every ordinary file under a folder of the first level, sorted."""
        root = self.folder / name
        return sorted(
            path
            for path in root.rglob("*")
            if not _is_hidden(path.relative_to(root)) and path.is_file()
        )

    def files(self, *names: str) -> list[Path]:
        """Return the share of the files that are input of these rooms."""
        every = [path for name in names for path in self.all_files(name)]
        return thin(every, self.share)

    def letters(self, *names: str) -> list[Path]:
        """Return the share of the files that hold a letter each."""
        every = [path for name in names for path in self.all_files(name)]
        return thin([path for path in every if self._is_letter(path)], self.share)

    def name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def class_of(self, path: Path) -> str:
        """Return the class by the list, else by the folder; "?" when neither says."""
        name = self.name(path)
        listed = self.classes.get(name)
        if listed:
            return listed
        if NOT_BOUNCE in name:
            return "mail"
        return BY_FOLDER.get(name.partition("/")[0], "?")

    def is_listed(self, path: Path) -> bool:
        return self.name(path) in self.classes

    def text(self, path: Path) -> str:
        return path.read_bytes().decode("utf-8", "replace")

    def _is_letter(self, path: Path) -> bool:
        if self.is_listed(path):
            return True
        is_about = path.stem.upper() in ABOUT
        return path.suffix.lower() not in BESIDE and not is_about

    def _read_index(self, present: list[str]) -> None:
        rows = list(self._index_rows())
        if not rows:
            return
        missing, changed = [], []
        for row in rows:
            path = self.folder / row["path"]
            if not _is_inside(row["path"]) or not path.is_file():
                missing.append(row["path"])
                continue
            self.classes[row["path"]] = row["class"]
            if digest := row.get("sha256"):
                found = hashlib.sha256(path.read_bytes()).hexdigest()
                if found != digest.strip().lower():
                    changed.append(row["path"])
        more = [
            self.name(path)
            for name in present
            for path in self.all_files(name)
            if self.name(path) not in self.classes
        ]
        self._note(missing, "stand in the list and are not here")
        self._note(changed, "are not what the list's SHA-256 says")
        self._note(more, "are here and not in the list: their folder says the class")

    def _index_rows(self) -> Iterator[dict]:
        try:
            text = (self.folder / INDEX).read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            self.notes.append(f"there is no {INDEX}: folders say the classes")
            return
        except (OSError, UnicodeError) as fault:
            self.notes.append(f"{INDEX} cannot be read ({type(fault).__name__})")
            return
        rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        if not {"path", "class"} <= set(rows.fieldnames or ()):
            self.notes.append(f"{INDEX} has no columns “path” and “class”: not used")
            return
        yield from (row for row in rows if row["path"] and row["class"])

    def _note(self, names: list[str], what: str) -> None:
        if names:
            shown = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
            self.notes.append(f"{len(names)} files {what}: {shown}")


def thin(items: list, share: float) -> list:
    """Return a part of a list, evenly spread; at least one of what is there."""
    if share >= 1 or not items:
        return items
    count = max(1, round(len(items) * share))
    return [items[at * len(items) // count] for at in range(count)]


def percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 100.0


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _is_inside(name: str) -> bool:
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts
