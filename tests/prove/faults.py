"""Power cuts, broken lines and full disks: nothing is lost and nothing is doubled.

The parts are modules of tests/prove/support, run side by side in Odoo's Python: kills,
cuts and poison share an Odoo; restarts has a durable PostgreSQL of its own; full_disk
sees a small disk that nobody else sees. The plan is drawn from the seed, which is
printed: `--seed N` repeats a run. A part that fails leaves its history in .state/prove.
"""

import random
import re
import subprocess
import sys
import time

from runner import cluster, test_programs, toolchain
from runner.progress import Progress
from runner.test_template import TestDatabases
from tests.prove.support import small_disk

DESCRIPTION = "kills, cuts, restarts, a full disk: 0 lost, 0 doubled"
PARTS = ("mail", "restarts", "full_disk")


def run(arguments, context) -> int:
    """Prove it; see the module's first lines."""
    since = time.monotonic()
    seed = random.randrange(10**6) if arguments.seed is None else arguments.seed
    env = _prepare(context.paths)
    words = ["--seed", str(seed), "--share", str(arguments.share)]
    started = [_start(part, words, env, context.paths) for part in PARTS]
    output = ""
    try:
        for process in started:
            text = process.communicate()[0]
            print(text, end="", flush=True)
            output += text
    finally:
        for process in started:
            if process.poll() is None:
                process.terminate()
                process.wait()
    bars = {word: len(re.findall(f"(?m)^{word} ", output)) for word in ("ok", "FAIL")}
    seconds = f"{time.monotonic() - since:.0f} s"
    print(f"\n{bars['ok']} passed, {bars['FAIL']} failed (seed {seed}, {seconds})")
    return max(abs(process.returncode) for process in started)


def _prepare(paths):
    """Get the programs and the template; return Odoo's Python environment."""
    progress = Progress(toolchain.STEPS + 2)
    tools = toolchain.ensure(paths, progress)
    with progress.step("Servers for the proof") as step:
        test_programs.ensure(paths, test_programs.SERVERS, step)
    where = cluster.test_cluster(paths, tools.postgres)
    databases = TestDatabases(paths, tools, where)
    with progress.step("A database to copy") as step:
        databases.drop(databases.fresh(["cc_appeals"], step))
    return tools.env


def _start(part, words, env, paths):
    command = [env.python, "-m", "tests.prove.support.program", *words, part]
    if part == "full_disk":
        command = [*small_disk.wrapper(), *command]
    return subprocess.Popen(
        list(map(str, command)),
        cwd=paths.checkout,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=sys.stderr,
        encoding="utf-8",
        errors="replace",
    )
