"""Reading Odoo's log calmly: what a person wants to see, as it comes."""

import re
import time
from collections.abc import Callable
from pathlib import Path

_POLL_SECONDS = 0.3
_NOISE = re.compile(
    r"\(ERROR/3\)|\(WARNING/2\)"  # docutils on core's own descriptions
    r"|\"GET /(web/static|web/assets|web/health|websocket|[a-z_]+/static)"
    r"|/queue_job/runjob"
    r"|Running as user 'root'"
)


def is_calm(line: str) -> bool:
    """Say whether a line is worth showing while the server runs."""
    return bool(line.strip()) and not _NOISE.search(line)


def follow(log: Path, while_: Callable[[], bool], *, from_end: bool = True) -> None:
    """Print new lines of a log as long as the condition holds."""
    with log.open(errors="replace") as source:
        if from_end:
            source.seek(0, 2)
        while True:
            line = source.readline()
            if line:
                if is_calm(line):
                    print(line, end="", flush=True)
            elif while_():
                time.sleep(_POLL_SECONDS)
            else:
                return
