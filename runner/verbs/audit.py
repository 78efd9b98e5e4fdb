"""The audit log: check it, hand it out, protect it from the application.

verify checks the chain against the anchors outside the database. export writes what an
outsider needs for tools/verify_audit.py. protect gives the log's tables to a role of
their own (./run up does it as well). seal chains what waits, without waiting a minute.
"""

import argparse
import subprocess
from pathlib import Path

from .. import audit, workplace
from ..cli import Context
from ..fault import Fault
from ..workplace import Workplace

SUMMARY = "check, export, protect or seal the audit log"
_SEAL = 'print(env["cc.audit.seal"]._seal(), "rows sealed")'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=sorted(_ACTIONS))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
    parser.add_argument(
        "--anchors",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="check against these instead of the anchors of this checkout",
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    place = workplace.open_existing(context.paths)
    if not audit.is_there(place.database):
        raise Fault(f"The database “{place.database.name}” has no audit log.")
    return _ACTIONS[arguments.action](arguments, place)


def _verify(arguments: argparse.Namespace, place: Workplace) -> int:
    own = audit.anchors_file(place.database, place.paths)
    files = arguments.anchors or ([own] if own.exists() else [])
    code = audit.verify(place.database, files)
    if not audit.is_protected(place.database):
        print("remark: Odoo's role owns the log: ./run audit protect")
    return code


def _export(arguments: argparse.Namespace, place: Workplace) -> int:
    if not arguments.file:
        raise Fault("Say where to: ./run audit export FILE")
    partial = arguments.file.with_name(arguments.file.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8") as file:
            file.writelines(audit.export(place.database))
        partial.replace(arguments.file)
    finally:
        partial.unlink(missing_ok=True)
    anchors = audit.anchors_file(place.database, place.paths)
    print(f"{arguments.file}: {arguments.file.stat().st_size / 1_000_000:.1f} MB")
    print(f"Hand it out together with tools/verify_audit.py and {anchors}")
    return 0


def _protect(arguments: argparse.Namespace, place: Workplace) -> int:
    del arguments
    audit.protect(place.database)
    print(f"The role {audit.OWNER} owns the log; Odoo's may add to it and read it.")
    return 0


def _seal(arguments: argparse.Namespace, place: Workplace) -> int:
    del arguments
    return subprocess.run(
        place.instance.command("shell", "--no-http", "--log-level=error"),
        input=_SEAL,
        text=True,
        env=place.instance.environment(),
    ).returncode


_ACTIONS = {
    "verify": _verify,
    "export": _export,
    "protect": _protect,
    "seal": _seal,
}
