"""What the verbs share that bring files in through Odoo: letters, calls."""

import argparse
from pathlib import Path

from . import inside_odoo, workplace
from .cli import Context


def add_arguments(
    parser: argparse.ArgumentParser, metavar: str, one: str, way: str, way_help: str
) -> None:
    """Add the files, the way they came over (an option), and where to write of each.

    :param one: what a file is made of: "letter", "call"
    """
    parser.add_argument("paths", nargs="+", type=Path, metavar=metavar)
    parser.add_argument(way, dest="way", metavar="NAME", help=way_help)
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help=f"write one JSON line per {one}"
    )


def run(arguments: argparse.Namespace, context: Context, what: str) -> int:
    """Bring what was asked for in: `what` is one of `inside_odoo.ROOMS`."""
    place = workplace.open_existing(context.paths)
    return inside_odoo.bring_in(
        place.instance, what, arguments.paths, arguments.way, arguments.json
    )
