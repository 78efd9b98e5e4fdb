"""What became of real calls in Odoo: lines and cards, against what was seen of them."""

import asyncio
import time

from tests.e2e.pbx_place import PbxPlace

from .ami_watch import AmiWatch
from .bars import Bars

TOLERANCE = 0.1
#: a PBX that is late by more hardly gets to run: nothing it times can be compared
STARVED_SECONDS = 0.5
#: a machine may be slow: only when nothing more comes for so long is it over
STALLED_SECONDS = 120
_KEPT = """
SELECT count(*), count(DISTINCT place), count(fault) FROM cc_call_event
 WHERE pbx_id = (SELECT id FROM cc_pbx WHERE code = 'place')
"""


def kept(place: PbxPlace) -> list[int]:
    """Return how many (lines, different places of lines, unread lines) Odoo has."""
    return [int(each) for each in place.live.query(_KEPT)[0]]


async def check_lines(place: PbxPlace, bars: Bars, what: str) -> None:
    """Demand that Odoo has every line the PBX wrote, once, and can read it."""
    written, lines = place.lines_written, kept(place)
    since = time.monotonic()
    # the last calls' lines are on their way still
    while lines[0] < written and time.monotonic() - since < STALLED_SECONDS:
        await asyncio.sleep(0.5)
        before, lines = lines, await asyncio.to_thread(kept, place)
        written = place.lines_written
        if lines != before:
            since = time.monotonic()
    bars.bar(f"{what}: lines kept, of {written}", lines[0], "==", written)
    bars.bar(f"{what}: lines kept twice", lines[0] - lines[1], "==", 0)
    bars.bar(f"{what}: lines nobody could read", lines[2], "==", 0)


def check_times(bars: Bars, what: str, name: str, found: list, watch: AmiWatch) -> None:
    """Demand that cards say how long it was.

    :param name: "wait" or "talk"; :param found: [(kind, number, card, slack)], slack:
        seconds the machine itself was late with this call; where it hardly ran at all,
        the call is left out
    """
    wrong, worst, left_out = [], 0.0, 0
    for kind, number, card, slack in found:
        if slack > STARVED_SECONDS:
            left_out += 1
            continue
        real = getattr(watch.calls[number], name)
        off = abs(real - (card[name] or 0))
        worst = max(worst, off)
        if off > TOLERANCE + slack:
            wrong.append(
                f"{kind}: {name} {card[name]}, was {real:.2f}, ±{TOLERANCE + slack:.2f}"
            )
    bars.wrong(f"{what}: {name} off by more than {TOLERANCE} s", wrong)
    print(f"       off by {worst:.3f} s at worst{left_out_of(left_out)}", flush=True)


def left_out_of(number: int) -> str:
    """Return words for calls that could not be compared."""
    return f"; {number} calls left out, the machine was too busy" if number else ""
