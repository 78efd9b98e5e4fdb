"""The backup file: a tar of pg_dump's own format, the attachments and a note."""

import json
import shutil
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

from . import audit
from .child import run_logged
from .database import Database
from .fault import Fault
from .paths import Paths
from .progress import Step

_NOTE = "backup.json"
_DUMP = "database.dump"
_FILES = "filestore"
_FORMAT = 1


def write(source: Database, target: Path, paths: Paths, step: Step) -> None:
    """Write a backup; the file appears under its name only when it is complete."""
    partial = target.with_name(target.name + ".partial")
    if not target.parent.is_dir():
        raise Fault(f"There is no folder {target.parent}.")
    dump = paths.state / _DUMP
    try:
        step.detail = "dumping the database"
        run_logged(
            [
                source.cluster.postgres.programs / "pg_dump",
                "-Fc",
                "-f",
                dump,
                source.name,
            ],
            paths.logs / "backup.log",
            "dump the database",
            env=source.cluster.environment(),
        )
        note = paths.state / _NOTE
        note.write_text(
            json.dumps(
                {
                    "format": _FORMAT,
                    "database": source.name,
                    "made_at": time.strftime("%FT%TZ", time.gmtime()),
                }
            )
        )
        step.detail = "packing"
        with tarfile.open(partial, "w") as tar:
            tar.add(note, _NOTE)
            tar.add(dump, _DUMP)
            # After the dump: attachments are only ever added, so none can be missing.
            if source.filestore.exists():
                tar.add(source.filestore, _FILES)
        partial.replace(target)
    finally:
        dump.unlink(missing_ok=True)
        partial.unlink(missing_ok=True)


def check(source: Path) -> str | None:
    """Return the database a backup is of; Fault when the file is no backup of ours."""
    try:
        with tarfile.open(source) as tar:
            note = json.load(tar.extractfile(_NOTE))
            if note["format"] == _FORMAT and tar.getmember(_DUMP):
                return note.get("database")
    except FileNotFoundError:
        raise Fault(f"There is no file {source}.") from None
    except (tarfile.TarError, KeyError, ValueError):
        pass
    raise Fault(f"{source} is not a backup that ./run backup has made.")


def read(
    target: Database,
    source: Path,
    paths: Paths,
    step: Step,
    finish: Callable[[Database], None] = lambda working: None,
) -> None:
    """Bring a backup back beside `target`, then put it in its place.

    :param finish: what is done to it before anybody can use it
    """
    working = Database(target.cluster, f"{target.name}_building", target.data_dir)
    working.drop()
    unpacked = paths.state / "restore"
    shutil.rmtree(unpacked, ignore_errors=True)
    try:
        step.detail = "unpacking"
        with tarfile.open(source) as tar:
            tar.extractall(unpacked, members=_ours(tar))
        working.create_empty()
        step.detail = "loading the database"
        run_logged(
            [
                target.cluster.postgres.programs / "pg_restore",
                "--no-owner",
                # Rights on the audit log name its owner; it gets them back below.
                "--no-acl",
                "--exit-on-error",
                "-d",
                working.name,
                unpacked / _DUMP,
            ],
            paths.logs / "backup.log",
            "load the database",
            env=target.cluster.environment(),
        )
        if (unpacked / _FILES).exists():
            working.filestore.parent.mkdir(parents=True, exist_ok=True)
            (unpacked / _FILES).rename(working.filestore)
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    finish(working)
    audit.protect(working)
    working.mark()
    target.drop()
    working.rename(target.name)


def _ours(tar: tarfile.TarFile) -> list[tarfile.TarInfo]:
    """Return the members that a backup may have: nothing that leads elsewhere."""
    return [
        member
        for member in tar.getmembers()
        if (member.isfile() or member.isdir())
        and Path(member.name).parts[0] in (_DUMP, _FILES)
        and ".." not in Path(member.name).parts
    ]
