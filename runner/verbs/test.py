"""Run the tests: engines, addons with browser tests, and end-to-end."""

import argparse
import subprocess
from pathlib import Path

from .. import addons, cluster, fast_tests, test_programs, toolchain
from ..child import describe_failure
from ..cli import Context
from ..fault import Fault
from ..odoo_instance import OdooInstance
from ..paths import Paths
from ..progress import Progress
from ..test_template import TestDatabases

SUMMARY = "run the tests: all, of some addons, or --fast"
_STEPS = toolchain.STEPS + 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("addons", nargs="*", metavar="ADDON", help="only these addons")
    parser.add_argument(
        "--fast", action="store_true", help="engines only: no Odoo, no database"
    )
    parser.epilog = (
        "Arguments after -- go to pytest, e.g. ./run test cc_base -- -k mask"
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    paths = context.paths
    known = addons.discover(paths.addons)
    if unknown := set(arguments.addons) - known.keys():
        raise Fault(f"There is no addon {', '.join(unknown)} in addons/.")
    if arguments.fast:
        return fast_tests.run(
            paths, arguments.addons or list(known), arguments.passed_on
        )
    progress = Progress(_STEPS)
    tools = toolchain.ensure(paths, progress)
    programs = (test_programs.BROWSER,)
    if not arguments.addons:
        programs += test_programs.SERVERS
    with progress.step("Browser and servers for tests") as step:
        test_programs.ensure(paths, programs, step)
    databases = TestDatabases(paths, tools, cluster.test_cluster(paths, tools.postgres))
    with progress.step("Test database") as step:
        instance = databases.fresh(list(known), step)
    targets = [str(known[name].folder) for name in arguments.addons]
    if not targets and not _names_files(arguments.passed_on):
        places = ("addons", "tests", "connector/tests")
        targets = [str(paths.checkout / place) for place in places]
    try:
        return _run_pytest(instance, paths, [*targets, *arguments.passed_on])
    finally:
        databases.drop(instance)


def _run_pytest(instance: OdooInstance, paths: Paths, arguments: list[str]) -> int:
    command = [instance.env.python, "-m", "pytest", "--odoo-http"]
    command += ["-p", "runner.skip_guard", *arguments]
    env = instance.environment(
        PYTHONPATH=f"{paths.checkout}:{paths.checkout / 'connector'}",
        # The server inside pytest shares its transaction with the test: a job runner
        # beside it would wait for rows nobody commits.
        ODOO_QUEUE_JOB_CHANNELS="root:0",
    )
    code = subprocess.run(command, env=env, cwd=paths.checkout).returncode
    if code < 0:
        raise Fault(describe_failure("finish the tests", code, "", None))
    return code


def _names_files(pytest_arguments: list[str]) -> bool:
    """Say whether the user chose files or single tests for pytest."""
    return any(
        Path(argument.partition("::")[0]).exists()
        for argument in pytest_arguments
        if not argument.startswith("-")
    )
