"""python -m cc_connector run SETTINGS | check SETTINGS | replay SETTINGS FILE…"""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from . import log, replay
from .ami import AmiLine
from .config import load
from .fault import ConnectorFault
from .service import Service
from .shipper import OdooLine


def main(arguments: list[str] | None = None) -> int:
    """Run the verb; return the exit code: 1 for a fault that was said."""
    options = _parser().parse_args(arguments)
    log.start()
    try:
        settings = load(options.settings)
        if options.verb == "run":
            return asyncio.run(_run(settings))
        if options.verb == "check":
            return asyncio.run(_check(settings))
        sent = replay.run(options.files, settings.odoo, settings.pbx)
        print(f"{sent} lines sent.")
    except (ConnectorFault, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def _parser():
    parser = argparse.ArgumentParser(prog="cc_connector", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, words in (
        ("run", "Work until SIGTERM."),
        ("check", "Ask the PBX and Odoo once and say what is wrong."),
        ("replay", "Send recorded events."),
    ):
        each = verbs.add_parser(verb, help=words)
        each.add_argument("settings", type=Path)
        if verb == "replay":
            each.add_argument("files", type=Path, nargs="+")
    return parser


async def _run(settings):
    task = asyncio.create_task(Service(settings).run())
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        return 0
    return 1


async def _check(settings):
    """Say of each side whether it answers."""
    faults = 0
    odoo, ami = OdooLine(settings.odoo, settings.pbx), AmiLine(settings.ami)
    for side, ask in (
        ("Odoo", lambda: odoo.post("report", {})),
        ("PBX", ami.connect if settings.ami.host else None),
    ):
        if not ask:
            continue
        try:
            await ask()
            print(f"{side}: it answers.")
        except ConnectorFault as fault:
            print(f"{side}: {fault}")
            faults = 1
    readable = settings.cel_file.parent.is_dir()
    print(f"Event file: {'its folder is there' if readable else 'no such folder'}.")
    await odoo.close()
    await ami.close()
    return faults or not readable


if __name__ == "__main__":
    sys.exit(main())
