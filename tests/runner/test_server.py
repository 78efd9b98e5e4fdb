import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from runner import ports, server
from runner.server import PortTaken, Server

# answers as Odoo does: 200 to whatever is asked
ANSWERS = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_given):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
SLEEPS = "import time; time.sleep(600)"


@pytest.fixture
def start():
    """Start programs that lead a session, as the server's door does."""
    begun = []

    def begin(program, *given):
        command = [sys.executable, "-c", program, *map(str, given)]
        begun.append(subprocess.Popen(command, start_new_session=True))
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.wait()


@pytest.fixture
def own(tmp_path):
    paths = SimpleNamespace(logs=tmp_path, state=tmp_path, checkout=tmp_path)
    (tmp_path / "odoo.log").touch()
    return Server(paths)


def answering(start):
    port = ports.next_free(21000)
    process = start(ANSWERS, port)
    deadline = time.monotonic() + 30
    while not server.is_healthy(port):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return process, port


def test_a_port_belongs_to_the_session_that_listens(start):
    process, port = answering(start)
    other = start(SLEEPS)
    assert ports.is_served_by(port, process.pid)
    assert not ports.is_served_by(port, other.pid)
    assert not ports.is_served_by(ports.next_free(port + 1), process.pid)


def test_an_answer_of_ours_is_health(start, own):
    process, port = answering(start)
    own._await_health(process, [port])


@pytest.mark.parametrize("place", [0, 1])
def test_the_answer_of_another_server_is_not_ours(start, own, place):
    mine, my_port = answering(start)
    _other, port = answering(start)
    served = [port, my_port] if place == 0 else [my_port, port]
    with pytest.raises(PortTaken) as caught:
        own._await_health(mine, served)
    assert caught.value.port == port
