"""The manager interface of Asterisk: logins, actions with their answers, events."""

import asyncio
import contextlib
import itertools
import math
import ssl
from collections.abc import AsyncIterator

from . import tls
from .config import AmiSettings
from .fault import ConnectorFault

CONNECT_SECONDS = 5
BOOT_SECONDS = 60
ANSWER_SECONDS = 10
LONGEST_MESSAGE = 1 << 18
# of answers that are lists: what ends them
LIST_END = "Complete"
# some say no where they mean an empty list
EMPTY = ("No Contacts found",)


class AmiLine:
    """One connection. Ends with the first fault: whoever uses it connects anew."""

    def __init__(self, settings: AmiSettings):
        self._settings = settings
        self._ids = itertools.count(1)
        self._answers: dict[str, asyncio.Future] = {}
        self._lists: dict[str, list[dict]] = {}
        self._events: asyncio.Queue = asyncio.Queue()
        self._reader = self._writer = self._task = None
        self._booted = asyncio.Event()
        #: seconds the PBX was up when we logged in, None when it does not say
        self.uptime: float | None = None

    async def connect(self) -> None:
        """Log in and wait until the PBX is fully up.

        :raise ConnectorFault: unreachable, wrong secret, or it does not come up
        """
        where = f"{self._settings.host}:{self._settings.port}"
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                self._reader, self._writer = await asyncio.open_connection(
                    self._settings.host,
                    self._settings.port,
                    limit=LONGEST_MESSAGE,
                    ssl=self._context(),
                )
        except (OSError, TimeoutError) as fault:
            if sentence := tls.refusal(fault, "The PBX's manager"):
                raise ConnectorFault("ami_certificate", sentence) from None
            raise ConnectorFault(
                "ami_away", f"The PBX's manager interface at {where} does not answer."
            ) from None
        self._task = asyncio.create_task(self._read())
        answer = await self.ask(
            "Login", Username=self._settings.user, Secret=self._settings.secret
        )
        if answer.get("Response") != "Success":
            raise ConnectorFault(
                "ami_refuses",
                f"The PBX refuses the manager user “{self._settings.user}”: its name "
                "or its secret is wrong, or manager.conf does not permit this address.",
            )
        try:
            async with asyncio.timeout(BOOT_SECONDS):
                await self._booted.wait()
        except TimeoutError:
            raise ConnectorFault("ami_away", "The PBX does not come up.") from None

    async def close(self) -> None:
        """Close the connection; answers still owed become faults."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._writer:
            self._writer.close()
            with contextlib.suppress(OSError, ssl.SSLError):
                await self._writer.wait_closed()

    async def ask(self, action: str, **headers: object) -> dict:
        """Send an action and return the answer's headers.

        A value that is a list is sent as that many headers of the name.
        :raise ConnectorFault: the connection ended, or no answer in time
        :raise ValueError: a value holds a line break, so it would be another header
        """
        return (await self._send(action, headers, is_list=False))[0]

    async def ask_list(self, action: str, **headers: object) -> list[dict]:
        """Send an action that answers with a list and return the list's events."""
        answer, found = await self._send(action, headers, is_list=True)
        if answer.get("Message") in EMPTY:
            return []
        if answer.get("Response") != "Success":
            raise ConnectorFault("ami_refuses", f"The PBX refuses {action}.")
        return found

    async def events(self) -> AsyncIterator[dict]:
        """Yield events as they come.

        :raise ConnectorFault: the connection ended
        """
        while True:
            event = await self._events.get()
            if event is None:
                raise _gone()
            yield event

    async def _send(self, action, headers, is_list):
        # an action whose answer comes later, as an event, brings an id of its own
        action_id = headers.pop("ActionID", None) or f"cc-{next(self._ids)}"
        message = _message({"Action": action, "ActionID": action_id} | headers)
        answer = asyncio.get_running_loop().create_future()
        self._answers[action_id] = answer
        if is_list:
            self._lists[action_id] = []
        try:
            self._writer.write(message)
            await self._writer.drain()
            async with asyncio.timeout(ANSWER_SECONDS):
                return await answer, self._lists.get(action_id, [])
        except (OSError, TimeoutError):
            raise _gone() from None
        finally:
            self._answers.pop(action_id, None)
            self._lists.pop(action_id, None)

    async def _read(self):
        try:
            while True:
                raw = await self._reader.readuntil(b"\r\n\r\n")
                self._take(_headers(raw))
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(_gone())
            self._events.put_nowait(None)

    def _take(self, message):
        action_id = message.get("ActionID", "")
        answer = self._answers.get(action_id)
        if "Response" in message and answer and not answer.done():
            if action_id in self._lists and message["Response"] == "Success":
                self._lists[action_id].append(message)
            else:
                answer.set_result(message)
        elif action_id in self._lists:
            self._take_of_list(action_id, answer, message)
        elif "Event" in message:
            if message["Event"] == "FullyBooted":
                self.uptime = _seconds(message.get("Uptime"))
                self._booted.set()
            self._events.put_nowait(message)

    def _take_of_list(self, action_id, answer, message):
        found = self._lists[action_id]
        if message.get("EventList") == LIST_END:
            if not answer.done():
                answer.set_result(found.pop(0))
        else:
            found.append(message)

    def _context(self):
        if not self._settings.is_tls:
            return None
        return tls.context("ami", self._settings.ca_file)


def _message(headers):
    lines = []
    for name, value in headers.items():
        for each in value if isinstance(value, list) else [value]:
            text = str(each)
            if "\r" in text or "\n" in text:
                raise ValueError(f"{name} holds a line break")
            lines.append(f"{name}: {text}\r\n")
    return ("".join(lines) + "\r\n").encode()


def _headers(raw):
    found = {}
    for line in raw.decode("utf-8", "replace").split("\r\n"):
        name, colon, value = line.partition(":")
        if colon and name not in found:
            found[name.strip()] = value.strip()
    return found


def _seconds(text):
    try:
        seconds = float(text or "none")
    except ValueError:
        return None
    return seconds if 0 <= seconds < math.inf else None


def _gone():
    return ConnectorFault("ami_away", "The connection to the PBX's manager broke.")
