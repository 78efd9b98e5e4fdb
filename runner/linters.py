"""The linters, all from the cache: Python's in one environment, Node's beside it."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import addons, python_env
from .child import environment, run_logged
from .paths import Paths
from .progress import Progress
from .python_env import PythonEnv

STEPS = 2
# It wants a term left empty that is the same word in Russian, and ours are complete;
# ./run i18n --check sees to the form.
_NOT_OURS = "--disable=po-pretty-format"
# A long model is split by subject with _inherit: that is the house rule.
_SPLIT = "--disable=consider-merging-classes-inherited"
_PRETTIER_SUFFIXES = (".js", ".cjs", ".scss", ".xml")


@dataclass(frozen=True)
class Check:
    """One linter: what it runs to look, to mend some of it, and to format."""

    name: str
    look: tuple[tuple[str | Path, ...], ...]
    mend: tuple[str | Path, ...] = ()
    form: tuple[str | Path, ...] = ()


@dataclass(frozen=True)
class Linters:
    """The linters of the repository and the environment they run in."""

    paths: Paths
    env: PythonEnv

    @property
    def node_modules(self) -> Path:
        return self.paths.cache / "node/node_modules"

    def environment(self) -> dict[str, str]:
        """Return an environment in which each linter finds its own parts."""
        path = f"{self.env.folder / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
        # Two checks read the checkout's folders as a Python path: nothing may be
        # imported from there.
        return environment(PATH=path, NODE_PATH=str(self.node_modules))

    def run(self, command: tuple[str | Path, ...], **options) -> int:
        """Run one command in the checkout and return its exit code."""
        return subprocess.run(
            list(map(str, command)),
            env=self.environment(),
            cwd=self.paths.checkout,
            **options,
        ).returncode

    def checks(self) -> list[Check]:
        """Return every check, the fastest first; without files there is none."""
        found = [self._ruff()]
        ours = list(addons.discover(self.paths.addons).values())
        folders = tuple(str(addon.folder) for addon in ours)
        if folders:
            found.append(
                Check("pylint", ((self._program("pylint"), _SPLIT, *folders),))
            )
            oca = self._program("oca-checks-odoo-module")
            mend = (oca, "--fix", *folders)
            found.append(Check("oca", look=((oca, *folders),), mend=mend))
        if catalogues := [p for a in ours for p in sorted(a.folder.glob("i18n/*.po*"))]:
            command = (self._program("oca-checks-po"), _NOT_OURS, *catalogues)
            found.append(Check("translations", (command,)))
        return found + [self._prettier(), self._eslint()]

    def _ruff(self) -> Check:
        ruff = self._program("ruff")
        return Check(
            "ruff",
            look=((ruff, "check", "."), (ruff, "format", "--check", ".")),
            mend=(ruff, "check", "--fix", "."),
            form=(ruff, "format", "--quiet", "."),
        )

    def _prettier(self) -> Check:
        command = (
            self._program("node"),
            self.node_modules / "prettier/bin/prettier.cjs",
        )
        patterns = tuple(f"**/*{suffix}" for suffix in _PRETTIER_SUFFIXES)
        options = (
            "--ignore-path",
            ".gitignore",
            # libraries are others'
            "!**/static/lib/**",
            "--log-level",
            "warn",
            "--no-error-on-unmatched-pattern",
        )
        return Check(
            "prettier",
            look=((*command, "--check", *options, *patterns),),
            form=(*command, "--write", "--list-different", *options, *patterns),
        )

    def _eslint(self) -> Check:
        command = (
            self._program("node"),
            self.node_modules / "eslint/bin/eslint.js",
            "--max-warnings",
            "0",
            "--no-warn-ignored",
        )
        targets = ("addons/*/static/**/*.js", "*.cjs")
        options = ("--no-error-on-unmatched-pattern",)
        return Check(
            "eslint",
            look=((*command, *options, *targets),),
            mend=(*command, *options, "--fix", *targets),
        )

    def _program(self, name: str) -> Path:
        return self.env.program(name)


def ensure(paths: Paths, progress: Progress) -> Linters:
    """Return the linters, getting what is missing (two steps)."""
    linters = Linters(paths, python_env.lint_env(paths))
    with progress.step("Linters for Python") as step:
        linters.env.ensure(step)
    with progress.step("Linters for JavaScript and XML"):
        _ensure_node_modules(linters)
    return linters


def _ensure_node_modules(linters: Linters) -> None:
    wanted = (linters.paths.checkout / "package.json").read_text()
    home = linters.node_modules.parent
    stamp = home / "complete"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / "package.json").write_text(wanted)
    run_logged(
        [
            linters.env.program("npm"),
            "install",
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
        ],
        linters.paths.logs / "packages.log",
        "install the linters for JavaScript",
        env=linters.environment(),
        cwd=home,
    )
    stamp.write_text(wanted)
