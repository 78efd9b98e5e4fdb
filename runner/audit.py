"""The audit log from outside Odoo: its owner, its export, its check."""

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from . import discovery
from .cluster import ROLE
from .database import Database
from .fault import Fault
from .paths import Paths

OWNER = "cc_audit"
ANCHORS = "CC_AUDIT_ANCHOR_DIR"
_CHECKOUT = Path(__file__).resolve().parent.parent
_SQL = _CHECKOUT / "addons/cc_ledger/data"
_TOOLS = _CHECKOUT / "tools"


def is_there(database: Database) -> bool:
    """Say whether a database has an audit log."""
    return database.cluster.query(
        "SELECT to_regclass('public.cc_audit_entry') IS NOT NULL", database.name
    ) == [["t"]]


def protect(database: Database) -> None:
    """Give the log to a role of its own: Odoo's may only add and read.

    Its tables are brought up to date on the way: Odoo's own update cannot any more.
    Does nothing where there is no log.
    """
    if is_there(database):
        for name in ("cc_audit.sql", "cc_audit_protect.sql"):
            database.cluster.run_as_superuser(
                _SQL / name, database.name, owner=OWNER, app=ROLE
            )


def is_protected(database: Database) -> bool:
    """Say whether another role than Odoo's owns the log."""
    rows = database.cluster.query(
        "SELECT bool_and(pg_get_userbyid(relowner) <> current_user) FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace"
        " AND relname IN ('cc_audit_entry', 'cc_audit_seal')",
        database.name,
    )
    return rows == [["t"]]


def export(database: Database) -> Iterator[str]:
    """Yield the lines of an export, as of one moment; streamed from the database."""
    cluster = database.cluster
    command = [cluster.postgres.programs / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1"]
    command += ["-v", "FETCH_COUNT=5000", "-d", database.name]
    command += ["-f", _TOOLS / "export_audit.sql"]
    process = subprocess.Popen(
        list(map(str, command)),
        env=cluster.environment(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield from process.stdout
        if process.wait():
            raise Fault("The audit log could not be read; see above.")
    finally:
        process.stdout.close()
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()


def anchors_folder(state: Path) -> Path:
    """Return where anchors are appended: outside the database."""
    return Path(os.environ.get(ANCHORS) or state / "anchors")


def anchors_file(database: Database, paths: Paths) -> Path:
    """Return the anchors of one database."""
    return anchors_folder(paths.state) / f"{database.name}.anchors"


def checker() -> ModuleType:
    """Return the outsider's program: here nothing is checked in another way."""
    return discovery.load(_TOOLS, "verify_audit")


def verify(database: Database, anchor_files: list[Path]) -> int:
    """Check a database's log; return the exit code of the outsider's program."""
    tool = checker()
    try:
        anchors = [a for path in anchor_files for a in tool.read_anchors(path)]
        chosen = tool.choose(anchors, database.name)
        return tool.report(*tool.verify(lambda: _lines(database), chosen))
    except tool.Unreadable as fault:
        raise Fault(f"The audit log cannot be checked: {fault}.") from None


def _lines(database: Database) -> Iterator[dict]:
    return map(json.loads, export(database))
