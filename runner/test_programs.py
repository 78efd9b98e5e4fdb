"""Programs of Debian that tests drive; one that is missing fails, it does not skip."""

import shutil
from dataclasses import dataclass

from . import debian
from .fault import Fault
from .paths import Paths
from .progress import Step


@dataclass(frozen=True)
class Program:
    """A program and the packages that bring it."""

    name: str
    packages: tuple[str, ...]

    def is_here(self) -> bool:
        return bool(shutil.which(self.name, path="/usr/bin:/usr/sbin:/usr/local/bin"))


BROWSER = Program("chromium", ("chromium",))
# What the end-to-end tests of tests/ talk to.
SERVERS = (Program("dovecot", ("dovecot-core", "dovecot-imapd")),)


def ensure(paths: Paths, programs: tuple[Program, ...], step: Step) -> None:
    """Install the programs that are not there."""
    missing = [program for program in programs if not program.is_here()]
    if not missing:
        return
    packages = [package for program in missing for package in program.packages]
    step.detail = "installing " + ", ".join(packages)
    debian.install(packages, paths.logs / "packages.log")
    for program in missing:
        if not program.is_here():
            raise Fault(f"{program.name} is still missing after its installation.")
