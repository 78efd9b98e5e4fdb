"""Real calls of every kind through a real PBX, while Odoo and the connector are killed.

First 1,000 calls, ten at a time, with Odoo and the connector each killed five times
amid them (`kill -9` of the whole process group, as a power cut). Then ten minutes in
which the manager interface says nothing to the connector, with five calls a second:
the history must be whole, and the live picture right within a minute after.

What is right is told by the phones themselves (who answered, how it ended) and by the
manager interface, heard by another listener (how long); the product reads the event
file. `--share 0.1` is a tenth of calls and minutes; `--part kills` or `--part silence`
is one of the two alone. A busy machine makes it slower, and times are then compared
less closely, by as much as a timer of its own was late.
"""

import asyncio
import contextlib
import itertools
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from runner import cluster, toolchain
from runner.pbx_scenarios import SCENARIOS, Played, Stage
from runner.progress import Progress
from runner.sip.call import CallFault
from runner.sip.phone import Policy
from runner.test_template import TestDatabases
from tests.e2e.live_odoo import LiveOdoo
from tests.e2e.pbx_place import CLOSED_LINE, LINE, PbxPlace, differences
from tests.prove.support.ami_gate import AmiGate
from tests.prove.support.ami_watch import AmiWatch
from tests.prove.support.bars import Bars
from tests.prove.support.machine import Lateness
from tests.prove.support.pbx_checks import check_lines, check_times

DESCRIPTION = "1,000 real calls through kills and silence: each a card, and a right one"
PARTS = ("kills", "silence")
CALLS, KILLS = 1000, 5
MEMBERS, AT_ONCE = 14, 10
SILENT_SECONDS, CALLS_A_SECOND = 600, 5
# of the short ones at a time
MOST_SHORT = 40
RIGHT_AGAIN_SECONDS = 60
LIVE_CALLS = 4
LIVE = """
SELECT json_agg(json_build_object('id', linked_id, 'state', state))
  FROM cc_pbx_live
"""


def run(arguments, context) -> int:
    """Prove it; see the module's first lines."""
    seed = random.randrange(10**6) if arguments.seed is None else arguments.seed
    tools = toolchain.ensure(context.paths, Progress(toolchain.STEPS))
    databases = TestDatabases(
        context.paths, tools, cluster.test_cluster(context.paths, tools.postgres)
    )
    with Progress(1).step("Database of the proof") as step:
        instance = databases.fresh(["cc_telephony"], step)
    live = LiveOdoo(instance, context.paths.logs / "prove-calls.log")
    place = PbxPlace(live, MEMBERS, rtp_ports=1000)
    parts = (arguments.part,) if arguments.part else PARTS
    proof = _Proof(place, arguments.share, random.Random(seed), parts)
    since = time.monotonic()
    try:
        live.start()
        asyncio.run(proof.run())
    finally:
        place.stop()
        live.stop()
        databases.drop(instance)
    seconds = f"{time.monotonic() - since:.0f} s"
    bars = proof.bars
    print(f"\n{bars.passed} passed, {bars.failed} failed (seed {seed}, {seconds})")
    return 1 if bars.failed else 0


