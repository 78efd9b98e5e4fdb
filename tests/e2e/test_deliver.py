"""Pushed letters: a real LMTP client, a real database that goes away, a real pipe."""

import smtplib
import subprocess
import sys
import threading

import pytest
from boxes import make_letter
from dovecot import free_ports
from own_postgres import OwnPostgres

from runner import paths

LIMIT_SECONDS = 60
CHANNELS = """
client = env["cc.client"].create({"name": "E2E", "code": "E2E"})
direction = env["cc.direction"].create(
    {"name": "E2E", "code": "E2E", "client_ids": client.ids}
)
for name in ("one", "two"):
    env["cc.channel"].create(
        {
            "name": name,
            "address": f"{name}@push.example",
            "kind": "mail",
            "direction_id": direction.id,
        }
    )
env.cr.commit()
"""
ROWS = """
SELECT channel.name, event.redelivery_count FROM cc_inbox_event AS event
  JOIN cc_channel AS channel ON channel.id = event.channel_id
 WHERE channel.address LIKE '%@push.example' ORDER BY event.id
"""


@pytest.fixture(scope="module")
def place():
    with OwnPostgres() as found:
        found.shell(CHANNELS)
        yield found


@pytest.fixture
def rows(place):
    """Return what came since the test began: (channel, how often it came again)."""
    before = len(place.query(ROWS))
    return lambda: place.query(ROWS)[before:]


def program(place, *order, **options):
    command = [place.instance.env.python, "-m", "runner.deliver_inside"]
    env = place.instance.environment(PYTHONPATH=str(paths.locate().checkout))
    command += [place.instance.database, *order]
    return subprocess.Popen(command, env=env, stderr=subprocess.PIPE, **options)


