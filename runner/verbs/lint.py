"""Look at the style and the usual mistakes of every file; ./run fmt mends some."""

import argparse
import sys

from .. import linters
from ..cli import Context
from ..fault import Fault
from ..linters import Check, Linters
from ..progress import Progress

SUMMARY = "check style and usual mistakes"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "checks",
        nargs="*",
        metavar="CHECK",
        help="only these: ruff, pylint, oca, translations, prettier, eslint",
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    tools = linters.ensure(context.paths, Progress(linters.STEPS, patience=2.0))
    checks = tools.checks()
    if arguments.checks:
        checks = _chosen(checks, arguments.checks)
    failed = [check.name for check in checks if not look(tools, check)]
    if failed:
        print(f"\nRemarks from: {', '.join(failed)}", file=sys.stderr)
        return 1
    print(f"No remarks from: {', '.join(check.name for check in checks)}")
    return 0


def look(tools: Linters, check: Check) -> bool:
    """Run one check to its end; say whether it has no remarks."""
    codes = [tools.run(command) for command in check.look]
    return not any(codes)


def _chosen(checks: list[Check], names: list[str]) -> list[Check]:
    known = {check.name for check in checks}
    if unknown := set(names) - {"translations"} - known:
        raise Fault(
            f"There is no check {', '.join(unknown)}; there are: "
            f"{', '.join(sorted(known))}."
        )
    return [check for check in checks if check.name in names]
