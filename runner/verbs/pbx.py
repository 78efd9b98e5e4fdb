"""A real Asterisk and its connector beside the demo, and calls to try them with.

up     start both; the phones' numbers and passwords are printed; with --browser the
       first operator talks by headset in the Journal
call   play a call with phones of our own and show its card (see the kinds below); a
       browser that is there is rung, and you answer
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
MOST_SECONDS = 120
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

    parser.add_argument(
        "--browser",
        action="store_true",
        help="of up: the first operator's phone is his browser",
    )


def run(arguments: argparse.Namespace, context: Context) -> int:
    demo = DemoPbx(context.paths)
    if arguments.order == "up":
        return _up(demo, context, arguments.browser)
    if arguments.order == "down":
        stopped = demo.stop()
        print("Stopped: " + ", ".join(stopped) if stopped else "Nothing was running.")
        return 0
    return _call(demo, arguments.scenario, context)


def _up(demo: DemoPbx, context: Context, in_browser: bool) -> int:
    if known := demo.running():
        print("Already running.")
        if in_browser and not any(phone["is_browser"] for phone in known["phones"]):
            print("No phone of it is a browser: ./run pbx down, then again.")
    else:
        if not Server(context.paths).running():
            raise Fault("The PBX works beside the demo: ./run up --detach first.")
        place = workplace.open_existing(context.paths)
        known = demo.start(place, Progress(STEPS), in_browser)
    settings = known["settings"]
    print(
        f"\nThe PBX answers at {settings['address']}:{settings['sip_port']} (SIP, UDP)"
    )
    for phone in known["phones"]:
        words = "in the browser" if phone["is_browser"] else phone["password"]
        print(f"    {phone['number']} / {words}    {phone['name']}")
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
    numbers = [phone["number"] for phone in known["phones"] if not phone["is_browser"]]
    browsers = {phone["number"] for phone in known["phones"]} - set(numbers)
    if names == ["answered"] and browsers & set(pbx_cards.free_phones(place.database)):
        return await _ring_browser(demo, known, place, url)
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


async def _ring_browser(demo, known, place, url) -> int:
    """Call, and let whoever sits at the browser do the rest."""
    pbx = demo.found(known)
    mark = pbx_cards.mark(pbx)
    async with Desk(pbx, ()) as desk:
        line = known["lines"][0]
        call = await desk.outside.call(line, caller=KNOWN_CALLER)
        print(
            f"{KNOWN_CALLER} calls {line}: F2 in the Journal answers. It ends when you"
            f" hang up, or after {MOST_SECONDS} s."
        )
        try:
            await call.wait_down(MOST_SECONDS)
        except TimeoutError:
            await call.hang_up()
    linked_id = pbx_cards.linked_id(pbx, mark, KNOWN_CALLER)
    card = await asyncio.to_thread(pbx_cards.wait_for, place.database, linked_id)
    return 0 if _show(card, "    Card", url) else 1


def _show(card, words, url) -> bool:
    if card:
        print(f"{words}: {card.sentence()}\n    {url}/odoo/cc.call/{card.id}")
    else:
        print("    No card came. See ./run logs and .state/pbx/connector/log.")
    return bool(card)


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
    after = f"    Card after {time.monotonic() - ended:.1f} s"
    return _show(card, after, url) and card.outcome == played.outcome
