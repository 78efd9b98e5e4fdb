"""Bring i18n/*.pot and ru.po up to date with the addons, keeping translations.

Ends with an error while a Russian term is missing or fuzzy.
"""

import argparse
import shutil
import subprocess
from pathlib import Path

from .. import addons, cluster, toolchain
from ..child import environment, run_logged
from ..cli import Context
from ..odoo_instance import OdooInstance
from ..progress import Progress
from ..test_template import TestDatabases

SUMMARY = "update the translation catalogues, or --check them"
_STEPS = toolchain.STEPS + 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--check", action="store_true", help="change nothing, only look"
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    paths = context.paths
    names = list(addons.for_production(paths.addons))
    progress = Progress(_STEPS, patience=2.0)
    tools = toolchain.ensure(paths, progress)
    databases = TestDatabases(paths, tools, cluster.test_cluster(paths, tools.postgres))
    with progress.step("Database") as step:
        instance = databases.fresh(names, step)
    exports = paths.state / "i18n"
    shutil.rmtree(exports, ignore_errors=True)
    exports.mkdir(parents=True)
    try:
        with progress.step("Terms of the addons") as step:
            for name in names:
                step.detail = name
                _export(instance, name, exports, paths.logs / "i18n.log")
    finally:
        databases.drop(instance)
    command = [tools.env.python, "-m", "runner.catalogues", exports]
    command += [paths.addons, *(["--check"] if arguments.check else [])]
    return subprocess.run(
        list(map(str, command)), env=environment(PYTHONPATH=str(paths.checkout))
    ).returncode


def _export(instance: OdooInstance, addon: str, folder: Path, log: Path) -> None:
    # Odoo's -l takes all that follows for languages: "--" ends them.
    command = [instance.env.program("odoo"), "i18n", "export", "-c", instance.config]
    command += ["-d", instance.database, "-l", "pot"]
    command += ["-o", folder / f"{addon}.pot", "--", addon]
    run_logged(
        command,
        log,
        f"export the terms of {addon}",
        env=instance.environment(),
    )
