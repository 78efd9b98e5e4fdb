"""One port for Odoo's two: HTTP workers and the websocket process behind one address.

Odoo's prefork server answers `/websocket` only on a second port, so that live updates
need a proxy. Installations have nginx; this is for `./run up`. Each connection of the
prefork server carries one request, so the first line decides where all of it goes.

Run as a program it starts Odoo as its child and ends with it; a program that goes
beside Odoo (the post of the demo) ends with it as well.
"""

import argparse
import asyncio
import contextlib
import json
import signal
import sys

HOST = "127.0.0.1"
_CHUNK = 65536
_LONGEST_LINE = 65536
_UNAVAILABLE = (
    b"HTTP/1.0 503 Service Unavailable\r\nContent-Type: text/plain\r\n"
    b"Retry-After: 2\r\n\r\nOdoo is starting.\n"
)


def wants_websocket(request_line: bytes) -> bool:
    """Say whether a request's first line asks for the websocket process."""
    parts = request_line.split(b" ")
    path = parts[1].partition(b"?")[0] if len(parts) > 1 else b""
    return path == b"/websocket" or path.startswith(b"/websocket/")


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    # Either side may vanish at any moment: that ends the copy, nothing else.
    with contextlib.suppress(OSError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


class FrontDoor:
    """Passes connections on to the HTTP or the websocket port."""

    def __init__(self, http_port: int, websocket_port: int):
        self.http_port = http_port
        self.websocket_port = websocket_port

    async def serve(self, reader, writer) -> None:
        """Handle one connection of a browser."""
        try:
            first = await reader.readline()
            if first:
                await self._pass_on(first, reader, writer)
        except (OSError, ValueError):
            pass  # The browser went away, or sent a line longer than any request's.
        finally:
            writer.close()

    async def _pass_on(self, first: bytes, reader, writer) -> None:
        is_live = wants_websocket(first)
        port = self.websocket_port if is_live else self.http_port
        try:
            inner_reader, inner_writer = await asyncio.open_connection(HOST, port)
        except OSError:
            writer.write(_UNAVAILABLE)
            await writer.drain()
            return
        try:
            inner_writer.write(first)
            upstream = asyncio.create_task(_copy(reader, inner_writer))
            await _copy(inner_reader, writer)
            upstream.cancel()
        finally:
            inner_writer.close()


async def _run(arguments: argparse.Namespace) -> int:
    door = FrontDoor(arguments.http_port, arguments.websocket_port)
    server = await asyncio.start_server(
        door.serve, HOST, arguments.port, limit=_LONGEST_LINE
    )
    odoo = await asyncio.create_subprocess_exec(*arguments.odoo)
    beside = None
    if arguments.beside:
        beside = await asyncio.create_subprocess_exec(*arguments.beside)

    def stop() -> None:
        with contextlib.suppress(ProcessLookupError):
            odoo.terminate()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    code = await odoo.wait()
    if beside:
        with contextlib.suppress(ProcessLookupError):
            beside.terminate()
        await beside.wait()
    server.close()
    return code


def main() -> int:
    """Start Odoo behind the door and stay until it ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--websocket-port", type=int, required=True)
    parser.add_argument("--beside", type=json.loads, help="a command line, as JSON")
    parser.add_argument("odoo", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    arguments.odoo = arguments.odoo[1:]  # The "--" before Odoo's own command line.
    return asyncio.run(_run(arguments))


if __name__ == "__main__":
    sys.exit(main())
