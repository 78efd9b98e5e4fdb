"""A real Odoo: prefork server, cron and job runner, ended by its process id."""

import contextlib
import os
import secrets
import signal
import subprocess
import threading
import time
from pathlib import Path

from runner import ports, server

LIMIT_SECONDS = 120
TRIES = 5
#: somebody else was first; the second is what is said after the first
CROSSED = ("SerializationFailure", "InFailedSqlTransaction")


class LiveOdoo:
    """One prefork server on a database somebody else makes and drops."""

    def __init__(self, instance, log, workers=2, **environment):
        self.instance, self.log, self.environment = instance, Path(log), environment
        self.workers = workers
        # two tests beside each other ask for a free port in the same moment
        self.port = ports.next_free(12_000 + secrets.randbelow(6_000))
        self.websocket_port = None
        self.process = None

    def start(self):
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.websocket_port = ports.next_free(self.port + 1)
        command = self.instance.command(
            "server",
            f"--http-port={self.port}",
            f"--gevent-port={self.websocket_port}",
            f"--workers={self.workers}",
            "--max-cron-threads=1",
        )
        with self.log.open("wb") as sink:
            self.process = subprocess.Popen(
                command,
                env=self.instance.environment(**self.environment),
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait(self._answers, "the server to answer")

    def _answers(self):
        # not somebody else's, who was first at this port
        is_ours = ports.is_served_by(self.port, self.process.pid)
        return is_ours and server.is_healthy(self.port)

    def shell(self, script):
        """Run Python with `env` in another process, as an operator's tool would.

        A script commits once, at its end: whom a job of the server came before with the
        same row begins anew, as requests do.
        """
        for _again in range(TRIES):
            done = subprocess.run(
                self.instance.command("shell", "--no-http"),
                input=script,
                env=self.instance.environment(),
                capture_output=True,
                text=True,
                check=False,
            )
            if not any(word in done.stderr for word in CROSSED):
                break
        assert done.returncode == 0, done.stderr[:3000] + done.stderr[-2000:]
        return done.stdout

    def query(self, sql):
        return self.instance.cluster.query(sql, self.instance.database)

    def wait(self, condition, what, grows=None):
        """Ask again until `condition` holds; fail with words after the limit.

        The limit begins anew whenever what `grows()` returns is another than before.
        """
        pause, before = threading.Event(), None
        ends = time.monotonic() + LIMIT_SECONDS
        while time.monotonic() < ends:
            if condition():
                return
            if self.process.poll() is not None:
                break
            if grows and (now := grows()) != before:
                before, ends = now, time.monotonic() + LIMIT_SECONDS
            pause.wait(0.25)
        raise AssertionError(f"waited for {what}; the log is in {self.log}")

    def kill(self):
        """End it with its workers as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
