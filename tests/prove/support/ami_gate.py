"""Stands between the connector and the manager interface, and may fall silent."""

import asyncio
import contextlib


class AmiGate:
    """`async with AmiGate(address, port) as gate`: listens on `gate.port`."""

    def __init__(self, address: str, port: int):
        self._target = (address, port)
        self._is_open = True
        self._tasks: set[asyncio.Task] = set()
        self.port = 0

    async def __aenter__(self) -> "AmiGate":
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exception) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()

    def fall_silent(self) -> None:
        """Swallow everything; nobody is told that the line is dead."""
        self._is_open = False

    def speak(self) -> None:
        """Let new connections through again; the dead ones stay dead."""
        self._is_open = True

    async def _pass(self, reader, writer):
        is_dead = not self._is_open
        there = await asyncio.open_connection(*self._target)
        ways = ((reader, there[1]), (there[0], writer))
        state = {"is_dead": is_dead}
        tasks = [asyncio.create_task(self._pour(*way, state)) for way in ways]
        self._tasks.update(tasks)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            # the proof is over; a server's task that says so would only be noise
            pass
        finally:
            for task in tasks:
                task.cancel()
            for each in (writer, there[1]):
                each.close()

    async def _pour(self, reader, writer, state):
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                if not self._is_open:
                    state["is_dead"] = True
                if not state["is_dead"]:
                    writer.write(data)
                    await writer.drain()
