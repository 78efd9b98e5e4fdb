"""Bring recorded calls in: Asterisk's channel event log as CSV or JSON lines.

The lines take the whole path of a PBX's events, whether Odoo is running or not: the
ledger, then calls with their contacts. What came before adds nothing.
"""

import argparse
from pathlib import Path

from .. import inside_odoo, workplace
from ..cli import Context
from ..fault import Fault

SUMMARY = "bring recorded calls in: CEL files, CSV or JSON lines"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--pbx", metavar="NAME", help="the PBX that wrote them")
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write one JSON line per call"
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    for path in arguments.paths:
        if not path.is_file():
            raise Fault(f"There is no file {path}.")
    place = workplace.open_existing(context.paths)
    return inside_odoo.bring_in(
        place.instance, "calls", arguments.paths, arguments.pbx, arguments.json
    )
