"""How busy the machine is, so that a proof knows its own lateness from a fault."""

import asyncio
import contextlib
import os
import time
from pathlib import Path

LOOK_SECONDS = 0.02
_TICKS = os.sysconf("SC_CLK_TCK")


class Lateness:
    """`async with Lateness() as late`; `late.between(start, end)`: how late things
    happened at worst, in seconds, at two moments (since 1970).

    A timer of this program tells it, and whatever else is noted: `late.note(moment,
    seconds)`, as what a phone had to wait for the PBX.
    """

    def __init__(self):
        self._worst: dict[int, float] = {}

    async def __aenter__(self) -> "Lateness":
        self._task = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *exception) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    def between(self, start: float, end: float) -> float:
        """Return the sum of the worst of its first and of its last seconds.

        A call that is measured at both ends is off by both.
        """
        return sum(
            max(self._worst.get(int(moment) + each, 0.0) for each in (-1, 0, 1))
            for moment in (start, end)
        )

    def note(self, moment: float, seconds: float) -> None:
        """Note that something was late by so much, from a moment on."""
        for second in range(int(moment), int(moment + seconds) + 1):
            self._worst[second] = max(self._worst.get(second, 0.0), seconds)

    @property
    def worst(self) -> float:
        return max(self._worst.values(), default=0.0)

    def worst_since(self, moment: float) -> float:
        """Return the worst of the seconds after a moment (since 1970)."""
        found = (each for at, each in self._worst.items() if at >= int(moment))
        return max(found, default=0.0)

    async def _look(self):
        while True:
            due = time.time() + LOOK_SECONDS
            await asyncio.sleep(LOOK_SECONDS)
            now = time.time()
            self.note(due, now - due)


class Cores:
    """What parts of the product take: {name: id of its process group}."""

    def __init__(self, groups: dict[str, int]):
        self._groups = groups
        self._used, self._at = self._look(), time.monotonic()

    def sentence(self) -> str:
        """Return how much each took of a core since the beginning."""
        took = time.monotonic() - self._at
        parts = [
            f"{name} {(used - self._used[name]) / took:.2f}"
            for name, used in self._look().items()
        ]
        return (
            f"of {os.cpu_count()} cores: {', '.join(parts)}; "
            f"{os.getloadavg()[0]:.1f} programs wanted to run"
        )

    def _look(self):
        used = dict.fromkeys(self._groups, 0.0)
        names = {group: name for name, group in self._groups.items()}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                words = path.read_text().rpartition(")")[2].split()
                if name := names.get(int(words[2])):
                    # its own, and of children that ended
                    used[name] += sum(map(int, words[11:15])) / _TICKS
        return used
