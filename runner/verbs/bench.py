"""Measure, and print one JSON object per figure.

Each is a module bench/NAME.py with DESCRIPTION and run(arguments, context), which
yields runner.figure.Figure; a peer runs in the same call. Without a name all are run.
"""

import argparse

from .. import discovery
from ..cli import Context
from ..fault import Fault

SUMMARY = "measure, one JSON object per figure"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument(
        "--rows",
        type=int,
        metavar="N",
        help="how many rows to work on; each bench has a number of its own",
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    if arguments.rows is not None and arguments.rows < 1:
        raise Fault("--rows takes a number of rows: 1 or more.")
    folder = context.paths.checkout / "bench"
    chosen = arguments.names or discovery.names(folder)
    for bench in [discovery.load(folder, name) for name in chosen]:
        for figure in bench.run(arguments, context):
            print(figure.as_json(), flush=True)
    return 0
