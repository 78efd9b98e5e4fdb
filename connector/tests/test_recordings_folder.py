"""The recordings folder: what its files are called, and what may happen to them."""

import asyncio
import errno
import os
import time
from unittest.mock import patch

import pytest
from cc_connector import recordings
from cc_connector.config import OdooSettings
from cc_connector.ended_channels import EndedChannels, ended_in
from cc_connector.fault import ConnectorFault
from cc_connector.recordings import Recordings, named
from cc_connector.sealing import Sealer
from cc_connector.shipper import OdooLine
from cc_connector.spool import FORGET_SECONDS, Spool
from cc_connector.spool import Place as FilePlace

from tests.doubles.fake_odoo import FakeOdoo

KEY = "a key of the tests, long enough to be one"
CALL = "main-1795306146.1"
NAME = f"{CALL}--main-1795306146.2.wav"


@pytest.fixture
def odoo():
    with FakeOdoo() as fake:
        yield fake


class Place:
    """A folder, and the connector's look at it."""

    def __init__(self, folder, odoo, key=""):
        self.folder, self.noted = folder, []
        self.started_at = None
        self.line = OdooLine(OdooSettings(odoo.url, "token"), "main")
        self.recordings = Recordings(
            folder,
            "main",
            self.line,
            lambda fault: self.noted.append(fault.code),
            lambda: self.started_at,
            key,
        )

    def put(self, name, raw=b"sound", day="20261122"):
        path = self.folder / day / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw)
        return path

    def files(self):
        """Return the names of what lies there, below the folder."""
        return sorted(
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.is_file()
        )

    def round(self):
        """Return the code of what must wait, "" when all was brought."""
        try:
            asyncio.run(self._round())
        except ConnectorFault as fault:
            return fault.code
        return ""

    async def _round(self):
        # connections belong to a loop
        self.recordings._odoo = line = OdooLine(
            OdooSettings(self.line._url, "token"), "main"
        )
        try:
            await self.recordings.round()
        finally:
            await line.close()


@pytest.fixture
def place(tmp_path, odoo):
    return Place(tmp_path, odoo)


@pytest.fixture
def sealing(tmp_path, odoo):
    return Place(tmp_path, odoo, KEY)


@pytest.mark.parametrize(
    ("stem", "linked_id", "kind"),
    [
        (NAME, CALL, "talk"),
        (f"{CALL}--x.vm.wav", CALL, "voicemail"),
        ("1795306146.1.wav", "1795306146.1", "talk"),
        ("main-1795306146.1.wav", CALL, "talk"),
        ("in-74950001-79161234567-20261122-000640-1795306146.12.wav",
         "1795306146.12", "talk"),
        ("out-x-main-1795306146.12.wav", "main-1795306146.12", "talk"),
    ],
)  # fmt: skip
def test_whose_a_file_is(stem, linked_id, kind):
    found = named(stem, "main")
    assert (found.linked_id, found.kind) == (linked_id, kind)
    assert "7916" not in found.name


@pytest.mark.parametrize("stem", ["x", "x.wav", "79161234567.wav", ".wav", "a--b"])
def test_what_names_no_call(stem):
    assert named(stem, "main") is None


def test_a_closed_file_is_brought_and_deleted(place, odoo):
    place.put(f"{NAME}.done")
    open_ = place.put("main-1795306146.9--a.wav")
    assert not place.round()
    ((linked_id, kind, _digest),) = odoo.recordings()
    assert (linked_id, kind) == (CALL, "talk")
    assert list(odoo.recordings().values()) == [b"sound"]
    assert place.files() == [str(open_.relative_to(place.folder))]
    assert place.recordings.health() == {"waiting": 0, "refused": 0, "fault": None}


