"""A real Asterisk and its connector beside the demo, and calls to try them with.

up     start both; the phones' numbers and passwords are printed
call   play a call with phones of our own and show its card (see the kinds below)
down   stop both; ./run down does it too
"""

import argparse
import asyncio
import time

from .. import pbx_cards, server, workplace
from ..cli import Context
from ..demo_pbx import STEPS, DemoPbx
from ..desk import Desk
from ..fault import Fault
from ..pbx_scenarios import SCENARIOS, Stage
from ..progress import Progress
from ..server import Server
from ..sip.call import CallFault

SUMMARY = "a real PBX beside the demo: up, call, down"
ALL = "all"
# whoever is available in Odoo is rung, long enough to be looked at
ON_SCREEN = {"answered", "abandoned"}
SEEN_RING, SEEN_TALK = 5.0, 15.0
# somebody of the demo: the card knows him
KNOWN_CALLER = "+79160000067"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("order", choices=("up", "down", "call"))
    parser.add_argument(
        "scenario",
        nargs="?",
        default="answered",
        choices=(*SCENARIOS, ALL),
        metavar="SCENARIO",
        help=f"of call: {', '.join(SCENARIOS)} or {ALL}; answered when none is named",
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    demo = DemoPbx(context.paths)
    if arguments.order == "up":
        return _up(demo, context)
    if arguments.order == "down":
        stopped = demo.stop()
        print("Stopped: " + ", ".join(stopped) if stopped else "Nothing was running.")
        return 0
    return _call(demo, arguments.scenario, context)


def _up(demo: DemoPbx, context: Context) -> int:
    if known := demo.running():
        print("Already running.")
    else:
        if not Server(context.paths).running():
            raise Fault("The PBX works beside the demo: ./run up --detach first.")
        place = workplace.open_existing(context.paths)
        known = demo.start(place, Progress(STEPS))
    settings = known["settings"]
    print(
        f"\nThe PBX answers at {settings['address']}:{settings['sip_port']} (SIP, UDP)"
    )
    for phone in known["phones"]:
        print(f"    {phone['number']} / {phone['password']}    {phone['name']}")
    print("Lines: " + ", ".join(known["lines"]))
    print("Try it: ./run pbx call    Stop it: ./run pbx down")
    return 0


def _call(demo: DemoPbx, name: str, context: Context) -> int:
    known = demo.running()
    if not known:
        raise Fault("The PBX does not run: ./run pbx up")
    running = Server(context.paths).running()
    if not running:
        raise Fault("The demo does not run, so nobody makes cards: ./run up --detach")
    place = workplace.open_existing(context.paths)
    names = list(SCENARIOS) if name == ALL else [name]
    return asyncio.run(_play(demo, known, names, place, server.url(running["port"])))


async def _play(demo, known, names, place, url) -> int:
    numbers = [phone["number"] for phone in known["phones"]]
    if len(numbers) < 2:
        raise Fault("The demo PBX has fewer than two extensions: add some in Odoo.")
    free = pbx_cards.free_phones(place.database) if set(names) <= ON_SCREEN else []
    free = [number for number in numbers if number in free]
    members = free or numbers[:-1]
    others = [number for number in numbers if number not in members]
    failures = 0
    async with Desk(demo.found(known), members, others, bool(free)) as desk:
        for name in names:
            stage = Stage(desk, known["lines"][0])
            if name == "answered":
                stage.caller = KNOWN_CALLER
            if free:
                print(f"{name}: it rings at {', '.join(free)}: see the Journal there.")
                stage.ring_seconds, stage.talk_seconds = SEEN_RING, SEEN_TALK
            failures += not await _play_one(desk, name, stage, place, url)
    return 1 if failures else 0


async def _play_one(desk, name, stage, place, url) -> bool:
    mark = pbx_cards.mark(desk.pbx)
    try:
        played = await SCENARIOS[name](stage)
    except (CallFault, TimeoutError) as fault:
        print(f"{name}: the call did not go as it should. {fault}")
        return False
    ended = time.monotonic()
    linked_id = pbx_cards.linked_id(desk.pbx, mark, stage.caller)
    card = await asyncio.to_thread(pbx_cards.wait_for, place.database, linked_id)
    way = f"{played.caller} called {played.line}"
    if played.direction == "out":
        way = f"{played.operator} called {played.caller}"
    print(f"{name}: {way}: {played.words}.")
    if not card:
        print("    No card came. See ./run logs and .state/pbx/connector/log.")
        return False
    print(
        f"    Card after {time.monotonic() - ended:.1f} s: {card.sentence()}\n"
        f"    {url}/odoo/cc.call/{card.id}"
    )
    return card.outcome == played.outcome
