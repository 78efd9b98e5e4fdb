"""Asterisk itself: not in Debian 12, so unpacked from a newer suite into the cache.

It comes with everything it needs down to the C library and is started by its own
loader: nothing is installed, no service starts, and root is not needed.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from .debian import PrivateApt, unpack_merged
from .fault import Fault
from .paths import Paths
from .progress import Step

SUITES = ("forky", "sid")
PACKAGES = (
    "asterisk",
    "asterisk-core-sounds-ru-gsm",
    "asterisk-core-sounds-en-gsm",
    # speaks the prompts of config/asterisk/prompts
    "espeak-ng",
)


@dataclass(frozen=True)
class AsteriskSource:
    """The folder Asterisk was unpacked to."""

    root: Path

    @property
    def libraries(self) -> Path:
        """The folder of its own C library, which names the machine's kind."""
        return next(self.root.glob("usr/lib/*-linux-gnu*"))

    @property
    def modules(self) -> Path:
        return self.libraries / "asterisk/modules"

    @property
    def share(self) -> Path:
        return self.root / "usr/share/asterisk"

    def command(self, *arguments: str | Path) -> list[str]:
        """Return the command line that runs it with its own libraries."""
        return self.command_of("usr/sbin/asterisk", *arguments)

    def command_of(self, program: str, *arguments: str | Path) -> list[str]:
        """Return the command line of another program that was unpacked with it."""
        loader = next(self.root.glob("usr/lib*/ld-linux-*.so.*"))
        path = f"{self.libraries}:{self.libraries}/pulseaudio"
        return [
            *(str(loader), "--library-path", path, str(self.root / program)),
            *map(str, arguments),
        ]


def locate(paths: Paths) -> AsteriskSource | None:
    """Return Asterisk if it is there already."""
    home = paths.cache / "asterisk"
    stamp = home / "complete"
    is_whole = stamp.exists() and stamp.read_text().split()[1:] == list(PACKAGES)
    return AsteriskSource(home / "root") if is_whole else None


def ensure(paths: Paths, step: Step) -> AsteriskSource:
    """Return Asterisk, fetching it into the cache when it is not there."""
    if found := locate(paths):
        return found
    building = paths.cache / "asterisk.building"
    shutil.rmtree(building, ignore_errors=True)
    try:
        suite = _build(building, paths.logs / "packages.log", step)
        (building / "complete").write_text(" ".join((suite, *PACKAGES)) + "\n")
    except BaseException:
        # a third of a gigabyte of halves is no use to anybody
        shutil.rmtree(building, ignore_errors=True)
        raise
    home = paths.cache / "asterisk"
    shutil.rmtree(home, ignore_errors=True)
    building.rename(home)
    return locate(paths)


def _build(home: Path, log: Path, step: Step) -> str:
    for suite in SUITES:
        apt = PrivateApt(home / f"apt-{suite}", log)
        try:
            step.detail = "reading the package lists"
            apt.download_whole(suite, PACKAGES, home / "deb")
            step.detail = "unpacking"
            unpack_merged(home / "deb", home / "root")
            break
        except Fault:
            if suite == SUITES[-1]:
                raise
            shutil.rmtree(home / "deb", ignore_errors=True)
    shutil.rmtree(home / "deb")
    for each in home.glob("apt-*"):
        shutil.rmtree(each)
    return suite
