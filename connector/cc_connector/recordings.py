"""Closed recordings go to Odoo and are deleted when it has them, never before.

Each step leaves one whole file of a recording, whatever is killed in between: a file
that is sent twice is the same recording to Odoo, by its bytes.
"""

import asyncio
import contextlib
import errno
import hashlib
import logging
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from . import metrics
from .ended_channels import EndedChannels
from .fault import ConnectorFault
from .log import warn
from .sealing import Sealer
from .shipper import OdooLine, Pauses

_logger = logging.getLogger("cc_connector")
POLL_SECONDS = 1
# the PBX writes the last of it when the channel is over already
QUIET_SECONDS = 3
AT_ONCE = 4
MOST_OF_ROUND = 200
DONE, SEALED, PART = ".done", ".sealed", ".part"
REFUSED = "refused"
VOICEMAIL = ".vm"
# without the manager nobody says when the PBX was started: no call is that long
ORPHAN_SECONDS = 6 * 3600
EMPTY_FOLDER_SECONDS = 2 * 86_400
# our dial plan's names, and those that end with the id of a call
_OURS = re.compile(r"(?P<id>.+?)--(?P<channel>.+)")
_FOREIGN = re.compile(r"(?P<before>|.*-)(?P<id>\d{9,}\.\d+)")
_DISK = (errno.ENOSPC, errno.EDQUOT)


class Named(NamedTuple):
    """Whose a file is. `name` is told to Odoo: it has no number of anybody."""

    linked_id: str
    kind: str
    name: str


def named(stem: str, pbx: str) -> Named | None:
    """Return what a file's name says, None when it names no call.

    :param stem: without .done and .sealed
    """
    body, dot, format_ = stem.rpartition(".")
    if not dot or not format_.isalnum():
        return None
    kind = "talk"
    if body.endswith(VOICEMAIL):
        body, kind = body.removesuffix(VOICEMAIL), "voicemail"
    if found := _OURS.fullmatch(body):
        return Named(found["id"], kind, stem)
    foreign = _FOREIGN.fullmatch(body)
    if not foreign:
        return None
    # where asterisk.conf has a systemname, ids begin with it
    is_ours = f"-{foreign['before']}".endswith(f"-{pbx}-")
    id_ = f"{pbx}-{foreign['id']}" if is_ours else foreign["id"]
    return Named(id_, kind, f"{id_}.{format_}")


