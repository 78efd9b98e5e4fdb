"""Bring a backup back: beside what is there, and in its place only when complete.

Under its own name it goes on with its work. Under another it is a copy to look at: it
fetches no letters, sends nothing and takes no calls, unless --live says otherwise.
"""

import argparse
from dataclasses import replace
from pathlib import Path

from .. import archive, database, toolchain, workplace
from ..child import run_logged
from ..cli import Context
from ..database import Database
from ..fault import Fault
from ..progress import Progress
from ..question import confirm
from ..server import Server

SUMMARY = "bring a backup back"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--db", metavar="NAME", help="into a database of this name")
    use = parser.add_mutually_exclusive_group()
    use.add_argument(
        "--live",
        action="store_true",
        help="under another name, too: it fetches and sends from now on",
    )
    use.add_argument(
        "--copy",
        action="store_true",
        help="under its own name, too: it neither fetches nor sends",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace, context: Context) -> int:
    origin = archive.check(arguments.file)
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
    is_copy = arguments.copy or (name != origin and not arguments.live)
    with Progress(1).step(f"Database “{name}”") as step:

        def finish(working: Database) -> None:
            if is_copy:
                step.detail = "letting it neither fetch nor send"
                neutralise(place, working)

        archive.read(place.database, arguments.file, context.paths, step, finish)
    print(f"Restored. Start it with: ./run up --db {name}")
    if is_copy:
        print(f"It is a copy of “{origin}”: it fetches no letters and sends nothing.")
        print("One that works is restored with --live.")
    return 0


def neutralise(place: workplace.Workplace, working: Database) -> None:
    """Let a database neither fetch nor send; each addon says what that means for it."""
    instance = replace(place.instance, database=working.name)
    run_logged(
        instance.command("neutralize"),
        place.paths.logs / "backup.log",
        "make it a copy that neither fetches nor sends",
        env=instance.environment(),
    )
