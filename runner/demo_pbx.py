"""The PBX beside the demo: Asterisk and the connector, known by a file in .state."""

import secrets
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from . import asterisk_source, inside_pbx, processes, prompts
from .asterisk import Asterisk, PbxSettings, Phone, free_settings
from .asterisk_source import AsteriskSource
from .connector import STOP_SECONDS, Connector
from .fault import Fault
from .paths import Paths
from .progress import Progress
from .server import Server
from .workplace import Workplace

STEPS = 4


@dataclass(frozen=True)
class DemoPbx:
    """Started by one `./run`, used and ended by others."""

    paths: Paths

    @property
    def folder(self) -> Path:
        return self.paths.state / "pbx"

    @property
    def _record(self) -> Path:
        return self.paths.state / "pbx.json"

    def running(self) -> dict | None:
        """Return what is known of it while both its processes live."""
        known = processes.read(self._record)
        parts = (known.get("asterisk"), known.get("connector"))
        return known if all(map(processes.is_running, parts)) else None

    def start(
        self, place: Workplace, progress: Progress, in_browser: bool = False
    ) -> dict:
        """Start both and return what is known of them.

        :param in_browser: the first operator's phone is his browser
        :raise Fault: the demo does not run, or one of the two does not start
        """
        demo = Server(self.paths).running()
        if not demo:
            raise Fault("The PBX works beside the demo: ./run up --detach first.")
        self.stop()
        with progress.step("Asterisk") as step:
            source = asterisk_source.ensure(self.paths, step)
        with progress.step("Prompts"):
            said = prompts.ensure(
                source, self.paths.config / "asterisk/prompts", self.paths.cache
            )
        with progress.step("The PBX in Odoo"):
            settings = free_settings(
                inside_pbx.CODE, f"http://127.0.0.1:{demo['port']}", "", ring_seconds=8
            )
            address = f"ws://127.0.0.1:{settings.http_port}/ws" if in_browser else ""
            password = secrets.token_hex(8)
            admitted = inside_pbx.admit(place.instance, address, password)
            settings = replace(settings, token=admitted["token"])
        with progress.step("Asterisk and the connector"):
            phones = tuple(
                Phone(number, password, name, is_browser=True)
                if number == admitted["browser"]
                else Phone(number, secrets.token_hex(8), name)
                for number, name in admitted["phones"].items()
            )
            asked = (source, said, phones, settings)
            return self._start(*asked, admitted["lines"], place.instance.env.python)

    def _start(
        self,
        source: AsteriskSource,
        said: Path,
        phones: tuple[Phone, ...],
        settings: PbxSettings,
        lines: list[str],
        python: Path,
    ) -> dict:
        pbx = Asterisk(source, self._config, self.folder, settings, phones, said)
        # the log of an earlier one would be read as this one's
        shutil.rmtree(self.folder / "log", ignore_errors=True)
        pbx.start()
        connector = Connector(python, self.paths.checkout / "connector", pbx)
        try:
            connector.start()
        except BaseException:
            pbx.stop()
            raise
        known = {
            "asterisk": processes.record(pbx.process.pid),
            "connector": processes.record(connector.process.pid),
            "lines": lines,
            "phones": [asdict(phone) for phone in phones],
            "settings": asdict(settings),
        }
        processes.write(self._record, known)
        return known

    def found(self, known: dict) -> Asterisk:
        """Return the running PBX, for what can be asked of it."""
        phones = tuple(Phone(**each) for each in known["phones"])
        source = asterisk_source.locate(self.paths)
        settings = PbxSettings(**known["settings"])
        return Asterisk(source, self._config, self.folder, settings, phones)

    def stop(self) -> list[str]:
        """End both; return the names of what was running."""
        known, stopped = processes.read(self._record), []
        for name, words in (("connector", "the connector"), ("asterisk", "Asterisk")):
            if processes.stop(known.get(name), STOP_SECONDS):
                stopped.append(words)
        self._record.unlink(missing_ok=True)
        return stopped

    @property
    def _config(self):
        return self.paths.config / "asterisk"
