"""Write the database and its attachments into one tar file."""

import argparse
from pathlib import Path

from .. import archive, workplace
from ..cli import Context
from ..progress import Progress

SUMMARY = "write database and attachments into one file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")


def run(arguments: argparse.Namespace, context: Context) -> int:
    place = workplace.open_existing(context.paths)
    with Progress(1).step(f"Database “{place.settings.database}”") as step:
        archive.write(place.database, arguments.file, context.paths, step)
        place.database.remember_backup()
    size = arguments.file.stat().st_size / 1_000_000
    print(f"{arguments.file}: {size:.1f} MB")
    return 0
