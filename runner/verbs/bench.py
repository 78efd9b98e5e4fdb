"""Measure, and print one JSON object per figure.

Each is a module bench/NAME.py with DESCRIPTION and run(arguments, context), which
yields runner.figure.Figure; a peer runs in the same call. Without a name all are run.
"""

import argparse

from .. import discovery
from ..cli import Context

SUMMARY = "measure, one JSON object per figure"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME")


def run(arguments: argparse.Namespace, context: Context) -> int:
    folder = context.paths.checkout / "bench"
    chosen = arguments.names or discovery.names(folder)
    for bench in [discovery.load(folder, name) for name in chosen]:
        for figure in bench.run(arguments, context):
            print(figure.as_json(), flush=True)
    return 0
