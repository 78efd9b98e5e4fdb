import socket
from types import SimpleNamespace

import pytest

from runner import ports
from runner.server import PortTaken
from runner.settings import Settings
from runner.verbs import up


class Quicker:
    """A server whose ports others take, as often as it is told."""

    def __init__(self, *taken):
        self.taken, self.asked = list(taken), []

    def start(self, _instance, port, post):
        self.asked.append((port, post))
        if self.taken:
            raise PortTaken(self.taken.pop(0))


def place(has_post=False):
    led = []
    database = SimpleNamespace(
        has_demo_post=lambda: has_post, lead_demo_post=led.append
    )
    settings = Settings(port=ports.next_free(23000))
    return SimpleNamespace(settings=settings, database=database, instance=None, led=led)


def test_when_another_was_quicker_the_next_port_is_tried():
    here = place()
    first = here.settings.port
    own = Quicker(first)
    up._start(own, here, is_port_asked=False)
    assert [port for port, _post in own.asked] == [first, here.settings.port]
    assert here.settings.port > first


def test_a_port_taken_since_it_was_chosen_is_left():
    here, own = place(), Quicker()
    with socket.create_server(("127.0.0.1", here.settings.port)):
        up._start(own, here, is_port_asked=False)
        ((port, _post),) = own.asked
        assert ports.is_free(port)


def test_a_port_that_was_asked_for_is_not_changed():
    here = place()
    first = here.settings.port
    with pytest.raises(PortTaken, match=str(first)):
        up._start(Quicker(first), here, is_port_asked=True)
    own = Quicker(first + 1)
    up._start(own, here, is_port_asked=True)
    assert [port for port, _post in own.asked] == [first, first]


def test_it_does_not_try_for_ever():
    own = Quicker(*range(10))
    with pytest.raises(PortTaken):
        up._start(own, place(), is_port_asked=False)
    assert len(own.asked) == 3


def test_the_post_of_the_demo_is_started_where_its_accounts_send_to():
    here, own = place(has_post=True), Quicker()
    up._start(own, here, is_port_asked=False)
    ((port, post),) = own.asked
    assert here.led == [post]
    assert post > port


def test_a_running_server_says_what_waits_to_be_brought_in(monkeypatch, capsys):
    record = {"port": 8069, "database": "demo"}
    given = SimpleNamespace(port=None, database=None, db=None)
    changed = []
    monkeypatch.setattr(up.Server, "running", lambda _own: record)
    monkeypatch.setattr(up.Server, "changed_addons", lambda _own: changed)
    assert up.run(given, SimpleNamespace(paths=None)) == 0
    assert "./run down" not in capsys.readouterr().out
    changed += ["cc_base", "cc_telephony"]
    assert up.run(given, SimpleNamespace(paths=None)) == 0
    told = capsys.readouterr().out
    assert "cc_base, cc_telephony" in told
    assert "./run down, then ./run up" in told


def test_without_the_demo_no_post_is_started():
    here, own = place(), Quicker()
    up._start(own, here, is_port_asked=False)
    assert own.asked == [(here.settings.port, None)]
    assert here.led == []
