"""What the parts of a proof share: the seed, the size, the bars and the artefacts."""

import json
import random
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from .set_check import History, check


@dataclass
class Stage:
    """One part of a proof: draws its plan from the seed, prints a line per bar.

    `folder` is where histories and plans stay when a bar does not hold.
    """

    part: str
    seed: int
    share: float
    folder: Path
    passed: int = 0
    failed: int = 0
    plan: dict = field(default_factory=dict)

    def __post_init__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.random = random.Random(f"{self.seed} {self.part}")
        self._histories = []

    def part_of(self, whole: int, least: int = 1) -> int:
        """Return how many of `whole` this run does."""
        return max(least, round(whole * self.share))

    def history(self, name: str) -> History:
        history = History(self.folder / f"{name}.jsonl")
        self._histories.append(history)
        return history

    def bar(self, text: str, holds: bool, listed=()) -> None:
        """Print one line of figures; a bar that fails names up to 20 cases."""
        self.passed, self.failed = self.passed + holds, self.failed + (not holds)
        print(f"{'ok  ' if holds else 'FAIL'} {text} (seed {self.seed})", flush=True)
        if not holds:
            for each in list(listed)[:20]:
                print(f"       {each}", flush=True)

    def sets(self, title: str, history: History, found: dict, since: float) -> None:
        """Print the set check of each kind of record; `found` is {kind: keys}."""
        invoked, acked = history.keys("invoked"), history.keys("acked")
        verdicts = {kind: check(history, keys) for kind, keys in found.items()}
        counts = ", ".join(f"{len(keys)} {kind}" for kind, keys in found.items())
        sums = {
            word: sum(len(getattr(verdict, word)) for verdict in verdicts.values())
            for word in ("lost", "phantom", "doubled")
        }
        words = ", ".join(f"{word} {count}" for word, count in sums.items())
        holds = all(each.holds for each in verdicts.values()) and acked == invoked
        self.bar(
            f"{title}: {len(acked)} of {len(invoked)} acked; {counts}; {words}; "
            f"{time.monotonic() - since:.0f} s",
            holds,
            [f"{kind}: {verdict}" for kind, verdict in verdicts.items()],
        )

    def close(self) -> int:
        """Keep the artefacts of a failed part only; return the exit code."""
        for history in self._histories:
            history.close()
        if not self.failed:
            shutil.rmtree(self.folder)
            return 0
        order = {"part": self.part, "seed": self.seed, "share": self.share}
        text = json.dumps(order | {"plan": self.plan}, ensure_ascii=False, indent=1)
        (self.folder / "plan.json").write_text(text + "\n")
        print(f"     history and plan: {self.folder}", flush=True)
        return 1
