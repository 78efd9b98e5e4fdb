"""The set check: what was given, what was answered, and what is there at the end.

A history is a file of JSON lines `{"key", "what", "at"}`. A key is `invoked` when it is
given; then `acked` (its source was told "received"), `refused` ("try later"), or
neither: its fate is not known, it is given again until it is acked.
"""

import json
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

WORDS = ("invoked", "acked", "refused")


class History:
    """What happened to keys, written line by line as it happens."""

    def __init__(self, path: Path):
        self.path = path
        self._start = time.monotonic()
        self._file = path.open("w", encoding="utf-8", buffering=1)
        self._noted = {word: set() for word in WORDS}

    def note(self, what: str, keys: Iterable[str]) -> None:
        """Write down that something became of keys; a repetition adds no line."""
        at = round(time.monotonic() - self._start, 3)
        for key in keys:
            if key not in self._noted[what]:
                self._noted[what].add(key)
                line = {"key": key, "what": what, "at": at}
                self._file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def keys(self, what: str) -> set[str]:
        return set(self._noted[what])

    def close(self) -> None:
        self._file.close()


@dataclass(frozen=True)
class Verdict:
    """Keys that are not as they should be; `unknown` were neither acked nor refused."""

    lost: list[str]
    phantom: list[str]
    doubled: list[str]
    unknown: list[str]

    @property
    def holds(self) -> bool:
        return not (self.lost or self.phantom or self.doubled)


def check(history: History, found: Iterable[str]) -> Verdict:
    """Compare what was acked with what is there; `found` names a key per record."""
    counts = Counter(found)
    invoked, acked = history.keys("invoked"), history.keys("acked")
    refused = history.keys("refused")
    return Verdict(
        lost=sorted(acked - counts.keys()),
        phantom=sorted(counts.keys() - invoked),
        doubled=sorted(key for key, count in counts.items() if count > 1),
        unknown=sorted(invoked - acked - refused),
    )
