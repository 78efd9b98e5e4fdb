"""Odoo, its Python packages and PostgreSQL, made ready in the cache."""

import contextlib
import fcntl
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import odoo_source, postgres, python_env
from .odoo_source import OdooSource
from .paths import Paths
from .postgres import Postgres
from .progress import Progress
from .python_env import PythonEnv

STEPS = 3


@dataclass(frozen=True)
class Toolchain:
    """The programs everything else runs on."""

    source: OdooSource
    env: PythonEnv
    postgres: Postgres

    def version_key(self) -> str:
        """Return what a database built with these programs depends on."""
        return f"{self.source.version} {self.env.pins_digest()}"


def ensure(paths: Paths, progress: Progress | None = None) -> Toolchain:
    """Return the programs, getting what is missing (three steps)."""
    progress = progress or Progress(STEPS)
    paths.cache.mkdir(parents=True, exist_ok=True)
    with locked(paths.cache / "lock", "is filling the cache"):
        with progress.step("Odoo 19") as step:
            source = odoo_source.ensure(paths, step)
        env = python_env.odoo_env(paths, source)
        with progress.step("Python packages") as step:
            env.ensure(step)
            python_env.link_odoo(env, source)
        with progress.step("PostgreSQL") as step:
            found = postgres.ensure(paths, step)
    return Toolchain(source, env, found)


def quiet_progress() -> Progress:
    """Return a progress that is only seen when a step takes long."""
    return Progress(STEPS, patience=2.0)


@contextlib.contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """Hold a lock that another `./run` would wait for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another ./run {what}; waiting for it …", file=sys.stderr)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
