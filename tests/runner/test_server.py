import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from runner import addons, ports, server
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


def test_addons_that_changed_since_the_start_are_named(tmp_path, monkeypatch):
    folder = tmp_path / "addons"
    for name in ("cc_one", "cc_two", "cc_gone"):
        (folder / name).mkdir(parents=True)
        (folder / name / "__manifest__.py").write_text("{}")
    own = Server(SimpleNamespace(addons=folder))
    record = {"addons": addons.digests(addons.for_production(folder))}
    monkeypatch.setattr(Server, "running", lambda _own: record)
    assert own.changed_addons() == []
    (folder / "cc_two" / "model.py").write_text("x = 1")
    (folder / "cc_gone" / "__manifest__.py").unlink()
    (folder / "cc_new").mkdir()
    (folder / "cc_new" / "__manifest__.py").write_text("{}")
    assert own.changed_addons() == ["cc_gone", "cc_new", "cc_two"]
    # a record of an older release, and no server at all
    record.clear()
    assert own.changed_addons() == []
    monkeypatch.setattr(Server, "running", lambda _own: None)
    assert own.changed_addons() == []


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
