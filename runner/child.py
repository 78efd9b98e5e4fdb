"""Running other programs: output into a log, known failures into sentences."""

import contextlib
import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .fault import Fault, explain

_TAIL = 12


def run_logged(
    argv: Sequence[str | Path],
    log: Path,
    what: str,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    on_line: Callable[[str], None] | None = None,
    told: str | None = None,
) -> str:
    """Run a program with its output going to `log`; raise Fault when it fails.

    `what` completes the sentence "Could not …". Returns the output.

    :param told: what stands on its standard input; at most 64 KiB, a pipe's room
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    with log.open("a", encoding="utf-8") as sink:
        sink.write(f"\n== {time.strftime('%F %T')} {' '.join(map(str, argv))}\n")
        process = subprocess.Popen(
            list(map(str, argv)),
            stdin=subprocess.DEVNULL if told is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(env) if env is not None else None,
            cwd=cwd,
            encoding="utf-8",
            errors="replace",
        )
        try:
            if told is not None:
                # One that ended without reading says why in its output.
                with contextlib.suppress(BrokenPipeError), process.stdin as line_in:
                    line_in.write(told)
            for line in process.stdout:
                sink.write(line)
                sink.flush()
                lines.append(line)
                if on_line:
                    on_line(line.rstrip())
            code = process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
    output = "".join(lines)
    if code:
        raise Fault(describe_failure(what, code, output, log))
    return output


def capture(argv: Sequence[str | Path], what: str, **options) -> str:
    """Return what a program prints; raise Fault when it fails."""
    done = subprocess.run(
        list(map(str, argv)),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        **options,
    )
    if done.returncode:
        raise Fault(describe_failure(what, done.returncode, done.stderr, None))
    return done.stdout


def describe_failure(what: str, code: int, output: str, log: Path | None) -> str:
    """Return the sentences that say why a program failed."""
    cause = explain(output)
    if not cause and code < 0:
        cause = (
            f"The program was killed (signal {-code}); "
            "on a small machine that is often the lack of memory."
        )
    if not cause:
        tail = [line for line in output.splitlines() if line.strip()][-_TAIL:]
        cause = "It said:\n" + "\n".join(f"    {line}" for line in tail)
    where = f"\nThe whole output is in {log}." if log else ""
    return f"Could not {what}. {cause}{where}"


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment with changes, without Python leftovers."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    env["PYTHONUNBUFFERED"] = "1"
    env.update(changes)
    return env
