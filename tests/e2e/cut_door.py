"""The way to Odoo's two ports, which a test cuts as a cable is cut.

Like the front door of `./run up`; with nothing that says goodbye when it is cut: what
was open is reset, and what comes is reset too.
"""

import asyncio
import threading

from runner.front_door import HOST, wants_websocket

CHUNK, LONGEST_LINE = 65536, 65536
SECONDS = 10


class CutDoor:
    """`with CutDoor(http_port, websocket_port) as door`: browsers open `door.url`."""

    def __init__(self, http_port, websocket_port):
        self._ports = {False: http_port, True: websocket_port}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._writers = set()
        self._is_cut = False
        # of a request's first line: its answer is lost, and the line is cut
        self._fatal = b""
        #: how many answers were lost so
        self.lost = 0
        self.url = ""

    def __enter__(self):
        self._thread.start()
        self._server = self._run(
            asyncio.start_server(self._serve, HOST, 0, limit=LONGEST_LINE)
        )
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://{HOST}:{port}"
        return self

    def __exit__(self, *exception):
        self._run(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()

    def cut(self):
        self._loop.call_soon_threadsafe(self._cut)

    def mend(self, but_lose=""):
        """Let everything pass again.

        :param but_lose: of a path: the next such request reaches the server, which does
            what it is asked; the browser hears nothing, and the line is cut again
        """
        self._fatal = but_lose.encode()
        self._is_cut = False

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    async def _shut(self):
        self._server.close()
        self._cut()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _cut(self):
        self._is_cut = True
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader, writer):
        self._writers.add(writer)
        try:
            if not self._is_cut and (first := await reader.readline()):
                await self._pass_on(first, reader, writer)
        except (OSError, ValueError):
            pass  # either end went away
        finally:
            self._writers.discard(writer)
            writer.transport.abort() if self._is_cut else writer.close()

    async def _pass_on(self, first, reader, writer):
        port = self._ports[wants_websocket(first)]
        inner_reader, inner_writer = await asyncio.open_connection(HOST, port)
        inner_writer.write(first)
        up = asyncio.create_task(_copy(reader, inner_writer))
        try:
            if self._fatal and self._fatal in first:
                # what it says first it says when all is done
                await inner_reader.read(CHUNK)
                self.lost, self._fatal = self.lost + 1, b""
                self._cut()
            else:
                await _copy(inner_reader, writer)
        finally:
            up.cancel()
            inner_writer.close()


async def _copy(reader, writer):
    try:
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
    except OSError:
        pass  # either end went away
