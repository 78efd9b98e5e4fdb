"""Bring letters in: .eml files, folders of them, mbox files and Maildirs.

They take the whole path of a letter that is fetched, whether Odoo is running or not.
"""

import argparse

from .. import bringing
from ..cli import Context
from ..fault import Fault

SUMMARY = "bring an old mailbox in: files, folders, mbox, Maildir"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    bringing.add_arguments(
        parser, "PATH", "letter", "--channel", "the channel they came over"
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    for path in arguments.paths:
        if not path.exists():
            raise Fault(f"There is no {path}.")
    return bringing.run(arguments, context, "letters")
