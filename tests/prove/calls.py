"""Real calls of every kind through a real PBX, while Odoo and the connector are killed.

First 1,000 calls, ten at a time, with Odoo and the connector each killed five times
amid them (`kill -9` of the whole process group, as a power cut). Then ten minutes in
which the manager interface says nothing to the connector, with five calls a second:
the history must be whole, and the live picture right within a minute after.

What is right is told by the phones themselves (who answered, how it ended) and by the
manager interface, heard by another listener (how long); the product reads the event
file. `--share 0.1` is a tenth of calls and minutes.
"""

import asyncio
import itertools
import json
import random
import time
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

DESCRIPTION = "1,000 real calls through kills and silence: each a card, and a right one"
CALLS, KILLS = 1000, 5
MEMBERS, AT_ONCE = 14, 10
SILENT_SECONDS, CALLS_A_SECOND = 600, 5
RIGHT_AGAIN_SECONDS = 60
TOLERANCE = 0.1
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
    place = PbxPlace(live, MEMBERS)
    proof = _Proof(place, arguments.share, random.Random(seed))
    since = time.monotonic()
    try:
        live.start()
        asyncio.run(proof.run())
    finally:
        place.stop()
        live.stop()
        databases.drop(instance)
    seconds = f"{time.monotonic() - since:.0f} s"
    print(f"\n{proof.passed} passed, {proof.failed} failed (seed {seed}, {seconds})")
    return 1 if proof.failed else 0


@dataclass
class _Proof:
    place: PbxPlace
    share: float
    chance: random.Random
    passed: int = 0
    failed: int = 0
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
            async with place.desk() as desk:
                await desk.close_line(CLOSED_LINE)
                for what, part in (
                    ("calls through kills", self._calls_and_kills(desk)),
                    ("calls while the manager was silent", self._silence(desk, gate)),
                ):
                    self.played.clear()
                    try:
                        await part
                    except (CallFault, TimeoutError) as fault:
                        self.bar(f"{what}: played to the end, {fault!r}", 0, "==", 1)
                    await self._check(what, watch)
            listening.cancel()

    # the first part
    async def _calls_and_kills(self, desk) -> None:
        count = max(len(SCENARIOS), int(CALLS * self.share))
        kinds = list(itertools.islice(itertools.cycle(SCENARIOS), count))
        self.chance.shuffle(kinds)
        print(f"     {count} calls, {AT_ONCE} at a time, {KILLS} kills of each")
        slots = asyncio.Semaphore(AT_ONCE)
        killing = asyncio.create_task(self._kill(count))
        await asyncio.gather(*(self._one(desk, kind, slots) for kind in kinds))
        await killing
        for name, kills in self.kills.items():
            self.bar(f"{name}: kills", kills, "==", KILLS)
        self._say_unplayed()

    def _say_unplayed(self) -> None:
        """A call the phones could not play is a fault of the proof or of the machine."""
        faults = len(self.unplayed)
        self.bar("calls the phones could not play", faults, "==", 0)
        for words in self.unplayed[:5]:
            print(f"       {words}")
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
        ends, calls = time.monotonic() + seconds, []
        pause = 1 / CALLS_A_SECOND
        while time.monotonic() < ends:
            calls.append(asyncio.create_task(self._short(desk)))
            await asyncio.sleep(pause)
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
        self.bar("live picture: calls that are shown", len(shown), "==", len(wanted))
        self.bar("live picture: seconds until right", took, "<=", RIGHT_AGAIN_SECONDS)
        for call, _linked_id in talks:
            await call.hang_up()
        await asyncio.sleep(1)

    async def _short(self, desk) -> None:
        """Call, and give up or hang up soon: five a second find few operators free."""
        stage = Stage(desk, LINE)
        stage.plan(Policy(after=0.3, hang_up_after=0.7))
        try:
            call = await stage.call()
            at_desk = await desk.rung(stage.caller, 20)
            await at_desk.wait("up")
            await call.wait_down()
        except (CallFault, TimeoutError) as fault:
            self.unplayed.append(f"short {stage.caller}: {fault!r}")
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
    async def _check(self, what, watch) -> None:
        place, played = self.place, list(self.played)
        cards = await asyncio.to_thread(place.wait_for_cards, played)
        found = [(seen, cards[seen.caller]) for seen in played]
        self.bar(f"{what}: cards, of {len(played)}", len(found), "==", len(played))
        wrong = [words for seen, card in found for words in differences(seen, card)]
        self.bar(f"{what}: what phones saw otherwise", len(wrong), "==", 0)
        for words in wrong[:8]:
            print(f"       {words}")
        for name in ("wait", "talk"):
            self._check_times(what, name, found, watch)
        # the last calls' lines are on their way still
        written, kept = place.lines_written, self._kept()
        for _look in range(60):
            if kept[0] >= written:
                break
            await asyncio.sleep(0.5)
            kept = self._kept()
        self.bar(f"{what}: lines kept, of {written}", kept[0], "==", written)
        self.bar(f"{what}: lines kept twice", kept[0] - kept[1], "==", 0)

    def _kept(self) -> list[int]:
        """Return (lines, different places of lines)."""
        query = (
            "SELECT count(*), count(DISTINCT place) FROM cc_call_event"
            " WHERE pbx_id = (SELECT id FROM cc_pbx WHERE code = 'place')"
        )
        return [int(each) for each in self.place.live.query(query)[0]]

    def _check_times(self, what, name, found, watch) -> None:
        wrong, worst = [], 0.0
        for seen, card in found:
            real = getattr(watch.calls[seen.caller], name)
            off = abs(real - (card[name] or 0))
            worst = max(worst, off)
            if off > TOLERANCE:
                wrong.append(f"{seen.scenario}: {name} {card[name]}, was {real:.2f}")
        self.bar(f"{what}: {name} off by more than {TOLERANCE} s", len(wrong), "==", 0)
        print(f"       off by {worst:.3f} s at worst")
        for words in wrong[:8]:
            print(f"       {words}")

    def bar(self, name: str, value, sign: str, limit) -> None:
        holds = {"==": value == limit, "<=": value <= limit, ">=": value >= limit}[sign]
        self.passed, self.failed = self.passed + holds, self.failed + (not holds)
        print(
            f"{'ok  ' if holds else 'FAIL'} {name}: {value} (must be {sign} {limit})",
            flush=True,
        )
