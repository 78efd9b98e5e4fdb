"""Odoo for a bench: a database of its own, and code that runs inside it."""

import json
import subprocess
from pathlib import Path

from . import toolchain
from .child import describe_failure, environment, run_logged
from .cli import Context
from .cluster import Cluster, test_cluster
from .fault import Fault
from .progress import Progress
from .test_template import TestDatabases

_INSIDE = """
import json, sys
sys.path.insert(0, {folder!r})
import {module}
print("RESULT", json.dumps({module}.run(env, **json.loads({values!r}))), flush=True)
"""


class BenchOdoo:
    """`with BenchOdoo(context, ["cc_appeals"]) as odoo: odoo.run("reads", rows=10)`."""

    def __init__(
        self,
        context: Context,
        addons: list[str],
        peer: str = "",
        is_durable: bool = False,
    ) -> None:
        """Prepare; `peer` is the pinned distribution of an addon to compare with.

        The peer is installed into the cache for this bench alone: it is no part of
        the product, whatever its licence.

        :param is_durable: a commit is on disk, as with `./run up`; else as in tests
        """
        self.is_durable = is_durable
        self.context = context
        self.addons = addons
        self.peer = peer
        self.log = context.paths.logs / "bench.log"
        self.options: tuple[str, ...] = ()

    def __enter__(self) -> "BenchOdoo":
        paths = self.context.paths
        progress = Progress(toolchain.STEPS + 1)
        tools = toolchain.ensure(paths, progress)
        self.cluster = test_cluster(paths, tools.postgres)
        if self.is_durable:
            self.cluster = Cluster(
                tools.postgres,
                paths.clusters / "bench",
                paths.config / "postgres.conf",
                paths.logs / "postgres.log",
            )
        self.databases = TestDatabases(paths, tools, self.cluster)
        with progress.step("A database for the bench") as step:
            self.instance = self.databases.fresh(self.addons, step)
            try:
                if self.peer:
                    self._install_peer(step)
            except BaseException:
                self.__exit__()
                raise
        return self

    def __exit__(self, *exception) -> None:
        self.databases.drop(self.instance)
        if self.is_durable:
            self.cluster.stop()

    def run(self, module: str, **values):
        """Return what `run(env, **values)` of bench/inside/MODULE.py returns (JSON)."""
        code = _INSIDE.format(
            folder=str(self.context.paths.checkout / "bench/inside"),
            module=module,
            values=json.dumps(values),
        )
        done = subprocess.run(
            self.instance.command("shell", "--no-http", *self.options),
            input=code,
            env=self.instance.environment(),
            capture_output=True,
            text=True,
        )
        with self.log.open("a", encoding="utf-8") as sink:
            sink.write(done.stdout + done.stderr)
        if done.returncode or "RESULT " not in done.stdout:
            said = done.stdout + done.stderr
            raise Fault(
                describe_failure("run the bench", done.returncode, said, self.log)
            )
        return json.loads(done.stdout.rsplit("RESULT ", 1)[1].splitlines()[0])

    def _install_peer(self, step) -> None:
        """Fetch the peer from the package index and install it here."""
        env = self.instance.env
        folder = self.context.paths.cache / "bench" / self.peer.replace("==", "-")
        found = folder / "odoo/addons"
        if not found.is_dir():
            step.detail = self.peer
            command = [env.python, "-m", "pip", "install", "--no-deps", "--target"]
            run_logged(
                [*command, folder, self.peer],
                self.log,
                f"get {self.peer}",
                env=environment(),
            )
        ours = self.context.paths.addons
        self.options = ("--addons-path", f"{ours},{found}")
        names = ",".join(each.name for each in Path(found).iterdir())
        self.instance.run_to_end(
            ["-i", names, *self.options], self.log, f"install {names}", step
        )
