"""Open an Odoo shell on the database of `./run up`; a script may come from stdin."""

import argparse
import os

from .. import workplace
from ..cli import Context

SUMMARY = "open an Odoo shell, or run a script from stdin in one"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(arguments: argparse.Namespace, context: Context) -> int:
    instance = workplace.open_existing(context.paths).instance
    command = instance.command(
        "shell", "--no-http", "--workers=0", "--log-level=warn", *arguments.passed_on
    )
    os.execve(command[0], command, instance.environment())
