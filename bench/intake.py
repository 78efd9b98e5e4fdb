"""Letters a second: the ledger's whole path against Odoo's own mail gateway.

Ours writes letters down, commits, parses them, finds their writers and registers
appeals with their history. The peer (`message_process` into a bare `mail.thread` model
of Odoo's own tests) gets the same bytes, one transaction a letter, as its fetcher does.
The rounds alternate; the middle one is told. The cluster has the settings of
config/postgres.conf: a commit is on disk.
"""

import json
import os
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

from runner import toolchain
from runner.cluster import Cluster
from runner.fault import Fault
from runner.figure import Figure
from runner.progress import Progress
from runner.test_template import TestDatabases

DESCRIPTION = "letters a second and CPU a letter, against Odoo's own mail gateway"
INSIDE = Path(__file__).with_name("intake_inside.txt")
ROUNDS = 5
PEER = "Odoo mail gateway into a bare mail.thread"


def run(arguments, context) -> Iterator[Figure]:
    """Yield the figures of this bench."""
    progress = Progress(toolchain.STEPS + 3)
    paths = context.paths
    tools = toolchain.ensure(paths, progress)
    durable = Cluster(
        tools.postgres,
        paths.clusters / "bench",
        paths.config / "postgres.conf",
        paths.logs / "postgres.log",
    )
    databases = TestDatabases(paths, tools, durable)
    try:
        with progress.step("A database for the bench") as step:
            instance = databases.fresh(["cc_appeals"], step)
        try:
            with progress.step("The peer's model") as step:
                log = paths.logs / "bench.log"
                instance.run_to_end(["-i", "test_mail"], log, "install the peer", step)
            with progress.step("The rounds"):
                results = _measure(instance)
        finally:
            databases.drop(instance)
    finally:
        durable.stop()
    yield from _figures(results)


def _measure(instance) -> dict:
    """Run the rounds inside Odoo; return what intake_inside.txt prints."""
    rounds = os.environ.get("ROUNDS", str(ROUNDS))
    done = subprocess.run(
        instance.command("shell", "--no-http", "--log-level=warn"),
        input=INSIDE.read_text(encoding="utf-8"),
        env=instance.environment(ROUNDS=rounds),
        capture_output=True,
        text=True,
        check=False,
    )
    if "FIGURES" not in done.stdout:
        raise Fault(f"The bench stopped:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.split("FIGURES", 1)[1].splitlines()[0])


def _figures(results: dict) -> Iterator[Figure]:
    count = results["round"]

    def middle(name, value):
        return statistics.median(value(*each) for each in results[name])

    def rate(wall, own, database):
        return count / wall

    def cpu(wall, own, database):
        return 1000 * (own + database) / count

    yield Figure(
        name="letters registered",
        value=round(middle("ours", rate), 1),
        unit="1/s",
        peer=PEER,
        peer_value=round(middle("peer", rate), 1),
    )
    yield Figure(
        name="CPU a letter, Odoo with its children and PostgreSQL's backends",
        value=round(middle("ours", cpu), 2),
        unit="ms",
        peer=PEER,
        peer_value=round(middle("peer", cpu), 2),
    )
    settings = ", ".join(f"{key} {value}" for key, value in results["durable"].items())
    yield Figure(
        name=f"ledger accept, commit per 100, {settings}",
        value=round(1000 / statistics.median(each[0] for each in results["accept"])),
        unit="1/s",
    )
