import math
import random
import struct
from array import array

import pytest

from ..sound import PEAKS, SoundError, read


def wav(body, tag=1, bits=16, channels=1, rate=8000, told=None, extra=b""):
    """Return a file; `told`: the length its header says."""
    align = channels * bits // 8
    form = struct.pack("<HHIIHH", tag, channels, rate, rate * align, align, bits)
    told = len(body) if told is None else told
    head = b"fmt " + struct.pack("<I", len(form)) + form + extra
    whole = b"WAVE" + head + b"data" + struct.pack("<I", told) + body
    return b"RIFF" + struct.pack("<I", len(whole) if told else 0) + whole


def tone(seconds, level=8000):
    samples = array(
        "h", (int(level * math.sin(at / 3)) for at in range(seconds * 8000))
    )
    return samples.tobytes()


def test_a_talk():
    heard = read(wav(tone(2) + bytes(16_000)))
    assert (heard.seconds, heard.rate, heard.channels) == (3, 8000, 1)
    assert len(heard.peaks) == PEAKS
    assert min(heard.peaks[:260]) > 95
    assert max(heard.peaks[270:]) == 0
    assert heard.loudest == pytest.approx(8000 / 32768, abs=0.01)
    assert not heard.is_mended


def test_silence_is_not_drawn_as_speech():
    noise = array("h", (random.Random(1).randrange(-30, 30) for _ in range(8000)))
    assert max(read(wav(noise.tobytes())).peaks) < 10
    assert set(read(wav(bytes(8000))).peaks) == {0}


def test_the_loudest_there_is():
    heard = read(wav(struct.pack("<4h", -32768, 32767, 0, 0)))
    assert heard.peaks == [100, 100, 0, 0]
    assert heard.loudest == 1


@pytest.mark.parametrize(
    ("tag", "silence", "loud"), [(7, 0xFF, 0x80), (6, 0xD5, 0xAA), (1, 0x80, 0x00)]
)
def test_eight_bits_a_sample(tag, silence, loud):
    body = bytes([silence]) * 4000 + bytes([loud]) * 4000
    heard = read(wav(body, tag=tag, bits=8))
    assert heard.seconds == 1
    assert max(heard.peaks[:199]) <= 1
    assert min(heard.peaks[201:]) == 100


@pytest.mark.parametrize("told", [0, 1_000_000, 0xFFFFFFFF])
def test_a_torn_file_is_as_long_as_it_is(told):
    body = tone(2)
    heard = read(wav(body, told=told))
    assert heard.is_mended
    assert heard.seconds == 2
    again = read(heard.raw)
    assert (again.seconds, again.is_mended, again.peaks) == (2, False, heard.peaks)
    assert heard.raw == wav(body)


def test_a_file_cut_amid_a_sample():
    heard = read(wav(tone(1) + b"\x01", told=0))
    assert heard.seconds == 1
    assert not read(heard.raw).is_mended


def test_chunks_around_the_sound():
    fact = b"fact" + struct.pack("<II", 4, 8000)
    notes = b"LIST" + struct.pack("<I", 4) + b"INFO"
    assert read(wav(tone(1), extra=fact)).seconds == 1
    with pytest.raises(SoundError, match="empty"):
        read(wav(notes, told=0))


def test_a_wide_format_is_looked_into():
    whole = wav(tone(1), tag=0xFFFE)
    form = whole[20:36] + struct.pack("<HHIH", 22, 16, 4, 1) + bytes(14)
    head = b"fmt " + struct.pack("<I", len(form)) + form
    raw = b"WAVE" + head + b"data" + struct.pack("<I", 16_000) + tone(1)
    assert read(b"RIFF" + struct.pack("<I", len(raw)) + raw).seconds == 1


@pytest.mark.parametrize(
    ("raw", "code", "found"),
    [
        (b"", "empty", ""),
        (wav(b""), "empty", ""),
        (wav(b"")[:40], "empty", ""),
        (b"ID3\x04" + bytes(90), "not_wav", "mp3"),
        (b"OggS" + bytes(90), "not_wav", "ogg"),
        (b"<html>" + bytes(90), "not_wav", ""),
        (wav(tone(1), tag=0x31), "format", "gsm"),
        (wav(tone(1), bits=24), "format", "24 bit"),
        (wav(tone(1), rate=1), "format", ""),
        (wav(tone(1), channels=9), "format", ""),
        (wav(tone(1)).replace(b"fmt ", b"xxxx"), "not_wav", ""),
    ],
)
def test_what_is_no_recording_is_said(raw, code, found):
    with pytest.raises(SoundError) as caught:
        read(raw)
    assert (caught.value.code, caught.value.found) == (code, found)


def test_a_stranger_s_file_never_breaks_it():
    chance = random.Random(7)
    good = wav(tone(1)[:400], extra=b"fact" + struct.pack("<II", 4, 8000))
    for _time in range(20_000):
        raw = bytearray(good[: chance.randrange(len(good))])
        for _change in range(chance.randrange(6)):
            if raw:
                raw[chance.randrange(min(len(raw), 80))] = chance.randrange(256)
        try:
            heard = read(bytes(raw))
        except SoundError:
            continue
        assert 0 < len(heard.peaks) <= PEAKS
        assert all(0 <= each <= 100 for each in heard.peaks)
        assert not read(heard.raw).is_mended


def test_an_hour_is_outlined_as_fast_as_a_minute():
    # bounded work: of each piece, a thousand samples at most are looked at
    heard = read(wav(bytes(57_600_000)))
    assert heard.seconds == 3600
    assert len(heard.peaks) == PEAKS
