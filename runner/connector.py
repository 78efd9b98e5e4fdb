"""The connector of a PBX that runs on this machine: its settings, its process."""

import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from .asterisk import Asterisk
from .child import describe_failure, environment
from .fault import Fault

# a busy machine may be slow
START_SECONDS = 60
STOP_SECONDS = 10


@dataclass
class Connector:
    """`python`: of Odoo's environment, which has what the connector imports.

    On a PBX of its own the connector has an environment of its own, from
    connector/requirements.txt; here a second one would hold the same packages twice.
    """

    python: Path
    code: Path
    asterisk: Asterisk
    #: the PBX's own unless something stands between
    ami_port: int | None = None
    process: subprocess.Popen | None = None

    @property
    def folder(self) -> Path:
        return self.asterisk.folder / "connector"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def spool(self) -> Path:
        return self.folder / "spool.sqlite"

    def start(self) -> None:
        """Write the settings and start it.

        :raise Fault: it ended at once
        """
        self._write_settings()
        self.run()
        deadline = time.monotonic() + START_SECONDS
        while '"started"' not in self.log.read_text(errors="replace"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                output = self.log.read_text(errors="replace")
                self.stop()
                raise Fault(
                    describe_failure(
                        "start the connector", self.process.returncode, output, self.log
                    )
                )
            time.sleep(0.05)

    def run(self) -> None:
        """Start its process with the settings that are there."""
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                [self.python, "-m", "cc_connector", "run", self._settings],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env=environment(PYTHONPATH=str(self.code)),
                start_new_session=True,
            )

    def stop(self) -> None:
        """End it, by its process id."""
        if not self.process or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    @property
    def _settings(self):
        return self.folder / "settings.toml"

    def _write_settings(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        pbx = self.asterisk.settings
        port = self.ami_port or pbx.ami_port
        for name, secret in (("token", pbx.token), ("secret", pbx.ami_secret)):
            path = self.folder / name
            path.touch(mode=0o600)
            path.write_text(secret, encoding="utf-8")
        self._settings.write_text(
            f'pbx = "{pbx.pbx}"\n'
            f'cel_file = "{self.asterisk.event_file}"\n'
            f'spool = "{self.spool}"\n'
            f'recordings = "{self.asterisk.recordings}"\n\n'
            f'[odoo]\nurl = "{pbx.odoo}"\ntoken_file = "{self.folder / "token"}"\n\n'
            f'[ami]\nhost = "{pbx.address}"\nport = {port}\n'
            f'user = "odoo"\nsecret_file = "{self.folder / "secret"}"\n',
            encoding="utf-8",
        )
