"""Take letters from a mail server that pushes them.

`--channel NAME` records one message from standard input, for the pipe of an MTA: exit
code 0 when it is recorded, 75 when the MTA should try again, 64 for a wrong call.
`--lmtp HOST:PORT` serves LMTP until it is stopped, and accepts a letter only after it
was committed.
"""

import argparse
import os
import sys

from .. import deliver_inside, workplace
from ..cli import Context
from ..fault import Fault, explain_os_error

SUMMARY = "take letters a mail server pushes: pipe or LMTP"
_DEFAULT = "127.0.0.1:8024"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.error = lambda message: _usage_error(parser, message)
    ways = parser.add_mutually_exclusive_group(required=True)
    ways.add_argument(
        "--channel", metavar="NAME", help="record one message for this channel"
    )
    ways.add_argument(
        "--lmtp",
        type=_address,
        nargs="?",
        const=_address(_DEFAULT),
        metavar="HOST:PORT",
        help=f"serve LMTP there (default {_DEFAULT})",
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    try:
        if arguments.channel and sys.stdin.isatty():
            print("The message is read from standard input.", file=sys.stderr)
            return os.EX_USAGE
        instance = workplace.open_existing(context.paths).instance
        if arguments.channel:
            return deliver_inside.deliver_one(instance, arguments.channel)
        return deliver_inside.serve(instance, *arguments.lmtp)
    except (Fault, OSError) as error:
        if arguments.lmtp:
            raise
        # whatever keeps us from recording, the MTA keeps the letter
        said = explain_os_error(error) if isinstance(error, OSError) else error
        print(f"Not recorded, try later: {said}", file=sys.stderr)
        return os.EX_TEMPFAIL


def _usage_error(parser: argparse.ArgumentParser, message: str) -> None:
    parser.print_usage(sys.stderr)
    parser.exit(os.EX_USAGE, f"{parser.prog}: error: {message}\n")


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or not 0 < int(port) < 65536:
        raise argparse.ArgumentTypeError("write it like 127.0.0.1:8024")
    return host.strip("[]") or "127.0.0.1", int(port)
