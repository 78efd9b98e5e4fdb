"""Format every file and mend what the linters can mend by themselves."""

import argparse

from .. import linters
from ..cli import Context
from ..progress import Progress

SUMMARY = "format the files"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(arguments: argparse.Namespace, context: Context) -> int:
    tools = linters.ensure(context.paths, Progress(linters.STEPS, patience=2.0))
    checks = tools.checks()
    for command in filter(None, (check.mend for check in checks)):
        # What is left to mend by hand is for ./run lint to say.
        tools.run(command, capture_output=True)
    return max(tools.run(check.form) for check in checks if check.form)
