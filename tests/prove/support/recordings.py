"""Recordings of calls, wherever they are: at the PBX, or in Odoo's store already."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.pbx_place import PbxPlace

RATE, HEADER_BYTES, SAMPLE_BYTES = 8000, 44, 2
CLOSED = ".wav.done"
_HAS_STORE = "SELECT to_regclass('cc_recording') IS NOT NULL"
_STORED = """
SELECT json_agg(json_build_array(linked_id, state, seconds))
  FROM cc_recording
 WHERE kind = 'talk' AND pbx_id = (SELECT id FROM cc_pbx WHERE code = 'place')
"""


@dataclass(frozen=True)
class Recording:
    """state: open (being written), closed (at the PBX), or as Odoo has it."""

    state: str
    seconds: float
    path: Path | None = None


def found(place: PbxPlace) -> dict[str, list[Recording]]:
    """Return {linkedid: its recordings}; each ought to have one."""
    recordings: dict[str, list[Recording]] = {}
    for path in place.pbx.recordings.glob("**/*.wav*"):
        state = "closed" if path.name.endswith(CLOSED) else "open"
        try:
            size = max(0, path.stat().st_size - HEADER_BYTES)
        except FileNotFoundError:
            # the connector has brought it meanwhile
            continue
        seconds = size / SAMPLE_BYTES / RATE
        if ".vm.wav" in path.name:
            continue
        # LINKEDID--UNIQUEID
        linked_id = path.name.partition("--")[0]
        known = recordings.setdefault(linked_id, [])
        known.append(Recording(state, seconds, path))
    for linked_id, state, seconds in _stored(place):
        recordings.setdefault(linked_id, []).append(Recording(state, seconds or 0))
    return recordings


def has_store(place: PbxPlace) -> bool:
    """Tell whether Odoo takes recordings, so that none stays at the PBX."""
    return place.live.query(_HAS_STORE)[0][0] == "t"


def _stored(place):
    if not has_store(place):
        return []
    return json.loads(place.live.query(_STORED)[0][0] or "[]")


def has_tone(path: Path, hertz: int) -> bool:
    """Tell whether a tone is heard half way through a recording (Goertzel)."""
    raw = path.read_bytes()[HEADER_BYTES:]
    middle = len(raw) // 4 * 2
    raw = raw[middle : middle + RATE // 5 * SAMPLE_BYTES]
    samples = memoryview(raw[: len(raw) // 2 * 2]).cast("h").tolist()
    if not samples:
        return False
    turn = 2 * math.cos(2 * math.pi * hertz / RATE)
    one = two = 0.0
    for sample in samples:
        one, two = sample + turn * one - two, one
    power = one * one + two * two - turn * one * two
    # of the tone alone it would be half the square of the number of samples
    return power > 0.02 * len(samples) * sum(each * each for each in samples)
