"""Engine tests without Odoo or a database: every engine as a package of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

from . import odoo_source, python_env
from .child import environment
from .paths import Paths
from .progress import Progress
from .python_env import PythonEnv

KILLS = "tests/test_kills.py"


def run(paths: Paths, names: list[str], pytest_arguments: list[str]) -> int:
    """Run the tests of the named addons' engines, the runner and the connector."""
    env = _environment(paths)
    engines = link_engines(paths, names)
    connector = paths.checkout / "connector"
    targets = [*engines, paths.checkout / "tests/runner", connector / "tests"]
    # it is killed over and over: a minute
    pytest_arguments = [f"--ignore={connector / KILLS}", *pytest_arguments]
    packages = (paths.state / "fast", paths.checkout, connector)
    return subprocess.run(
        [
            env.python,
            "-m",
            "pytest",
            "-p",
            "no:odoo",
            "-p",
            "runner.skip_guard",
            *map(str, targets),
            *pytest_arguments,
        ],
        env=environment(PYTHONPATH=":".join(map(str, packages))),
        cwd=paths.checkout,
    ).returncode


def link_engines(paths: Paths, names: list[str]) -> list[Path]:
    """Return a folder per engine, named after its addon.

    Each engine's package is called `engine`, and importing it through its addon would
    load the models: a link of another name gives it a name of its own and no parent.
    """
    folder = paths.state / "fast"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    links = []
    for name in sorted(names):
        engine = paths.addons / name / "engine"
        if engine.is_dir():
            link = folder / f"{name}_engine"
            link.symlink_to(engine, target_is_directory=True)
            links.append(link)
    return links


def _environment(paths: Paths) -> PythonEnv:
    source = odoo_source.locate(paths)
    if source and (env := python_env.odoo_env(paths, source)).is_ready():
        return env
    env = python_env.fast_env(paths)
    if not env.is_ready():
        print("Once: a small Python environment for the engines.", file=sys.stderr)
        with Progress(1).step("Python packages") as step:
            env.ensure(step)
    return env
