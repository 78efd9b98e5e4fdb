"""Bring a backup back: beside what is there, and in its place only when complete."""

import argparse
from dataclasses import replace
from pathlib import Path

from .. import archive, database, toolchain, workplace
from ..cli import Context
from ..fault import Fault
from ..progress import Progress
from ..question import confirm
from ..server import Server

SUMMARY = "bring a backup back"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--db", metavar="NAME", help="into a database of this name")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace, context: Context) -> int:
    archive.check(arguments.file)
    place = workplace.prepare(context.paths, toolchain.quiet_progress())
    name = arguments.db or place.settings.database
    database.check_name(name)
    place = place.with_settings(replace(place.settings, database=name))
    record = Server(context.paths).running()
    if record and record["database"] == name:
        raise Fault("Odoo is using that database. Stop it first: ./run down")
    database.refuse_foreign(place.database)
    if place.database.exists() and not arguments.yes:
        if not confirm(f"The database “{name}” is replaced by the backup."):
            print("Nothing was changed.")
            return 1
    with Progress(1).step(f"Database “{name}”") as step:
        archive.read(place.database, arguments.file, context.paths, step)
    print(f"Restored. Start it with: ./run up --db {name}")
    return 0
