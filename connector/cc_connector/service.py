"""The connector at work: history and live picture, two paths that do not wait."""

import asyncio
import contextlib
import json
import logging
import shutil
import sqlite3
import time
from pathlib import Path

from . import metrics
from .ami import AmiLine
from .commands import execute
from .config import Settings
from .ended_channels import EndedChannels, ended_in
from .event_file import EventFile
from .fault import ConnectorFault
from .live import LivePicture
from .log import say, warn
from .recordings import Recordings
from .shipper import OdooLine, Pauses
from .spool import Spool

_logger = logging.getLogger("cc_connector")
POLL_SECONDS = 0.1
# a change is sent at once; what comes with it, within this time, goes along
GATHER_SECONDS = 0.02
PICTURE_SECONDS = 30
COMMAND_SECONDS = 0.5
PING_SECONDS = 10
# the manager is on this machine or near it: it is tried often
LONGEST_AMI_PAUSE = 15


class Service:
    """Runs until it is cancelled."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.spool = Spool(settings.spool)
        self.odoo = OdooLine(settings.odoo, settings.pbx)
        self.picture = LivePicture()
        self.ami: AmiLine | None = None
        self._fault: ConnectorFault | None = None
        self._pending: asyncio.Queue = asyncio.Queue()
        # commands of Odoo that wait to be carried out
        self._orders: asyncio.Queue = asyncio.Queue()
        self._pbx_started_at: float | None = None
        # what are lines and what phones, as Odoo told last
        known = self.spool.fact("trunks")
        self.picture.trunks = frozenset(json.loads(known or "[]"))
        self._has_asked = asyncio.Event()
        self.ended = EndedChannels(self.spool)
        self.recordings = settings.recordings and Recordings(
            Path(settings.recordings),
            settings.pbx,
            self.odoo,
            self._note,
            lambda: self._pbx_started_at,
            settings.recordings_key,
            self.ended,
        )

    async def run(self) -> None:
        """Read, send, and follow the PBX."""
        if self.settings.metrics_address:
            metrics.serve(self.settings.metrics_address)
        say(_logger, "started", pbx=self.settings.pbx, waiting=self.spool.waiting())
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._read_events())
                group.create_task(self._send_events())
                group.create_task(self._report())
                if self.recordings:
                    group.create_task(self.recordings.run())
                if self.settings.ami.host:
                    group.create_task(self._follow())
        finally:
            await self.odoo.close()
            self.spool.close()

    # history
    async def _read_events(self):
        file = EventFile(self.settings.cel_file, self.spool.place())
        pauses = Pauses()
        while True:
            try:
                reading = file.read()
                if reading:
                    ended = ended_in(reading.lines) if self.recordings else []
                    self.spool.put(reading.lines, reading.place, ended)
                    self.ended.add(ended)
            except (OSError, sqlite3.Error) as fault:
                self._note(_of_reading(fault))
                file.close()
                await pauses.wait()
                # what was read and not kept is read again
                file = EventFile(self.settings.cel_file, self.spool.place())
                continue
            pauses.reset()
            metrics.FILE_LAG.set(file.lag_bytes())
            if reading:
                metrics.LINES_READ.inc(len(reading.lines))
            await asyncio.sleep(0 if reading else POLL_SECONDS)

    async def _send_events(self):
        pauses = Pauses()
        while True:
            try:
                is_sent = await self._send_batch()
            except (ConnectorFault, sqlite3.Error) as fault:
                is_ours = isinstance(fault, ConnectorFault)
                self._note(fault if is_ours else _of_reading(fault))
                await pauses.wait()
                continue
            pauses.reset()
            await asyncio.sleep(0 if is_sent else POLL_SECONDS)

    async def _send_batch(self):
        batch = self.spool.next_batch(self.settings.batch_lines)
        metrics.LINES_WAITING.set(self.spool.waiting())
        if not batch:
            return False
        body = {"lines": [{"key": key, "line": text} for key, text in batch.lines]}
        await self.odoo.post("events", body, ref=batch.ref)
        self.spool.taken(batch)
        metrics.LINES_SENT.inc(len(batch.lines))
        return True

    # the live picture
    async def _follow(self):
        await self._has_asked.wait()
        pauses = Pauses(longest=LONGEST_AMI_PAUSE)
        while True:
            try:
                # a task of its own: until Python 3.13 a group that failed leaves its
                # task marked as cancelled, and no timeout in it ends as one any more
                await asyncio.create_task(self._follow_line(pauses))
            except* ConnectorFault as faults:
                self._note(_first(faults))
            await pauses.wait()

    async def _follow_line(self, pauses):
        """Follow the PBX over one connection, until it ends."""
        ami = AmiLine(self.settings.ami)
        try:
            await ami.connect()
            await self._show_whole(ami)
            pauses.reset()
            async with asyncio.TaskGroup() as group:
                group.create_task(self._gather(ami))
                group.create_task(self._show_changes(ami))
                group.create_task(self._carry_out(ami))
                group.create_task(_watch(ami))
        finally:
            self.ami = None
            metrics.AMI_UP.set(0)
            await ami.close()

    async def _show_whole(self, ami):
        """Ask for everything there is: what happened meanwhile nobody will tell."""
        self._pbx_started_at = None
        if ami.uptime is not None:
            # whole seconds: a call of the first second was not before the start
            self._pbx_started_at = time.time() - ami.uptime - 1
        channels = await ami.ask_list("CoreShowChannels")
        queues = await ami.ask_list("QueueStatus")
        self._pending = asyncio.Queue()
        contacts = None
        try:
            contacts = await ami.ask_list("PJSIPShowContacts")
        except ConnectorFault as fault:
            # a PBX with other phones than PJSIP's has no such list
            if fault.code != "ami_refuses":
                raise
        whole = self.picture.replace(channels, queues, contacts)
        if self._pbx_started_at:
            whole["pbx_started_at"] = self._pbx_started_at
        await self._post_live({"picture": whole})
        self.ami = ami
        metrics.AMI_UP.set(1)
        say(_logger, "manager connected", calls=len(self.picture.calls))

    async def _gather(self, ami):
        async for event in ami.events():
            for change in self.picture.take(event):
                self._pending.put_nowait(change)
            metrics.LIVE_CALLS.set(len(self.picture.calls))

    async def _show_changes(self, ami):
        """Send changes as they come; without any, ask for commands now and then."""
        shown_at = time.monotonic()
        while True:
            changes = await self._next_changes()
            body = {"changes": changes}
            if time.monotonic() - shown_at > PICTURE_SECONDS:
                # what got lost between us and Odoo is put right by the next picture
                body["picture"] = self.picture.picture()
                shown_at = time.monotonic()
            try:
                await self._post_live(body)
            except ConnectorFault as fault:
                if fault.code.startswith("ami"):
                    raise
                self._note(fault)
                shown_at = 0
                await asyncio.sleep(1)

    async def _next_changes(self):
        changes = []
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(COMMAND_SECONDS):
                changes.append(await self._pending.get())
            await asyncio.sleep(GATHER_SECONDS)
        while not self._pending.empty():
            changes.append(self._pending.get_nowait())
        return changes

    async def _post_live(self, body):
        answer = await self.odoo.post("live", body)
        if commands := answer.get("commands"):
            self._orders.put_nowait(commands)

    async def _carry_out(self, ami):
        """Do what Odoo asks; what happens meanwhile is shown without waiting for it."""
        while True:
            commands = await self._orders.get()
            results = [await execute(ami, each, self.picture) for each in commands]
            say(_logger, "commands", count=len(results))
            try:
                await self.odoo.post("commands", {"results": results})
            except ConnectorFault as fault:
                # Odoo gives up waiting for the answers by itself
                self._note(fault)

    # how it goes
    async def _report(self):
        """Tell Odoo how it goes here: the health page reads it."""
        while True:
            try:
                answer = await self.odoo.post("report", self._health())
                self._learn(answer.get("trunks"))
                if self.odoo.clock_ahead is not None:
                    metrics.CLOCK_AHEAD.set(self.odoo.clock_ahead)
            except ConnectorFault as fault:
                self._note(fault)
            self._has_asked.set()
            await asyncio.sleep(PICTURE_SECONDS)

    def _learn(self, trunks):
        names = [each for each in trunks or () if isinstance(each, str)]
        self.picture.trunks = frozenset(names)
        with contextlib.suppress(sqlite3.Error):
            self.spool.keep_fact("trunks", json.dumps(names))

    def _health(self):
        fault, self._fault = self._fault, None
        return {
            "lines_waiting": self.spool.waiting(),
            "clock": time.time(),
            "pbx_started_at": self._pbx_started_at,
            "registrations": self._registrations(),
            "is_ami_up": self.ami is not None,
            "has_ami": bool(self.settings.ami.host),
            "disk_free_bytes": self._disk_free(),
            "recordings": self.recordings.health() if self.recordings else None,
            "fault": fault and {"code": fault.code, "sentence": str(fault)},
        }

    def _disk_free(self):
        """Return the room of the fuller disk: events and recordings need theirs."""
        places = [self.settings.spool.parent, self.settings.recordings]
        free = []
        for place in filter(None, places):
            with contextlib.suppress(OSError):
                free.append(shutil.disk_usage(place).free)
        return min(free, default=0)

    def _registrations(self):
        """Return the phones that are there, None when nobody knows now."""
        known = self.picture.registered
        return None if known is None or self.ami is None else sorted(known)

    def _note(self, fault):
        metrics.FAULTS.labels(fault.code).inc()
        if not self._fault or self._fault.code != fault.code:
            warn(_logger, "fault", code=fault.code, sentence=str(fault))
        self._fault = fault


async def _watch(ami):
    """Notice a connection that says nothing any more, and never ended either."""
    while True:
        await asyncio.sleep(PING_SECONDS)
        await ami.ask("Ping")


def _of_reading(fault):
    if isinstance(fault, sqlite3.Error):
        return ConnectorFault("spool", f"The spool cannot be written: {fault}.")
    return ConnectorFault(
        "event_file", f"The event file cannot be read: {fault.strerror}."
    )


def _first(faults):
    while isinstance(faults, BaseExceptionGroup):
        faults = faults.exceptions[0]
    return faults
