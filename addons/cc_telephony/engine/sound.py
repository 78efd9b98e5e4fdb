"""What a recording is: its length, its outline for the screen, its header put right.

Files come from a stranger's PBX: whatever stands in one, only `SoundError` is raised.
Nothing is transcoded: what Asterisk writes as `wav`, browsers play.
"""

import struct
import sys
from array import array
from dataclasses import dataclass

PEAKS = 400
# looked at of each piece: an hour is outlined as fast as a minute
SAMPLES_OF_PIECE = 1000
# of full scale: below it is line noise, which must not be drawn as speech
FLOOR = 0.02
PCM, A_LAW, MU_LAW, EXTENSIBLE = 1, 6, 7, 0xFFFE
_HEAD = struct.Struct("<4sI4s")
_CHUNK = struct.Struct("<4sI")
_FORMAT = struct.Struct("<HHIIHH")
# what is no wav begins so
_KNOWN = (
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"\x1aE\xdf\xa3", "webm"),
)
_CODECS = {0x31: "gsm", 2: "adpcm", 0x11: "adpcm", 3: "float", 0x55: "mp3"}


class SoundError(Exception):
    """No recording that can be kept. `code`: empty, not_wav, format; `found`: what it
    is instead, a short word or "".
    """

    def __init__(self, code: str, found: str = ""):
        super().__init__(f"{code} {found}".strip())
        self.code, self.found = code, found


@dataclass(frozen=True)
class Sound:
    """seconds: its length. peaks: at most 400 numbers 0..100, the loudest of each
    piece, drawn to the loudest of all. loudest: 0..1 of full scale.

    raw: the bytes to keep: as they came, or with a header that says how many they are.
    """

    seconds: float
    rate: int
    channels: int
    peaks: list[int]
    loudest: float
    raw: bytes
    is_mended: bool


def read(raw: bytes) -> Sound:
    """Read a wav file: PCM of 8 or 16 bits, A-law or mu-law.

    A file that was cut off, by a PBX that was killed, has as many samples as bytes.

    :raise SoundError: it is no such file, or nothing was recorded
    """
    if not raw:
        raise SoundError("empty")
    if len(raw) < _HEAD.size or raw[:4] != b"RIFF" or raw[8:12] != b"WAVE":
        raise SoundError("not_wav", _kind_of(raw))
    form, start, told = _chunks(raw)
    if start is None:
        # cut off before the sound began
        raise SoundError("empty") if form or len(raw) < 64 else SoundError("not_wav")
    tag, channels, rate, width = _format(form)
    size = _size(raw, start, told)
    size -= size % (width * channels)
    if not size:
        raise SoundError("empty")
    is_whole = told == size and len(raw) <= _riff_end(raw) + 1
    loud = _magnitudes(tag, width, memoryview(raw)[start : start + size])
    peaks, loudest = _outline(loud)
    return Sound(
        seconds=round(size / (width * channels * rate), 3),
        rate=rate,
        channels=channels,
        peaks=peaks,
        loudest=loudest,
        raw=raw if is_whole else _mended(raw, start, size),
        is_mended=not is_whole,
    )


def _kind_of(raw):
    for begins, name in _KNOWN:
        if raw.startswith(begins):
            return name
    return "mp4" if raw[4:8] == b"ftyp" else ""


def _riff_end(raw):
    return _HEAD.unpack_from(raw)[1] + 8


def _chunks(raw):
    """Return (the format chunk, where the sound begins, its length as told)."""
    form, at = b"", _HEAD.size
    while at + _CHUNK.size <= len(raw):
        name, size = _CHUNK.unpack_from(raw, at)
        at += _CHUNK.size
        if name == b"data":
            return form, at, size
        if name == b"fmt ":
            form = raw[at : at + size]
        at += size + size % 2
    return form, None, 0


def _format(form):
    """Return (how, channels, samples a second, bytes of one sample)."""
    if len(form) < _FORMAT.size:
        raise SoundError("not_wav")
    tag, channels, rate, _bytes, _align, bits = _FORMAT.unpack_from(form)
    if tag == EXTENSIBLE and len(form) >= 26:
        tag = int.from_bytes(form[24:26], "little")
    if tag not in (PCM, A_LAW, MU_LAW):
        raise SoundError("format", _CODECS.get(tag, ""))
    if bits not in ((8, 16) if tag == PCM else (8,)):
        raise SoundError("format", f"{min(bits, 999)} bit")
    if not 1 <= channels <= 2 or not 4_000 <= rate <= 192_000:
        raise SoundError("format")
    return tag, channels, rate, bits // 8


def _size(raw, start, told):
    """Return how many bytes of sound there are.

    Asterisk writes the length when it closes the file: until then it is nothing.
    """
    rest = len(raw) - start
    if 0 < told <= rest:
        return told
    if told == 0 and _is_chunk(raw, start):
        return 0
    return rest


def _is_chunk(raw, at):
    """Tell whether something else than sound follows."""
    if at + _CHUNK.size > len(raw):
        return True
    name, size = _CHUNK.unpack_from(raw, at)
    is_whole = at + _CHUNK.size + size <= len(raw) + 1
    return is_whole and name in (b"LIST", b"id3 ", b"fact", b"cue ")


def _mended(raw, start, size):
    """Return the file with a header that tells the length of its sound."""
    head = bytearray(raw[:start])
    head[4:8] = (start + size + size % 2 - 8).to_bytes(4, "little")
    head[start - 4 : start] = size.to_bytes(4, "little")
    return bytes(head) + raw[start : start + size] + b"\0" * (size % 2)


# the outline
def _magnitudes(tag, width, sound):
    """Return the samples, and what tells how loud some are, as part of full scale."""
    if tag == PCM and width == 2:
        samples = array("h")
        samples.frombytes(sound)
        if sys.byteorder == "big":
            samples.byteswap()
        return samples, lambda some: max(max(some), -min(some)) / 32768
    table = {PCM: _EIGHT_BITS, A_LAW: _A_LAW, MU_LAW: _MU_LAW}[tag]
    return sound, lambda some: max(bytes(some).translate(table)) / 255


def _outline(loud):
    samples, loudest_of = loud
    count = min(PEAKS, len(samples))
    peaks = []
    for piece in range(count):
        first = piece * len(samples) // count
        last = (piece + 1) * len(samples) // count
        step = max(1, (last - first) // SAMPLES_OF_PIECE)
        peaks.append(loudest_of(samples[first:last:step]))
    loudest = max(peaks)
    scale = 100 / max(loudest, FLOOR)
    return [min(100, round(each * scale)) for each in peaks], round(loudest, 4)


def _loud_table(magnitude):
    """Return, for each byte, how loud it is: 0..255."""
    return bytes(min(255, round(magnitude(each) * 255)) for each in range(256))


def _of_mu_law(byte):
    byte = ~byte & 0xFF
    value = (((byte & 0x0F) << 3) + 0x84) << ((byte & 0x70) >> 4)
    return (value - 0x84) / 32768


def _of_a_law(byte):
    byte ^= 0x55
    value, segment = (byte & 0x0F) << 4, (byte & 0x70) >> 4
    value = value + 8 if not segment else (value + 0x108) << (segment - 1)
    return value / 32768


_EIGHT_BITS = _loud_table(lambda byte: abs(byte - 128) / 128)
_MU_LAW = _loud_table(_of_mu_law)
_A_LAW = _loud_table(_of_a_law)