class Service:
    """The LMTP service as a process."""

    def __init__(self, place):
        (self.port,) = free_ports(1)
        self.process = program(place, "lmtp", "127.0.0.1", str(self.port))

    def __enter__(self):
        first = self.process.stderr.readline().decode()
        assert f"LMTP on 127.0.0.1 port {self.port}" in first, first
        # whoever does not read what is said stops him who says it
        threading.Thread(target=self.process.stderr.read, daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.process.terminate()
        self.code = self.process.wait(LIMIT_SECONDS)

    def client(self):
        client = smtplib.LMTP("127.0.0.1", self.port, timeout=LIMIT_SECONDS)
        client.ehlo_or_helo_if_needed()
        return client


@pytest.fixture(scope="module")
def service(place):
    with Service(place) as found:
        yield found
    assert found.code == 0


@pytest.fixture
def client(service):
    found = service.client()
    yield found
    found.close()


def push(client, key, *names):
    """Push one letter; return the codes of the recipients, then those after the dot."""
    client.mail("<from@pochta.example>")
    codes = [client.rcpt(f"<{name}@push.example>")[0] for name in names]
    taken = codes.count(250)
    if not taken:
        client.rset()
        return codes
    client.docmd("DATA")
    client.send(make_letter(key) + b".\r\n")
    return codes + [client.getreply()[0] for _recipient in range(taken)]


def test_the_row_is_there_when_250_is_said(client, rows):
    assert push(client, "first", "one") == [250, 250]
    assert rows() == [("one", "0")]


def test_the_queue_is_woken(client, place):
    place.query("UPDATE queue_job SET state = 'cancelled'")
    push(client, "woken", "one")
    waiting = "SELECT 1 FROM queue_job WHERE method_name = '_job_drain'"
    assert place.query(f"{waiting} AND state = 'pending'") == [("1",)]


def test_two_recipients_come_into_two_channels(client, rows):
    for _again in range(2):
        assert push(client, "both", "one", "nobody", "two") == [250, 550, 250, 250, 250]
    assert rows() == [("one", "1"), ("two", "1")], "and again adds nothing"


def test_plus_and_return_addresses_reach_the_channel(client, rows):
    key = "0f8fad5bd9cb469fa16570867728950e"
    assert push(client, "plus", f"one+{key}") == [250, 250]
    assert rows() == [("one", "0")]


def test_an_archived_channel_is_nobody(client, place, rows):
    where = "WHERE address = 'two@push.example'"
    place.query(f"UPDATE cc_channel SET active = false {where}")
    assert push(client, "archived", "two") == [550]
    place.query(f"UPDATE cc_channel SET active = true {where}")
    assert push(client, "archived", "two") == [250, 250]
    assert rows() == [("two", "0")]


def test_a_letter_larger_than_the_announced_size_is_refused(client):
    size = int(client.esmtp_features["size"])
    assert client.mail("<from@pochta.example>", [f"SIZE={size + 1}"])[0] == 552


def test_postgres_that_goes_away_means_later_then_it_works_again(client, place, rows):
    assert push(client, "before", "one") == [250, 250]
    place.stop()
    assert push(client, "amid", "one") == [451]
    place.start()
    assert push(client, "amid", "one") == [250, 250]
    assert rows() == [("one", "0"), ("one", "0")]


def test_postgres_that_goes_away_between_recipient_and_letter(client, place, rows):
    client.mail("<from@pochta.example>")
    for name in ("one", "two"):
        assert client.rcpt(f"<{name}@push.example>")[0] == 250
    place.stop()
    client.docmd("DATA")
    client.send(make_letter("between") + b".\r\n")
    assert [client.getreply()[0] for _recipient in range(2)] == [451, 451]
    place.start()
    assert push(client, "between", "one", "two") == [250, 250, 250, 250]
    assert rows() == [("one", "0"), ("two", "0")]


def test_a_power_cut_that_nobody_noticed_costs_no_letter(client, place, rows):
    """The pool's connections are dead, the server is up again: one try more."""
    assert push(client, "up", "one") == [250, 250]
    place.stop()
    place.start()
    assert push(client, "up again", "one") == [250, 250]
    assert len(rows()) == 2


@pytest.mark.parametrize("point", ["K1", "K2", "K3"])
def test_a_service_killed_amid_a_letter_loses_and_doubles_nothing(place, rows, point):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAULT", f"{point}:1")
        with Service(place) as mortal:
            client = mortal.client()
            with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
                push(client, point, "one")
            client.close()
    with Service(place) as next_one:
        client = next_one.client()
        assert push(client, point, "one") == [250, 250]
        client.close()
    assert rows() == [("one", "1" if point == "K3" else "0")]


def pipe(place, channel, data):
    """Return the exit code of a delivery through a pipe, and what it said."""
    process = program(place, "pipe", channel, stdin=subprocess.PIPE)
    _out, said = process.communicate(data, LIMIT_SECONDS)
    return process.returncode, said.decode()


def test_a_letter_comes_through_a_pipe(place, rows):
    letter = make_letter("piped")
    for name in ("one", "one@push.example"):
        code, said = pipe(place, name, letter)
        assert (code, said) == (0, "")
    assert rows() == [("one", "1")]


def test_a_pipe_that_cannot_record_says_later(place, rows):
    code, said = pipe(place, "no such", make_letter("lost?"))
    assert code == 75 and "no mail channel “no such”" in said
    code, said = pipe(place, "one", b"")
    assert code == 75 and "no message" in said
    place.stop()
    code, said = pipe(place, "one", make_letter("lost?"))
    place.start()
    assert code == 75 and "Not recorded, try later" in said.splitlines()[-1]
    assert rows() == []
    assert pipe(place, "one", make_letter("lost?"))[0] == 0
    assert len(rows()) == 1


def test_a_wrong_call_is_a_usage_error():
    run = paths.locate().checkout / "run"
    for arguments in ([], ["--lmtp", "nowhere"], ["--channel", "one", "--strange"]):
        done = subprocess.run(
            [sys.executable, run, "deliver", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 64, done.stderr