@pytest.mark.parametrize(
    ("answer", "body", "code"),
    [
        (503, {"code": "no_key"}, "recordings_key"),
        (503, {"code": "disk"}, "recordings_disk"),
        (503, {}, "odoo_fault"),
        (500, {}, "odoo_fault"),
        (401, {}, "odoo_refuses"),
        (426, {}, "odoo_protocol"),
        (400, {}, "recording_garbled"),
        ("lost", {}, "odoo_away"),
        ("refused", {}, "odoo_away"),
    ],
)
def test_without_its_200_a_file_stays(place, odoo, answer, body, code):
    place.put(f"{NAME}.done")
    odoo.recording_script, odoo.answers["recording"] = [answer], body
    assert place.round() == code
    assert len(place.files()) == 1
    assert place.recordings.health()["waiting"] == 1
    assert not place.round()
    assert len(odoo.recordings()) == 1
    assert not place.files()


def test_odoo_away(place, odoo):
    odoo.close()
    place.put(f"{NAME}.done")
    assert place.round() == "odoo_away"
    assert len(place.files()) == 1


@pytest.mark.parametrize("answer", [413, 422])
def test_what_odoo_never_takes_is_put_aside_once(place, odoo, answer):
    place.put(f"{NAME}.done")
    place.put("main-1795306146.5--b.wav.done")
    odoo.recording_script = [answer]
    assert not place.round()
    assert not place.round()
    assert len(odoo.of("recording")) == 2
    assert [name.partition("/")[0] for name in place.files()] == ["refused"]
    assert place.noted == ["recording_refused"]
    assert place.recordings.health()["refused"] == 1


def test_a_name_that_tells_no_call_is_put_aside(place, odoo):
    place.put("song.wav.done")
    assert not place.round()
    assert place.files() == ["refused/song.wav.done"]
    assert not odoo.of("recording")


def test_one_garbled_file_holds_no_other_up(place, odoo):
    for at in range(12):
        place.put(f"main-1795306146.{at}--b.wav.done", bytes([at]))
    odoo.recording_script = [400]
    assert place.round() == "recording_garbled"
    assert len(odoo.recordings()) == 11
    assert len(place.files()) == 1


def test_what_vanishes_is_said(place, odoo, capsys):
    path = place.put(f"{NAME}.done")
    real = recordings._age

    def then_gone(file):
        path.unlink(missing_ok=True)
        return real(file)

    with patch.object(recordings, "_age", then_gone):
        assert not place.round()
    assert not odoo.of("recording")


def test_a_killed_pbx_leaves_files_open(place, odoo):
    path = place.put(NAME)
    os.utime(path, (1000, time.time() - 60))
    assert not place.round()
    assert not odoo.recordings()
    # the PBX was started since: nobody writes to it any more
    place.started_at = time.time() - 30
    assert not place.round()
    assert len(odoo.recordings()) == 1
    assert not place.files()


def test_without_the_manager_an_open_file_is_given_up_after_hours(place, odoo):
    path = place.put(NAME)
    os.utime(path, (1000, time.time() - recordings.ORPHAN_SECONDS - 1))
    assert not place.round()
    assert len(odoo.recordings()) == 1


def test_an_empty_day_s_folder_goes(place):
    (place.folder / "20200101").mkdir()
    os.utime(place.folder / "20200101", (1000, 1000))
    (place.folder / "20261122").mkdir()
    place.round()
    assert [each.name for each in place.folder.iterdir()] == ["20261122"]


def test_a_folder_that_is_not_there_is_said(place):
    place.folder.rmdir()
    assert place.round() == "recordings_folder"


# at rest
def test_closed_files_are_sealed_while_odoo_is_away(sealing, odoo):
    odoo.close()
    sealing.put(f"{NAME}.done", b"sound" * 99)
    assert sealing.round() == "odoo_away"
    (name,) = sealing.files()
    assert name.endswith(".sealed")
    assert b"sound" not in (sealing.folder / name).read_bytes()
    odoo.open()
    assert not sealing.round()
    assert list(odoo.recordings().values()) == [b"sound" * 99]
    assert not sealing.files()


