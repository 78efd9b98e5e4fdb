"""Numbered steps with elapsed time: redrawn on a terminal, plain lines elsewhere."""

import contextlib
import sys
import threading
import time
from collections.abc import Iterator

_TERMINAL_INTERVAL = 0.5
_PLAIN_INTERVAL = 10.0


class Step:
    """One running step; `detail` says what it is doing now."""

    def __init__(self, label: str, stream, patience: float):
        self.label = label
        self.detail = ""
        self._stream = stream
        self._live = stream.isatty()
        self._patience = patience
        self._is_shown = False
        self._started = time.monotonic()
        self._finished = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def start(self) -> None:
        if not self._patience:
            self._show()
        self._ticker.start()

    def finish(self, outcome: str) -> None:
        self._finished.set()
        self._ticker.join()
        if not self._is_shown:
            return
        text = f"{self.label} … {outcome} ({self._elapsed()})"
        self._write(f"\r\033[K{text}\n" if self._live else f"{text}\n")

    def _show(self) -> None:
        self._is_shown = True
        self._write(self.label + (" …" if self._live else " …\n"))

    def _tick(self) -> None:
        if self._patience and not self._finished.wait(self._patience):
            self._show()
        interval = _TERMINAL_INTERVAL if self._live else _PLAIN_INTERVAL
        while not self._finished.wait(interval):
            text = f"{self.label} … {self._elapsed()} {self.detail}".rstrip()
            # A terminal line that wraps could not be redrawn in place.
            self._write(f"\r\033[K{text[:110]}" if self._live else f"  {text}\n")

    def _elapsed(self) -> str:
        seconds = int(time.monotonic() - self._started)
        return (
            f"{seconds // 60} min {seconds % 60} s" if seconds > 59 else f"{seconds} s"
        )

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


class Progress:
    """Counts the steps of one command; a step shorter than `patience` is not shown."""

    def __init__(self, total: int, stream=None, patience: float = 0.0):
        self.total = total
        self._patience = patience
        self.number = 0
        self._stream = stream or sys.stderr

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Show `title` while the block runs, then how it ended."""
        self.number += 1
        step = Step(
            f"[{self.number}/{self.total}] {title}", self._stream, self._patience
        )
        step.start()
        try:
            yield step
        except BaseException:
            step.finish("failed")
            raise
        step.finish("done")
