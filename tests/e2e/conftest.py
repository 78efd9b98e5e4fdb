"""A real Odoo with workers and job runner, on a database of its own."""

import contextlib
import os
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from runner import cluster, paths, ports, server, toolchain
from runner.test_template import TestDatabases

LIMIT_SECONDS = 120


class LiveOdoo:
    """One prefork server and its database."""

    def __init__(self, where, databases):
        self.where, self.databases = where, databases
        step = toolchain.quiet_progress().step("Database of the end-to-end test")
        with step as shown:
            self.instance = databases.fresh(["cc_appeals"], shown)
        self.port = ports.next_free(18069)
        self.log = Path(where.logs) / "end-to-end.log"
        self.process = None

    def start(self):
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command = self.instance.command(
            "server",
            f"--http-port={self.port}",
            f"--gevent-port={ports.next_free(self.port + 1)}",
            "--workers=2",
            "--max-cron-threads=1",
        )
        with self.log.open("wb") as sink:
            self.process = subprocess.Popen(
                command,
                env=self.instance.environment(),
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait(lambda: server.is_healthy(self.port), "the server to answer")

    def shell(self, script):
        """Run Python with `env` in another process, as an operator's tool would."""
        done = subprocess.run(
            self.instance.command("shell", "--no-http"),
            input=script,
            env=self.instance.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def query(self, sql):
        return self.instance.cluster.query(sql, self.instance.database)

    def wait(self, condition, what):
        """Ask again until `condition` holds; fail with words after the limit."""
        pause = threading.Event()
        for _try in range(LIMIT_SECONDS * 4):
            if condition():
                return
            if self.process.poll() is not None:
                break
            pause.wait(0.25)
        pytest.fail(f"waited for {what}; the log is in {self.log}")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.databases.drop(self.instance)


@pytest.fixture(scope="module")
def live_odoo():
    where = paths.locate()
    tools = toolchain.ensure(where, toolchain.quiet_progress())
    databases = TestDatabases(where, tools, cluster.test_cluster(where, tools.postgres))
    live = LiveOdoo(where, databases)
    try:
        live.start()
        yield live
    finally:
        live.stop()
