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

from . import front_door, ports
from .child import describe_failure
from .fault import Fault
from .odoo_instance import OdooInstance
from .paths import Paths
from .processes import born

_START_SECONDS = 120
_STOP_SECONDS = 40


@dataclass(frozen=True)
class Server:
    """The server process of one checkout, known by the file it leaves."""

    paths: Paths

    @property
    def log(self) -> Path:
        return self.paths.logs / "odoo.log"

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

    def start(self, instance: OdooInstance, port: int) -> None:
        """Start Odoo behind the front door; it outlives this process."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        # The door has the port people know; Odoo's own two may be any.
        http = ports.next_free(port + 1)
        websocket = ports.next_free(http + 1)
        door = ["--port", port, "--http-port", http, "--websocket-port", websocket]
        odoo = instance.command(
            "server", f"--http-port={http}", f"--gevent-port={websocket}"
        )
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
        }
        self._record.write_text(json.dumps(record) + "\n")
        self._await_health(process, port)

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

    def _await_health(self, process: subprocess.Popen, port: int) -> None:
        start = self.log.stat().st_size
        deadline = time.monotonic() + _START_SECONDS
        while not is_healthy(port):
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