@dataclass
class _Proof:
    place: PbxPlace
    share: float
    chance: random.Random
    parts: tuple[str, ...]
    bars: Bars = field(default_factory=Bars)
    played: list[Played] = field(default_factory=list)
    unplayed: list[str] = field(default_factory=list)
    kills: dict[str, int] = field(default_factory=lambda: {"Odoo": 0, "connector": 0})

    async def run(self) -> None:
        place = self.place
        await asyncio.to_thread(place.start_pbx)
        settings = place.pbx.settings
        watch = AmiWatch(settings)
        async with AmiGate(settings.address, settings.ami_port) as gate:
            await asyncio.to_thread(place.start_connector, gate.port)
            listening = asyncio.create_task(watch.run())
            async with place.desk() as desk, Lateness() as late:
                for phone in (*desk.phones.values(), desk.outside):
                    phone.on_answer = late.note
                await desk.close_line(CLOSED_LINE)
                for what, part in (
                    ("kills", self._calls_and_kills),
                    ("silence", self._silence),
                ):
                    if what in self.parts:
                        await self._part(what, part(desk, gate), watch, late)
            listening.cancel()

    async def _part(self, what, part, watch, late) -> None:
        self.played.clear()
        try:
            await part
        except (CallFault, TimeoutError) as fault:
            self.bars.wrong(f"{what}: played to the end", [repr(fault)])
        print(
            f"       phones and PBX were {late.worst:.2f} s late at worst", flush=True
        )
        await self._check(what, watch, late)

    # the first part
    async def _calls_and_kills(self, desk, _gate) -> None:
        count = max(len(SCENARIOS), int(CALLS * self.share))
        kinds = list(itertools.islice(itertools.cycle(SCENARIOS), count))
        self.chance.shuffle(kinds)
        print(f"     {count} calls, {AT_ONCE} at a time, {KILLS} kills of each")
        numbers = (f"{number} {kind}" for kind, number in Counter(kinds).items())
        print(f"       {', '.join(sorted(numbers, key=str.split))}", flush=True)
        slots = asyncio.Semaphore(AT_ONCE)
        killing = asyncio.create_task(self._kill(count))
        await asyncio.gather(*(self._one(desk, kind, slots) for kind in kinds))
        await killing
        for name, kills in self.kills.items():
            self.bars.bar(f"{name}: kills", kills, "==", KILLS)
        self._say_unplayed()

    def _say_unplayed(self) -> None:
        """A call the phones could not play is a fault of the proof or of the machine."""
        self.bars.wrong("calls the phones could not play", self.unplayed)
        self.unplayed.clear()

    async def _one(self, desk, kind, slots) -> None:
        async with slots:
            line = CLOSED_LINE if kind in ("closed", "voicemail") else LINE
            talk = self.chance.uniform(1, 3)
            stage = Stage(desk, line, talk_seconds=talk)
            try:
                self.played.append(await SCENARIOS[kind](stage))
            except (CallFault, TimeoutError) as fault:
                self.unplayed.append(f"{kind} {stage.caller}: {fault!r}")
            # voicemail and queue tidy up before the next call of this slot
            await asyncio.sleep(0.2)

    async def _kill(self, count) -> None:
        """Kill both in turn, evenly over the calls."""
        place = self.place
        for number in range(2 * KILLS):
            due = count * (number + 1) // (2 * KILLS + 1)
            while len(self.played) + len(self.unplayed) < due:
                await asyncio.sleep(0.1)
            await asyncio.sleep(self.chance.uniform(0, 0.5))
            if number % 2:
                place.connector.kill()
                place.connector.run()
                self.kills["connector"] += 1
            else:
                place.live.kill()
                await asyncio.to_thread(place.live.start)
                self.kills["Odoo"] += 1

    # the second part
    async def _silence(self, desk, gate) -> None:
        seconds = SILENT_SECONDS * self.share
        print(f"     the manager is silent for {seconds:.0f} s")
        gate.fall_silent()
        began, calls = time.monotonic(), []
        slots = asyncio.Semaphore(MOST_SHORT)
        while (passed := time.monotonic() - began) < seconds:
            # a busy machine falls behind: more callers would only wait for each other
            await slots.acquire()
            calls.append(asyncio.create_task(self._short(desk)))
            calls[-1].add_done_callback(lambda _call: slots.release())
            due = len(calls) / CALLS_A_SECOND - passed
            await asyncio.sleep(max(1 / CALLS_A_SECOND / 2, due))
        rate = len(calls) / (time.monotonic() - began)
        print(f"       {rate:.1f} calls a second", flush=True)
        await asyncio.gather(*calls)
        self._say_unplayed()
        talks = await self._begin_talks(desk)
        gate.speak()
        since = time.monotonic()
        wanted = {talk[1] for talk in talks}
        while (shown := self._shown()) != wanted:
            if time.monotonic() - since > 2 * RIGHT_AGAIN_SECONDS:
                break
            await asyncio.sleep(0.5)
        took = round(time.monotonic() - since, 1)
        self.bars.bar(
            "live picture: calls that are shown", len(shown), "==", len(wanted)
        )
        self.bars.bar(
            "live picture: seconds until right", took, "<=", RIGHT_AGAIN_SECONDS
        )
        for call, _linked_id in talks:
            await call.hang_up()
        await asyncio.sleep(1)

    async def _short(self, desk) -> None:
        """Call, and give up or hang up soon: five a second find few operators free."""
        stage = Stage(desk, LINE)
        stage.plan(Policy(after=0.3, hang_up_after=0.7))
        call = await stage.call()
        try:
            at_desk = await desk.rung(stage.caller)
            await at_desk.wait("up")
            await call.wait_down()
        except (CallFault, TimeoutError) as fault:
            self.unplayed.append(f"short {stage.caller}, {call.state}: {fault!r}")
            with contextlib.suppress(CallFault, TimeoutError):
                await call.hang_up()
            return
        self.played.append(stage.played("short", "answered", operator=at_desk.own))

    async def _begin_talks(self, desk) -> list:
        """Begin calls that go on; nobody tells the connector of them."""
        found = []
        for _number in range(LIVE_CALLS):
            stage = Stage(desk, LINE)
            stage.plan(Policy(after=0.2))
            call = await stage.call()
            await (await desk.rung(stage.caller)).wait("up")
            played = stage.played("live", "answered")
            found.append((call, await asyncio.to_thread(self.place.linked_id, played)))
        return found

    def _shown(self) -> set:
        rows = json.loads(self.place.live.query(LIVE)[0][0] or "[]")
        return {row["id"] for row in rows if row["state"] == "talking"}

    # what became of it
    async def _check(self, what, watch, late) -> None:
        place, played, bars = self.place, list(self.played), self.bars
        # a card may be whole and a line that came late still change it
        await check_lines(place, bars, what)
        try:
            cards = await asyncio.to_thread(place.wait_for_cards, played)
        except AssertionError as fault:
            bars.wrong(f"{what}: every call a card", [str(fault)])
            cards = await asyncio.to_thread(place.cards)
        found = [(seen, cards[seen.caller]) for seen in played if seen.caller in cards]
        bars.bar(f"{what}: cards, of {len(played)}", len(found), "==", len(played))
        wrong = [words for seen, card in found for words in differences(seen, card)]
        bars.wrong(f"{what}: what phones saw otherwise", wrong)
        timed = [
            (seen.scenario, seen.caller, card, _slack(watch.calls[seen.caller], late))
            for seen, card in found
        ]
        for name in ("wait", "talk"):
            check_times(bars, what, name, timed, watch)


def _slack(call, late) -> float:
    """Return the seconds by which the machine was late with a call."""
    moments = [call.joined, *itertools.chain(*call.talks), call.ended]
    moments = [each for each in moments if each]
    return late.between(min(moments), max(moments)) if moments else 0.0
