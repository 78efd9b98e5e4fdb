"""The way of a browser to a live Odoo, cut and mended where a test wants it.

One address for HTTP and websocket, as `./run up` gives it. Everything can be cut, or the
websocket alone, or requests whose path ends with a given word. What is cut says no goodbye:
what was open is reset, and what comes is reset too.
"""

import asyncio
import threading

from runner import ports
from runner.front_door import HOST, FrontDoor, wants_websocket


class CutLine(FrontDoor):
    """Listens on a port of its own until it is closed, or the `with` is left.

    `passed`: paths of requests that reached the server; `lost`: how many answers were
    lost on the way back.
    """

    def __init__(self, http_port, websocket_port):
        super().__init__(http_port, websocket_port)
        self.port = ports.next_free(websocket_port + 1)
        self.url = f"http://{HOST}:{self.port}"
        self.passed = []
        self.lost = 0
        self._writers = {}
        self._fatal = None
        self._is_cut = lambda _path: False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        listening = asyncio.start_server(self.serve, HOST, self.port, limit=65536)
        self._server = self._ask(listening)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def cut(self, what=""):
        """Cut all of it, "websocket", or requests whose path ends so."""
        self._is_cut = {
            "": lambda _path: True,
            "websocket": lambda path: wants_websocket(b"GET " + path),
        }.get(what, lambda path: path.endswith(what.encode()))
        self._ask(self._break())

    def mend(self, but_lose=None):
        """Let everything pass again.

        :param but_lose: the next request whose path ends so reaches the server, which
            does what it is asked; the browser hears nothing, and all is cut again
        """
        self._fatal = but_lose
        self._is_cut = lambda _path: False

    def count(self, word):
        """Return how many requests that end so reached the server."""
        return sum(path.endswith(word.encode()) for path in self.passed)

    def close(self):
        self._ask(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _pass_on(self, first, reader, writer):
        path = first.split(b" ")[1]
        if self._is_cut(path):
            writer.transport.abort()
            return
        self.passed.append(path)
        self._writers[writer] = path
        is_fatal = self._fatal and path.endswith(self._fatal.encode())
        try:
            to = _Deaf(self._lose) if is_fatal else writer
            await super()._pass_on(first, reader, to)
        finally:
            self._writers.pop(writer, None)

    def _lose(self):
        self.lost, self._fatal = self.lost + 1, None
        self._is_cut = lambda _path: True
        self._abort()

    async def _break(self):
        self._abort()

    def _abort(self):
        for writer, path in list(self._writers.items()):
            if self._is_cut(path):
                writer.transport.abort()

    async def _end(self):
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for each in others:
            each.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _ask(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)


class _Deaf:
    """The end of a browser that is gone when the server answers."""

    def __init__(self, lose):
        self._lose = lose

    def write(self, _answer):
        # what it says first it says when all is done
        self._lose()
        raise ConnectionResetError
