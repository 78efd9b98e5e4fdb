"""The virtual environments in the cache: one for Odoo, one small, one for linters."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import debian
from .child import environment, run_logged
from .fault import Fault
from .odoo_source import OdooSource
from .paths import Paths
from .progress import Step

_VERSIONS = ("3.11", "3.12")
_LAUNCHER = """\
#!{python}
from odoo.cli import main

if __name__ == "__main__":
    main()
"""


@dataclass(frozen=True)
class PythonEnv:
    """A virtual environment and the pins it is built from."""

    folder: Path
    requirements: tuple[Path, ...]
    log: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin/python"

    def program(self, name: str) -> Path:
        return self.folder / "bin" / name

    def pins_digest(self) -> str:
        digest = hashlib.sha256()
        for path in self.requirements:
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]

    def is_ready(self) -> bool:
        stamp = self.folder / "complete"
        return stamp.exists() and stamp.read_text().strip() == self.pins_digest()

    def ensure(self, step: Step | None = None) -> None:
        """Create the environment, or bring it to the pins."""
        if self.is_ready():
            return
        if not self._works():
            self._create()
        for path in self.requirements:
            # A file of packages whose own requirements would disturb our pins says so.
            alone = ["--no-deps"] if "no-deps" in path.stem else []
            run_logged(
                [self.python, "-m", "pip", "install", *alone, "-r", path],
                self.log,
                "install the Python packages",
                env=environment(),
                on_line=lambda line: _tell(step, line),
            )
        (self.folder / "complete").write_text(self.pins_digest() + "\n")

    def _works(self) -> bool:
        if not self.python.exists():
            return False
        check = subprocess.run([self.python, "-m", "pip", "-V"], capture_output=True)
        return check.returncode == 0

    def _create(self) -> None:
        interpreter = find_interpreter(self.log)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        run_logged(
            [interpreter, "-m", "venv", self.folder],
            self.log,
            "create a Python environment",
            env=environment(),
        )


def odoo_env(paths: Paths, source: OdooSource) -> PythonEnv:
    """Return the environment Odoo runs in."""
    name = "venv"
    if source.is_own:
        name += "-" + hashlib.sha256(os.fsencode(source.folder)).hexdigest()[:8]
    requirements = ("requirements.txt", "requirements-no-deps.txt")
    return _env(paths, name, *requirements)


def fast_env(paths: Paths) -> PythonEnv:
    """Return the small environment that is enough for engine tests."""
    requirements = ("requirements-addons.txt", "requirements-fast.txt")
    return _env(paths, "venv-fast", *requirements)


def lint_env(paths: Paths) -> PythonEnv:
    """Return the environment of the linters."""
    return _env(paths, "venv-lint", "requirements-lint.txt")


def _env(paths: Paths, name: str, *requirements: str) -> PythonEnv:
    files = tuple(paths.config / requirement for requirement in requirements)
    return PythonEnv(paths.cache / name, files, paths.logs / "packages.log")


def link_odoo(env: PythonEnv, source: OdooSource) -> None:
    """Let the environment import Odoo, and give it the `odoo` command.

    The prefork server starts its websocket process by running its own first argument
    with Python, so that must be a script, not a module.
    """
    site = next(env.folder.glob("lib/python3*/site-packages"))
    _write_if_changed(site / "odoo19.pth", f"{source.folder}\n")
    launcher = env.program("odoo")
    _write_if_changed(launcher, _LAUNCHER.format(python=env.python))
    launcher.chmod(0o755)


def find_interpreter(log: Path) -> str:
    """Return a Python of a supported version that can create environments."""
    search = os.pathsep.join(["/usr/bin", os.environ.get("PATH", "")])
    found = [shutil.which(f"python{version}", path=search) for version in _VERSIONS]
    interpreters = [path for path in found if path] + [sys.executable]
    for path in interpreters:
        if _can_create(path):
            return path
    if debian.is_root():
        debian.install(["python3-venv"], log)
        for path in interpreters:
            if _can_create(path):
                return path
    raise Fault(
        "Python is here but cannot create environments. "
        "As root: apt-get install python3-venv"
    )


def _can_create(interpreter: str) -> bool:
    code = "import ensurepip, venv, sys; print('%d.%d' % sys.version_info[:2])"
    check = subprocess.run([interpreter, "-c", code], capture_output=True, text=True)
    return check.returncode == 0 and check.stdout.strip() in _VERSIONS


def _write_if_changed(path: Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def _tell(step: Step | None, line: str) -> None:
    if step and line.startswith(("Collecting ", "Building ", "Installing collected")):
        step.detail = line.split(" (")[0][:60]
