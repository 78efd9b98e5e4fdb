"""PostgreSQL programs: those the machine has, else installed, else unpacked."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import debian
from .paths import Paths
from .progress import Step

_OLDEST = 13
_DEBS = ("postgresql-15", "postgresql-client-15", "libpq5")
_EXTRA_DEBS = (
    "libldap-2.5-0",
    "libsasl2-2",
    "libxml2",
    "libicu72",
    "libgssapi-krb5-2",
)


@dataclass(frozen=True)
class Postgres:
    """A folder of PostgreSQL programs and where their libraries are."""

    programs: Path
    libraries: Path | None = None

    def environment(self, **changes: str) -> dict[str, str]:
        """Return an environment in which these programs run."""
        env = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        env["PATH"] = f"{self.programs}{os.pathsep}{env.get('PATH', '')}"
        if self.libraries:
            known = env.get("LD_LIBRARY_PATH")
            env["LD_LIBRARY_PATH"] = os.pathsep.join(
                filter(None, [str(self.libraries), known])
            )
        env.update(changes)
        return env


def find(paths: Paths) -> Postgres | None:
    """Return the PostgreSQL to use if it is already there."""
    return _installed() or _unpacked(paths)


def ensure(paths: Paths, step: Step | None = None) -> Postgres:
    """Return the PostgreSQL to use, installing or unpacking it when there is none."""
    if found := find(paths):
        return found
    if step:
        step.detail = "installing PostgreSQL"
    if debian.is_root():
        debian.install(["postgresql"], paths.logs / "packages.log")
        return _installed()
    return _unpack(paths)


def _installed() -> Postgres | None:
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    usable = [
        folder
        for folder in folders
        if re.fullmatch(r"\d+", folder.parent.name)
        and int(folder.parent.name) >= _OLDEST
        and all((folder / name).exists() for name in ("initdb", "postgres", "pg_dump"))
    ]
    if usable:
        return Postgres(max(usable, key=lambda folder: int(folder.parent.name)))
    if found := shutil.which("initdb"):
        return Postgres(Path(found).resolve().parent)
    return None


def _unpacked(paths: Paths) -> Postgres | None:
    root = paths.cache / "pg"
    if not (root / "complete").exists():
        return None
    libraries = next((root / "root/usr/lib").glob("*-linux-gnu*"))
    return Postgres(root / "root/usr/lib/postgresql/15/bin", libraries)


def _unpack(paths: Paths) -> Postgres:
    home = paths.cache / "pg"
    shutil.rmtree(home, ignore_errors=True)
    apt = debian.PrivateApt(home / "apt", paths.logs / "packages.log")
    apt.download(debian.STABLE, _DEBS, home / "deb")
    debian.unpack(home / "deb", home / "root")
    if _misses_libraries(home):
        apt.download(debian.STABLE, _EXTRA_DEBS, home / "deb")
        debian.unpack(home / "deb", home / "root")
    shutil.rmtree(home / "deb")
    shutil.rmtree(home / "apt")
    (home / "complete").touch()
    return _unpacked(paths)


def _misses_libraries(home: Path) -> bool:
    libraries = next((home / "root/usr/lib").glob("*-linux-gnu*"))
    for program in ("postgres", "psql", "pg_dump"):
        check = subprocess.run(
            ["ldd", home / "root/usr/lib/postgresql/15/bin" / program],
            capture_output=True,
            text=True,
            env={**os.environ, "LD_LIBRARY_PATH": str(libraries)},
        )
        if "not found" in check.stdout:
            return True
    return False
