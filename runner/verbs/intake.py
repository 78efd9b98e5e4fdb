"""Bring letters in: .eml files, folders of them, mbox files and Maildirs.

They take the whole path of a letter that is fetched, whether Odoo is running or not.
"""

import argparse
from pathlib import Path

from .. import inside_odoo, workplace
from ..cli import Context
from ..fault import Fault

SUMMARY = "bring an old mailbox in: files, folders, mbox, Maildir"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--channel", metavar="NAME", help="the channel they came over")
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write one JSON line per letter"
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    for path in arguments.paths:
        if not path.exists():
            raise Fault(f"There is no {path}.")
    place = workplace.open_existing(context.paths)
    return inside_odoo.bring_in(
        place.instance, "letters", arguments.paths, arguments.channel, arguments.json
    )
