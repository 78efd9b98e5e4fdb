"""Processes that outlive the command that started them: known again, and ended."""

import contextlib
import json
import os
import signal
import time
from pathlib import Path


def born(pid: int) -> str | None:
    """Return when a live process started, so that a reused number is not trusted."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] == "Z" else fields[19]


def record(pid: int) -> dict:
    """Return what a process is known by."""
    return {"pid": pid, "born": born(pid)}


def is_running(known: dict | None) -> bool:
    """Say whether it is still the process that was recorded."""
    return bool(known and known.get("born") and born(known["pid"]) == known["born"])


def stop(known: dict | None, seconds: float) -> bool:
    """End a process and its group, gently first; say whether there was one."""
    if not is_running(known):
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(known["pid"], signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while is_running(known):
        if time.monotonic() > deadline:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(known["pid"], signal.SIGKILL)
            break
        time.sleep(0.05)
    return True


def read(path: Path) -> dict:
    """Return a file of facts, empty when there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def write(path: Path, facts: dict) -> None:
    """Write a file of facts that others on this machine may not read."""
    path.touch(mode=0o600, exist_ok=True)
    path.write_text(json.dumps(facts) + "\n", encoding="utf-8")


def prefer(pid: int, nice: int) -> None:
    """Let a process and what it will start run before others; root alone may.

    Linux shares cores between sessions first (autogroup): within its own session alone
    a process's niceness means nothing to the rest of the machine.

    :param pid: the leader of a session of its own
    :param nice: -20 (before all others) to 19
    """
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, nice)
        Path(f"/proc/{pid}/autogroup").write_text(str(nice), encoding="ascii")
