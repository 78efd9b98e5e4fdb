"""The command line: finds the verb and turns faults into plain sentences."""

import argparse
import importlib
import os
import signal
import sys
import traceback
from dataclasses import dataclass

from .fault import Fault, explain_os_error
from .paths import Paths, locate

VERBS = (
    "up",
    "down",
    "status",
    "logs",
    "shell",
    "pbx",
    "intake",
    "calls",
    "deliver",
    "backup",
    "restore",
    "audit",
    "reset",
    "test",
    "prove",
    "bench",
    "lint",
    "fmt",
    "i18n",
)
_DESCRIPTION = """\
Everything this repository can do, from a bare Debian 12 onwards.

  start and try    ./run up            then open the address it prints
  change and check ./run test --fast   engines only, seconds
                   ./run test          all that is demanded of a change
"""
_EPILOG = """\
Downloads and Python environments go to $CC_CACHE, else $XDG_CACHE_HOME/cc-suite, else
~/.cache/cc-suite. CC_ODOO=DIR uses an Odoo 19 you already have. Data, logs and settings
of this checkout are in .state/ (and, for root, PostgreSQL's in /var/lib/cc-suite/).
"""


@dataclass(frozen=True)
class Context:
    """What every verb is given."""

    paths: Paths
    verbose: bool = False


def build_parser(verbs: dict) -> argparse.ArgumentParser:
    """Return the parser with one sub-command per verb."""
    parser = argparse.ArgumentParser(
        prog="./run",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--verbose", action="store_true", help="show the details of a failure"
    )
    commands = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name, module in verbs.items():
        command = commands.add_parser(
            name,
            help=module.SUMMARY,
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(command)
        command.set_defaults(refuse=command)
        command.add_argument(
            "--verbose", action="store_true", default=argparse.SUPPRESS
        )
    return parser


def split_passed_on(argv: list[str]) -> tuple[list[str], list[str]]:
    """Separate our own arguments from those after "--"."""
    if "--" not in argv:
        return argv, []
    at = argv.index("--")
    return argv[:at], argv[at + 1 :]


def start() -> int:
    """Prepare this process for whatever shell it was started from, and run."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # A terminal may not know “ or …
    # A root shell opened with `su` has no sbin, where apt and runuser look for theirs.
    os.environ["PATH"] = os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin"
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    return main(sys.argv[1:])


def main(argv: list[str]) -> int:
    """Run one verb and return the exit code."""
    verbs = {name: importlib.import_module(f"runner.verbs.{name}") for name in VERBS}
    own, passed_on = split_passed_on(argv)
    arguments, strange = build_parser(verbs).parse_known_args(own or ["--help"])
    if strange:  # the verb says it: its exit codes may mean something to a caller
        arguments.refuse.error(f"unrecognized arguments: {' '.join(strange)}")
    arguments.passed_on = passed_on
    context = Context(locate(), arguments.verbose)
    try:
        return verbs[arguments.verb].run(arguments, context)
    except Fault as fault:
        sentence = str(fault)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            return 1
        sentence = explain_os_error(error)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    print(f"\n{sentence}", file=sys.stderr)
    if context.verbose:
        traceback.print_exc()
    return 1


def _stop(number: int, frame: object) -> None:
    """Treat an order to end like Ctrl-C: children are stopped, half work is undone."""
    del number, frame
    raise KeyboardInterrupt
