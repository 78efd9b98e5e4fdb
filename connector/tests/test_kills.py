"""The whole connector as a process: killed, refused, left alone for a while."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doubles.fake_odoo import FakeOdoo, wait_for

CODE = Path(__file__).resolve().parents[1]
KILLS = 5


@pytest.fixture
def odoo():
    with FakeOdoo() as fake:
        yield fake


class Runs:
    """The connector; `kill` is a power cut."""

    def __init__(self, folder, odoo, extra=""):
        self.cel, self.spool = folder / "cel.json", folder / "spool"
        self.log = folder / "log"
        self.settings = folder / "settings.toml"
        (folder / "token").write_text("token")
        self.settings.write_text(
            f'pbx = "main"\ncel_file = "{self.cel}"\nspool = "{self.spool}"\n'
            f"batch_lines = 50\n{extra}"
            f'[odoo]\nurl = "{odoo.url}"\ntoken_file = "{folder / "token"}"\n'
        )
        self.process = None

    def start(self):
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cc_connector", "run", self.settings],
                env=os.environ | {"PYTHONPATH": str(CODE)},
                stderr=sink,
            )

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def write(self, lines):
        with self.cel.open("a") as file:
            file.writelines(line + "\n" for line in lines)


@pytest.fixture
def connector(tmp_path, odoo):
    runs = Runs(tmp_path, odoo)
    yield runs
    if runs.process:
        runs.kill()


def lines(first, count):
    return [json.dumps({"at": at}) for at in range(first, first + count)]


def texts(odoo):
    return [text for _key, text in odoo.lines()]


def assert_repeats_are_the_same(odoo):
    """A batch sent again is, byte for byte, what it was."""
    seen = {}
    for asked in odoo.of("events"):
        ref = asked.headers["x-cc-batch"]
        assert seen.setdefault(ref, asked.raw) == asked.raw


def test_kills_while_it_sends_lose_and_double_nothing(odoo, connector):
    left = [KILLS]

    def kill_now():
        # it has sent, and will not hear the answer
        if left[0]:
            left[0] -= 1
            os.kill(connector.process.pid, signal.SIGKILL)

    odoo.on_events = kill_now
    connector.write(lines(0, 1000))
    for _time in range(KILLS):
        connector.start()
        connector.process.wait(20)
    connector.start()
    wait_for(lambda: len(texts(odoo)) >= 1000, "1000 lines")
    assert texts(odoo) == lines(0, 1000)
    assert_repeats_are_the_same(odoo)


def test_kills_while_it_reads_lose_and_double_nothing(odoo, connector):
    for kill in range(KILLS):
        connector.write(lines(kill * 2000, 2000))
        connector.start()
        wait_for(lambda: connector.spool.exists(), "the spool")
        # somewhere in the reading: each time a little later
        with contextlib.suppress(subprocess.TimeoutExpired):
            connector.process.wait(0.25 + 0.05 * kill)
        connector.kill()
    connector.start()
    wait_for(lambda: len(texts(odoo)) >= 2000 * KILLS, "all lines", 40)
    assert texts(odoo) == lines(0, 2000 * KILLS)
    assert_repeats_are_the_same(odoo)


@pytest.mark.parametrize("what", [401, 422, 426, 500, "lost", "refused"])
def test_whatever_odoo_answers_the_same_batch_comes_again(odoo, connector, what):
    odoo.script = [what, what]
    connector.write(lines(0, 10))
    connector.start()
    wait_for(lambda: not odoo.script and len(texts(odoo)) == 10, "the lines")
    wait_for(lambda: len(odoo.of("events")) >= 3, "the third try")
    assert texts(odoo) == lines(0, 10)
    assert_repeats_are_the_same(odoo)


def test_odoo_away_and_back(odoo, connector):
    odoo.close()
    connector.write(lines(0, 300))
    connector.start()
    wait_for(lambda: "odoo_away" in connector.log.read_text(), "the fault's line")
    connector.write(lines(300, 300))
    odoo.open()
    wait_for(lambda: len(texts(odoo)) == 600, "all lines")
    assert texts(odoo) == lines(0, 600)


def test_a_deleted_spool_tells_everything_again(odoo, connector):
    connector.write(lines(0, 20))
    connector.start()
    wait_for(lambda: len(texts(odoo)) == 20, "the lines")
    connector.kill()
    for path in connector.spool.parent.glob("spool*"):
        path.unlink()
    odoo.taken.clear()
    connector.start()
    wait_for(lambda: len(texts(odoo)) == 20, "the lines again, by another batch")
    refs = {each.headers["x-cc-batch"] for each in odoo.of("events")}
    assert len(refs) == 2


def test_a_spool_that_cannot_be_written_is_said_and_nothing_is_lost(odoo, connector):
    connector.start()
    wait_for(lambda: odoo.of("report"), "the first report")
    connector.kill()
    db = sqlite3.connect(connector.spool, isolation_level=None)
    db.execute(
        "CREATE TRIGGER full BEFORE INSERT ON line "
        "BEGIN SELECT raise(ABORT, 'database or disk is full'); END"
    )
    connector.write(lines(0, 20))
    connector.start()
    wait_for(lambda: '"spool"' in connector.log.read_text(), "the fault's line")
    db.execute("DROP TRIGGER full")
    db.close()
    wait_for(lambda: len(texts(odoo)) == 20, "the lines")
    assert texts(odoo) == lines(0, 20)


def test_the_log_never_repeats_what_it_read(odoo, connector):
    connector.write(['{"num": "+79161234567"}'])
    odoo.script = [500]
    connector.start()
    wait_for(lambda: texts(odoo), "the line")
    connector.kill()
    assert "9161234567" not in connector.log.read_text()
    for line in connector.log.read_text().splitlines():
        assert json.loads(line)["event"]


def test_sigterm_ends_it_well(odoo, connector):
    connector.start()
    wait_for(lambda: odoo.of("report"), "the first report")
    connector.process.terminate()
    assert connector.process.wait(10) == 0


# recordings
RECORDED = "main-1795306146.{}--main-1795306146.{}.wav"


@pytest.fixture(params=["plain", "sealed"])
def recorder(request, tmp_path, odoo):
    folder = tmp_path / "rec"
    (folder / "20261122").mkdir(parents=True)
    (tmp_path / "key").write_text("a key of the tests, long enough to be one")
    extra = f'recordings = "{folder}"\n'
    if request.param == "sealed":
        extra += f'recordings_key_file = "{tmp_path / "key"}"\n'
    runs = Runs(tmp_path, odoo, extra)
    runs.folder = folder
    runs.cel.write_text("")
    yield runs
    if runs.process:
        runs.kill()


def record(recorder, count):
    """Let recordings be closed; return what they sound like."""
    made = {}
    for at in range(count):
        made[f"main-1795306146.{at}"] = raw = f"sound {at} ".encode() * 5000
        path = recorder.folder / "20261122" / RECORDED.format(at, at)
        path.write_bytes(raw)
        path.rename(f"{path}.done")
    return made


def kept(odoo):
    """Return {linkedid: bytes}; two recordings of a call are a fault."""
    found = odoo.recordings()
    by_call = {linked_id: raw for (linked_id, _kind, _digest), raw in found.items()}
    assert len(by_call) == len(found), "a recording was doubled"
    return by_call


def left(recorder):
    return [path for path in recorder.folder.rglob("*") if path.is_file()]


def test_kills_while_recordings_are_sent_lose_and_double_none(odoo, recorder):
    killed = set()

    def kill_now():
        # Odoo has it, and the connector will not hear so; several are on their way
        pid = recorder.process.pid
        if pid not in killed and len(killed) < KILLS:
            killed.add(pid)
            os.kill(pid, signal.SIGKILL)

    odoo.on_recording = kill_now
    made = record(recorder, 30)
    for _time in range(KILLS):
        recorder.start()
        recorder.process.wait(20)
    recorder.start()
    wait_for(lambda: not left(recorder), "all recordings")
    assert kept(odoo) == made


def test_kills_at_any_moment_lose_and_double_no_recording(odoo, recorder):
    made = record(recorder, 60)
    for kill in range(KILLS):
        recorder.start()
        with contextlib.suppress(subprocess.TimeoutExpired):
            recorder.process.wait(0.3 + 0.04 * kill)
        recorder.kill()
    recorder.start()
    wait_for(lambda: not left(recorder), "all recordings")
    assert kept(odoo) == made


def test_odoo_away_keeps_recordings_and_the_report_says_so(odoo, recorder):
    odoo.recording_script = [503, 503]
    made = record(recorder, 1)
    recorder.start()
    wait_for(lambda: not left(recorder), "the recording")
    assert kept(odoo) == made
    assert b"sound" not in recorder.log.read_bytes()
