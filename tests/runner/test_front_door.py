import asyncio
import json
import os
import subprocess
import sys

import pytest

from runner import front_door, ports
from runner.front_door import FrontDoor, wants_websocket


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"GET /websocket?version=19 HTTP/1.1\r\n", True),
        (b"GET /websocket HTTP/1.1\r\n", True),
        (b"GET /websocket/health HTTP/1.1\r\n", True),
        (b"GET /websocket_other HTTP/1.1\r\n", False),
        (b"GET /web/login?next=/websocket HTTP/1.1\r\n", False),
        (b"garbage\r\n", False),
        (b"", False),
    ],
)
def test_only_the_websocket_goes_to_its_process(line, expected):
    assert wants_websocket(line) is expected


async def answering(name):
    async def answer(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(name + b" got " + head.split(b"\r\n")[0])
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]


async def ask(door, request):
    server = await asyncio.start_server(door.serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(request)
    answer = await reader.read()
    writer.close()
    server.close()
    return answer


def test_each_request_reaches_its_port_unchanged():
    async def scene():
        http, http_port = await answering(b"http")
        live, live_port = await answering(b"live")
        door = FrontDoor(http_port, live_port)
        page = await ask(door, b"GET /web HTTP/1.1\r\nHost: a\r\n\r\n")
        bus = await ask(door, b"GET /websocket HTTP/1.1\r\nHost: a\r\n\r\n")
        http.close()
        live.close()
        return page, bus

    page, bus = asyncio.run(scene())
    assert page == b"http got GET /web HTTP/1.1"
    assert bus == b"live got GET /websocket HTTP/1.1"


def test_while_odoo_starts_the_door_answers_503():
    answer = asyncio.run(ask(FrontDoor(1, 1), b"GET / HTTP/1.1\r\n\r\n"))
    assert answer.startswith(b"HTTP/1.0 503")


def test_what_goes_beside_odoo_ends_with_it(tmp_path):
    sign = tmp_path / "pid"
    beside = (
        f"import os, pathlib, time; p = pathlib.Path({str(sign)!r});"
        "p.with_suffix('.part').write_text(str(os.getpid()));"
        "p.with_suffix('.part').rename(p); time.sleep(600)"
    )
    odoo = (
        f"import pathlib, time; p = pathlib.Path({str(sign)!r})\n"
        "while not p.exists(): time.sleep(0.05)\nraise SystemExit(3)"
    )
    port = ports.next_free(22000)
    numbers = [f"--port={port}", "--http-port=1", "--websocket-port=1"]
    program = [sys.executable, front_door.__file__, *numbers]
    program += ["--beside", json.dumps([sys.executable, "-c", beside])]
    done = subprocess.run([*program, "--", sys.executable, "-c", odoo], timeout=60)
    assert done.returncode == 3
    with pytest.raises(ProcessLookupError):
        os.kill(int(sign.read_text()), 0)
