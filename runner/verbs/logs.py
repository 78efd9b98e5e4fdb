"""Show the end of Odoo's log; -f goes on with what comes."""

import argparse
from collections import deque

from ..cli import Context
from ..fault import Fault
from ..log_view import follow
from ..server import Server

SUMMARY = "show Odoo's log"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-f", "--follow", action="store_true", help="go on with new lines"
    )
    parser.add_argument("-n", type=int, default=60, metavar="LINES", help="default: 60")


def run(arguments: argparse.Namespace, context: Context) -> int:
    log = Server(context.paths).log
    if not log.exists():
        raise Fault("There is no log yet: start the suite with ./run up")
    with log.open(errors="replace") as source:
        print("".join(deque(source, maxlen=arguments.n)), end="", flush=True)
    if arguments.follow:
        follow(log, while_=lambda: True)
    return 0