class Recordings:
    """The folder of a PBX's recordings.

    :param note: told of each fault
    :param started_at: says when the PBX was started, None when nobody knows
    :param ended: the channels that are over
    """

    def __init__(
        self,
        folder: Path,
        pbx: str,
        odoo: OdooLine,
        note: Callable[[ConnectorFault], None],
        started_at: Callable[[], float | None],
        key: str = "",
        ended: EndedChannels | None = None,
    ):
        self._ended = ended
        self._folder, self._pbx, self._odoo = folder, pbx, odoo
        self._note, self._started_at = note, started_at
        self._sealer = Sealer(key) if key else None
        self._waiting = self._refused = 0
        self._fault: str | None = None
        self._told: set[str] = set()

    def health(self) -> dict:
        """Return what the report says: how many wait, lie aside, and the last fault."""
        return {
            "waiting": self._waiting,
            "refused": self._refused,
            "fault": self._fault,
        }

    async def run(self) -> None:
        """Bring what is closed, for ever."""
        pauses = Pauses()
        while True:
            try:
                await self.round()
            except ConnectorFault as fault:
                self._fault = fault.code
                self._note(fault)
                await pauses.wait()
                continue
            self._fault = None
            pauses.reset()
            await asyncio.sleep(POLL_SECONDS)

    async def round(self) -> None:
        """Bring everything that is closed now.

        :raise ConnectorFault: some of it must wait
        """
        try:
            found = await asyncio.to_thread(self._look)
        except OSError as fault:
            raise _of_folder(fault) from None
        if self._ended is not None:
            self._ended.sweep()
        faults = []
        for start in range(0, len(found), AT_ONCE):
            some = found[start : start + AT_ONCE]
            done = await asyncio.gather(*map(self._bring, some), return_exceptions=True)
            failed = [each for each in done if isinstance(each, BaseException)]
            self._count(len(failed) - len(some))
            faults += failed
            if any(not isinstance(each, _OfOneFile) for each in failed):
                break
        if faults:
            raise next((e for e in faults if not isinstance(e, _OfOneFile)), faults[0])

    # the folder
    def _look(self):
        """Seal what was closed; return the files to bring, the oldest first."""
        closed, written, waiting = [], [], []
        for where, folders, names in os.walk(self._folder, onerror=_raise):
            if REFUSED in folders and Path(where) == self._folder:
                folders.remove(REFUSED)
            _leave_no_empty(where, folders, names, self._folder)
            for name in names:
                path = Path(where, name)
                if name.endswith(DONE):
                    closed.append(path)
                elif name.endswith(SEALED):
                    waiting.append(path)
                elif not name.endswith(PART):
                    written.append(path)
        closed += self._closed_by_the_end(written)
        closed += self._closed_by_a_kill(written)
        if self._sealer:
            waiting += self._seal_all(closed, set(waiting))
        else:
            waiting += closed
        self._refused = _count_of(self._folder / REFUSED)
        metrics.RECORDINGS_REFUSED.set(self._refused)
        self._waiting = len(waiting)
        self._count(0)
        return sorted(waiting, key=_age)[:MOST_OF_ROUND]

    def _closed_by_the_end(self, paths):
        """Return what was recorded on channels that are over, no more in `paths`."""
        over = []
        before = time.time() - QUIET_SECONDS
        for path in list(paths):
            channel = _channel(path.name)
            if self._ended is None or channel not in self._ended:
                continue
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    over.append(path.rename(path.with_name(path.name + DONE)))
                    paths.remove(path)
                    self._ended.forget(channel)
        return over

    def _closed_by_a_kill(self, paths):
        """Return what a PBX that was ended left open: nobody will close it."""
        started = self._started_at()
        before = started if started else time.time() - ORPHAN_SECONDS
        torn = []
        for path in paths:
            with contextlib.suppress(FileNotFoundError):
                if path.suffix == ".wav" and path.stat().st_mtime < before:
                    warn(_logger, "torn recording")
                    torn.append(path.rename(path.with_name(path.name + DONE)))
        return torn

    def _seal_all(self, closed, known):
        """Return the sealed files, and those that could not be: they go as they are."""
        found = []
        for path in closed:
            stem = path.name.removesuffix(DONE)
            sealed = path.with_name(stem + SEALED)
            try:
                _write(sealed, self._sealer.seal(path.read_bytes(), stem))
                path.unlink()
            except FileNotFoundError:
                self._vanished()
                continue
            except OSError as fault:
                self._note(_of_folder(fault))
                found.append(path)
                continue
            if sealed not in known:
                found.append(sealed)
        return found

    # one file
    async def _bring(self, path):
        is_sealed = path.name.endswith(SEALED)
        stem = path.name.removesuffix(SEALED if is_sealed else DONE)
        whose = named(stem, self._pbx)
        if not whose:
            return self._put_aside(path, "its name tells no call")
        try:
            raw = await asyncio.to_thread(path.read_bytes)
            if is_sealed:
                raw = await asyncio.to_thread(self._open, raw, stem)
        except FileNotFoundError:
            return self._vanished()
        except OSError as fault:
            raise _of_folder(fault) from None
        if raw is None:
            return self._put_aside(path, "the key does not open it")
        headers = {
            "X-CC-Linkedid": whose.linked_id,
            "X-CC-Kind": whose.kind,
            "X-CC-Name": whose.name,
            "X-CC-Sha256": hashlib.sha256(raw).hexdigest(),
        }
        try:
            await self._odoo.bring(raw, headers)
        except ConnectorFault as fault:
            if fault.code == "recording_refused":
                return self._put_aside(path, str(fault))
            if fault.code == "recording_garbled":
                raise _OfOneFile(fault.code, str(fault)) from None
            raise
        metrics.RECORDINGS_SENT.inc()
        try:
            path.unlink(missing_ok=True)
        except OSError as fault:
            raise _of_folder(fault) from None

    def _open(self, sealed, stem):
        try:
            return self._sealer.open(sealed, stem) if self._sealer else None
        except ValueError:
            return None

    def _put_aside(self, path, why):
        """Keep what Odoo never takes, where it is not sent again; it is said."""
        try:
            (self._folder / REFUSED).mkdir(exist_ok=True)
            path.rename(self._folder / REFUSED / path.name)
        except FileNotFoundError:
            return self._vanished()
        except OSError as fault:
            raise _of_folder(fault) from None
        self._refused += 1
        metrics.RECORDINGS_REFUSED.set(self._refused)
        self._note(ConnectorFault("recording_refused", f"Put aside: {why}"))

    def _vanished(self):
        warn(_logger, "recording vanished")

    def _count(self, change):
        self._waiting = max(0, self._waiting + change)
        metrics.RECORDINGS_WAITING.set(self._waiting)


class _OfOneFile(ConnectorFault):
    """The next file may do better."""


def _channel(name):
    """Return the channel in a name of our dial plan, "" in another's."""
    body = name.rpartition(".")[0].removesuffix(VOICEMAIL)
    found = _OURS.fullmatch(body)
    return found["channel"] if found else ""


def _age(path):
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0


def _count_of(folder):
    try:
        return sum(1 for _each in folder.iterdir())
    except FileNotFoundError:
        return 0


def _leave_no_empty(where, folders, names, root):
    """Delete a day's folder when its last recording is gone."""
    if folders or names or Path(where) == root:
        return
    with contextlib.suppress(OSError):
        if os.stat(where).st_mtime < time.time() - EMPTY_FOLDER_SECONDS:
            os.rmdir(where)


def _write(path, raw):
    part = path.with_name(path.name + PART)
    try:
        with part.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _raise(fault):
    raise fault


def _of_folder(fault):
    if fault.errno in _DISK:
        return ConnectorFault("recordings_disk", "The recordings' disk is full.")
    return ConnectorFault(
        "recordings_folder", f"The recordings folder does not do: {fault.strerror}."
    )