@pytest.mark.parametrize(
    "left",
    [
        # what a kill leaves at each point of the sealing
        {".done": None},
        {".done": None, ".sealed.part": b"CCR1 half"},
        {".done": None, ".sealed": "whole"},
        {".sealed": "whole"},
    ],
)
def test_killed_while_it_seals(sealing, odoo, left):
    for suffix, raw in left.items():
        whole = Sealer(KEY).seal(b"sound", NAME)
        raw = b"sound" if raw is None else whole if raw == "whole" else raw
        sealing.put(NAME + suffix, raw)
    assert not sealing.round()
    assert list(odoo.recordings().values()) == [b"sound"]
    assert len(odoo.of("recording")) == 1
    assert not [name for name in sealing.files() if not name.endswith(".part")]


def test_a_full_disk_keeps_no_file_from_odoo(sealing, odoo):
    sealing.put(f"{NAME}.done")
    full = OSError(errno.ENOSPC, "No space left on device")
    with patch.object(recordings.os, "fsync", side_effect=full):
        assert not sealing.round()
    assert sealing.noted == ["recordings_disk"]
    assert list(odoo.recordings().values()) == [b"sound"]
    assert not sealing.files()


def test_another_key_opens_nothing_and_loses_nothing(sealing, odoo):
    raw = Sealer("another key of the tests, as long as that").seal(b"sound", NAME)
    sealing.put(f"{NAME}.sealed", raw)
    assert not sealing.round()
    assert sealing.files() == [f"refused/{NAME}.sealed"]
    assert (sealing.folder / f"refused/{NAME}.sealed").read_bytes() == raw


def test_a_short_key_is_refused():
    with pytest.raises(ConnectorFault, match="32"):
        Sealer("password")


# what is closed without a word: its channel is over, by the event file
def ended_line(channel):
    return ("1:0", f'{{"eventtype":"CHAN_END","uniqueid":"{channel}","x":1}}')


@pytest.fixture
def spool(tmp_path_factory):
    spool = Spool(tmp_path_factory.mktemp("spool") / "spool.sqlite")
    yield spool
    spool.close()


def tell(place, spool, *channels):
    """As the service does: the spool first, then whoever asks."""
    lines = [ended_line(each) for each in channels]
    place.recordings._ended = ended = EndedChannels(spool)
    found = ended_in(lines)
    spool.put(lines, FilePlace(1, 1, 1), found)
    ended.add(found)


def age(path, seconds):
    then = time.time() - seconds
    os.utime(path, (then, then))


@pytest.mark.parametrize("name", [NAME, NAME.replace(".wav", ".vm.wav")])
def test_what_was_recorded_on_a_channel_that_is_over_is_brought(place, spool, name):
    path = place.put(name)
    age(path, 60)
    tell(place, spool, "main-1795306146.1")
    place.round()
    assert place.files() == [f"20261122/{name}"]
    tell(place, spool, "main-1795306146.2")
    assert place.round() == ""
    assert place.files() == []


def test_what_is_still_written_waits_though_its_channel_is_over(place, spool):
    path = place.put(NAME)
    tell(place, spool, "main-1795306146.2")
    place.round()
    assert place.files() == [f"20261122/{NAME}"]
    age(path, 60)
    place.round()
    assert place.files() == []


def test_a_connector_that_was_killed_knows_which_channels_were_over(place, spool):
    age(place.put(NAME), 60)
    tell(place, spool, "main-1795306146.2")
    place.recordings._ended = EndedChannels(spool)
    place.round()
    assert place.files() == []
    # taken: it is asked for no more
    assert spool.ended_channels() == []


def test_channels_that_recorded_nothing_are_forgotten(place, spool, monkeypatch):
    tell(place, spool, "main-1795306146.2", "main-1795306146.3")
    ended = place.recordings._ended
    spool._db.execute(
        "UPDATE channel_end SET at = unixepoch() - ? WHERE channel LIKE '%.3'",
        (FORGET_SECONDS + 1,),
    )
    monkeypatch.setattr("cc_connector.ended_channels.SWEEP_SECONDS", -1)
    place.round()
    assert "main-1795306146.2" in ended
    assert "main-1795306146.3" not in ended
    assert spool.ended_channels() == ["main-1795306146.2"]


def test_lines_of_others_end_no_channel():
    torn = ('{"eventtype":"CHAN_END","uni', "CHAN_END", '["CHAN_END"]', "{}")
    assert ended_in([("1:0", each) for each in torn]) == []
