"""Bring recorded calls in: Asterisk's channel event log as CSV or JSON lines.

The lines take the whole path of a PBX's events, whether Odoo is running or not: the
ledger, then calls with their contacts. What came before adds nothing.
"""

import argparse

from .. import bringing
from ..cli import Context
from ..fault import Fault

SUMMARY = "bring recorded calls in: CEL files, CSV or JSON lines"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    bringing.add_arguments(parser, "FILE", "call", "--pbx", "the PBX that wrote them")


def run(arguments: argparse.Namespace, context: Context) -> int:
    for path in arguments.paths:
        if path.is_dir():
            raise Fault(
                f"{path} is a folder: name the files in it, such as {path}/*.csv"
            )
        if not path.is_file():
            raise Fault(f"There is no file {path}.")
    return bringing.run(arguments, context, "calls")
