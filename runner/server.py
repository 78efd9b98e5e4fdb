"""The running Odoo of `./run up`: start, health, stop."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from . import addons, demo_post, front_door, ports
from .child import describe_failure
from .fault import Fault
from .odoo_instance import OdooInstance
from .paths import Paths
from .processes import born

_START_SECONDS = 120
_STOP_SECONDS = 40


class PortTaken(Fault):
    """Another program took a port between choosing it and listening on it."""

    def __init__(self, port: int):
        super().__init__(
            f"Another program took port {port} meanwhile. Try again: ./run up"
        )
        self.port = port


@dataclass(frozen=True)
class Server:
    """The server process of one checkout, known by the file it leaves."""

    paths: Paths

    @property
    def log(self) -> Path:
        return self.paths.logs / "odoo.log"

    @property
    def post(self) -> Path:
        """Return the folder letters of a demo land in."""
        return self.paths.state / "post"

    @property
    def _record(self) -> Path:
        return self.paths.state / "server.json"

    def running(self) -> dict | None:
        """Return what is known of the running server: pid, port, database."""
        try:
            record = json.loads(self._record.read_text())
        except (FileNotFoundError, ValueError):
            return None
        # A checkout that was copied brings a record of the other one's server along.
        is_ours = record.get("checkout") == str(self.paths.checkout)
        return record if is_ours and born(record["pid"]) == record["born"] else None

    def changed_addons(self) -> list[str]:
        """Return the addons that are otherwise than when the server was started."""
        record = self.running() or {}
        # what a record of an older release does not say is not guessed at
        then = record.get("addons")
        now = addons.digests(addons.for_production(self.paths.addons))
        names = sorted(now.keys() | (then or {}).keys())
        return [n for n in names if now.get(n) != then.get(n)] if then else []

    def start(
        self, instance: OdooInstance, port: int, post_port: int | None = None
    ) -> None:
        """Start Odoo behind the front door; it outlives this process.

        With `post_port` the post of the demo is started beside it. Raises PortTaken.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        # The door has the port people know; Odoo's own two may be any.
        http = ports.next_free(max(port, post_port or 0) + 1)
        websocket = ports.next_free(http + 1)
        door = ["--port", port, "--http-port", http, "--websocket-port", websocket]
        odoo = instance.command(
            "server", f"--http-port={http}", f"--gevent-port={websocket}"
        )
        served = [port, http, websocket]
        if post_port:
            door += ["--beside", json.dumps(self._post_command(instance, post_port))]
            served.append(post_port)
        command = [sys.executable, front_door.__file__, *map(str, door), "--", *odoo]
        with self.log.open("ab") as sink:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env=instance.environment(),
                start_new_session=True,
            )
        record = {
            "pid": process.pid,
            "born": born(process.pid),
            "port": port,
            "database": instance.database,
            "checkout": str(self.paths.checkout),
            "post": str(self.post) if post_port else None,
            "addons": addons.digests(addons.for_production(self.paths.addons)),
        }
        self._record.write_text(json.dumps(record) + "\n")
        self._await_health(process, served)

    def _post_command(self, instance: OdooInstance, port: int) -> list[str]:
        program = [instance.env.python, demo_post.__file__]
        return [*map(str, program), f"--port={port}", f"--folder={self.post}"]

    def stop(self) -> bool:
        """Stop the server cleanly; say whether there was one."""
        record = self.running()
        if not record:
            self._record.unlink(missing_ok=True)
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(record["pid"], signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        while born(record["pid"]) == record["born"]:
            if time.monotonic() > deadline:
                os.killpg(record["pid"], signal.SIGKILL)
                break
            time.sleep(0.1)
        self._record.unlink(missing_ok=True)
        return True

    def _await_health(self, process: subprocess.Popen, served: list[int]) -> None:
        """Wait until Odoo answers and all `served` ports, the door's first, are ours.

        A server of another checkout that was started at the same moment may have got
        one of them: its answer is not ours.
        """
        start = self.log.stat().st_size
        deadline = time.monotonic() + _START_SECONDS
        while not (_all_ours(process, served) and is_healthy(served[0])):
            if taken := _taken(process, served):
                self.stop()
                raise PortTaken(taken)
            if process.poll() is not None:
                self._record.unlink(missing_ok=True)
                with self.log.open(errors="replace") as log:
                    log.seek(start)
                    output = log.read()
                raise Fault(
                    describe_failure("start Odoo", process.returncode, output, self.log)
                )
            if time.monotonic() > deadline:
                self.stop()
                raise Fault(
                    f"Odoo did not answer in {_START_SECONDS} s. See {self.log}."
                )
            time.sleep(0.2)


def _all_ours(process: subprocess.Popen, served: list[int]) -> bool:
    return all(ports.is_served_by(port, process.pid) for port in served)


def _taken(process: subprocess.Popen, served: list[int]) -> int | None:
    """Return a port that others listen on."""
    for port in served:
        # asked last: it may be ours since a moment
        if not ports.is_free(port) and not ports.is_served_by(port, process.pid):
            return port
    return None


def url(port: int) -> str:
    return f"http://localhost:{port}"


def is_healthy(port: int) -> bool:
    """Say whether Odoo answers behind a port."""
    address = f"http://{front_door.HOST}:{port}/web/health"
    # An http_proxy of the environment must not be asked for this machine itself.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=10) as answer:
            return answer.status == 200
    except OSError:
        return False
