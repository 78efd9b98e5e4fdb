"""Start the suite: get what is missing, create or update the database, run Odoo."""

import argparse
import time

from .. import addons, database, installation, ports, server, toolchain, workplace
from ..cli import Context
from ..fault import Fault
from ..log_view import follow
from ..progress import Progress
from ..server import PortTaken, Server
from ..settings import DEFAULT_PORT, Settings
from ..workplace import Workplace

SUMMARY = "start the suite, from nothing if need be"
_STEPS = toolchain.STEPS + 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, metavar="N", help="listen on this port")
    parser.add_argument("--db", metavar="NAME", help="use a database of this name")
    parser.add_argument(
        "--no-demo", action="store_true", help="create it without demo data"
    )
    parser.add_argument(
        "--detach", action="store_true", help="leave it running and return"
    )


def _port(text: str) -> int:
    port = int(text)
    if not 1024 <= port <= 65000:
        raise argparse.ArgumentTypeError("choose a port from 1024 to 65000")
    return port


def run(arguments: argparse.Namespace, context: Context) -> int:
    own = Server(context.paths)
    if record := own.running():
        _refuse_other_choice(arguments, record)
        print(f"Already running: {server.url(record['port'])}")
        if changed := own.changed_addons():
            print(
                f"Changed since it was started: {', '.join(changed)}. "
                "To bring that in: ./run down, then ./run up"
            )
        return 0
    settings = _choose(arguments, Settings.load(context.paths.state))
    progress = Progress(_STEPS)
    place = workplace.prepare(context.paths, progress).with_settings(settings)
    with toolchain.locked(context.paths.state / "lock", "is working in this checkout"):
        _ensure_database(place, not arguments.no_demo, progress)
        settings.save(context.paths.state)
        with progress.step("Odoo") as step:
            step.detail = "waiting for the first answer"
            # one start at a time on this machine: ports are chosen before they are used
            with toolchain.locked(context.paths.cache / "start.lock", "is starting"):
                _start(own, place, is_port_asked=bool(arguments.port))
        settings.save(context.paths.state)
    _introduce(place, own)
    if arguments.detach:
        print("It goes on in the background. Stop it with: ./run down")
        return 0
    return _stay(own)


def _start(own: Server, place: Workplace, is_port_asked: bool) -> None:
    """Start the server; when another one was quicker, on the next free ports."""
    settings = place.settings
    if not is_port_asked and not ports.is_free(settings.port):
        settings.port = ports.next_free(settings.port)
    for is_last in (False, False, True):
        post = None
        if place.database.has_demo_post():
            post = ports.next_free(settings.port + 1)
            place.database.lead_demo_post(post)
        try:
            return own.start(place.instance, settings.port, post)
        except PortTaken as fault:
            if is_last or (is_port_asked and fault.port == settings.port):
                raise
            if fault.port == settings.port:
                settings.port = ports.next_free(settings.port + 1)


def _refuse_other_choice(arguments: argparse.Namespace, record: dict) -> None:
    chosen = {"port": arguments.port, "database": arguments.db}
    if any(value and value != record[name] for name, value in chosen.items()):
        raise Fault(
            f"Already running with database “{record['database']}” on port "
            f"{record['port']}. Stop it first: ./run down"
        )


def _choose(arguments: argparse.Namespace, settings: Settings) -> Settings:
    if arguments.db:
        database.check_name(arguments.db)
        settings.database = arguments.db
    if arguments.port:
        if not ports.is_free(arguments.port):
            free = ports.next_free(arguments.port + 1)
            raise Fault(
                f"Port {arguments.port} is taken by another program. "
                f"The next free one: ./run up --port {free}"
            )
        settings.port = arguments.port
    elif not settings.port or not ports.is_free(settings.port):
        settings.port = ports.next_free(settings.port or DEFAULT_PORT)
    return settings


def _ensure_database(place: Workplace, demo: bool, progress: Progress) -> None:
    ours = addons.for_production(place.paths.addons)
    log = place.paths.logs / "database.log"
    database.refuse_foreign(place.database)
    is_patched = False
    with progress.step(f"Database “{place.settings.database}”") as step:
        if not place.database.exists():
            installation.build(place.instance, ours, place.database, demo, log, step)
    with progress.step("Changed addons") as step:
        if place.database.installed_digests() != addons.digests(ours):
            before = place.database.demo_records()
            installation.update(place.instance, ours, place.database, log, step)
            is_patched = 0 < before < place.database.demo_records()
    if is_patched:
        print(
            "The demo day has grown since this database was made: what is new of it "
            "stands here as it came, without the steps taken since. To have the whole "
            "day: ./run reset, then ./run up"
        )


def _introduce(place: Workplace, own: Server) -> None:
    print(f"\nReady: {server.url(place.settings.port)}")
    print("    admin / admin")
    for login, name in place.database.demo_users():
        print(f"    {login} / demo    {name}")
    if place.database.has_demo_post():
        print(f"Letters of the demo stay on this machine: they land in {own.post}")


def _stay(own: Server) -> int:
    print("Ctrl-C stops it.\n")
    try:
        follow(own.log, while_=lambda: own.running() is not None)
    except KeyboardInterrupt:
        print("\nStopping …")
        started = time.monotonic()
        own.stop()
        seconds = time.monotonic() - started
        print(f"Stopped ({seconds:.0f} s). ./run down stops PostgreSQL as well.")
        return 0
    raise Fault(f"Odoo has ended by itself. Its last words are in {own.log}.")
