"""A hundred simultaneous recorded calls, twenty new ones a second, beside the product.

Real calls through a real Asterisk to a hundred operators' phones, with connector and
Odoo at work on the same machine: each must have its card, right in outcome, operator,
wait and talk, and its recording, closed and as long as the talk; and what was not told
at once must be told soon. `--share 0.1` is a tenth of the calls: a third of the rate,
for a third of the time.
"""

import asyncio
import contextlib
import os
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

from runner import cluster, processes, toolchain
from runner.pbx_scenarios import Played, Stage
from runner.progress import Progress
from runner.sip.call import CallFault
from runner.sip.phone import Policy
from runner.test_template import TestDatabases
from tests.e2e.live_odoo import LiveOdoo
from tests.e2e.pbx_place import LINE, PbxPlace, differences
from tests.prove.support import pbx_checks, recordings
from tests.prove.support.ami_watch import AmiWatch
from tests.prove.support.bars import Bars
from tests.prove.support.machine import Cores, Lateness
from tests.prove.support.many_phones import CALLER_HERTZ, DESK_HERTZ, Loudspeaker

DESCRIPTION = "100 simultaneous recorded calls, 20 a second: no record is lost"
CALLS_A_SECOND, AT_ONCE, SECONDS = 20, 100, 100
#: as `./run up` has it
WORKERS = 5
RING_SECONDS = 0.3
# at 20 a second: 104 talks at once, and a few phones that ring
TALK_SECONDS = 5.2
SPARE_MEMBERS = 1.3
RTP_PORTS_A_CALL = 4
#: a machine under other load too may be slow; it may not lose anything
PATIENCE_SECONDS = 60
LAG_SECONDS = 60
RECORDING_TOLERANCE = 0.3
HEARD = 40
PHONES_PRIORITY = -5
#: a PBX that is late by as much drops half a second of what it records, now and then
DROPS_SOUND_SECONDS = 0.2
_WHOLE = """
SELECT count(*) FROM cc_call
 WHERE is_complete AND interaction_id IS NOT NULL
   AND pbx_id = (SELECT id FROM cc_pbx WHERE code = 'place')
"""
_ROUTED = """
SELECT count(*) FILTER (WHERE line LIKE '%route=odoo%'), count(*)
  FROM cc_call_event
 WHERE line LIKE '%CC_IN%' AND pbx_id = (SELECT id FROM cc_pbx WHERE code = 'place')
"""


def run(arguments, context) -> int:
    """Prove it; see the module's first lines."""
    root = arguments.share**0.5
    plan = Plan(CALLS_A_SECOND * root, SECONDS * root, int(AT_ONCE * root))
    tools = toolchain.ensure(context.paths, Progress(toolchain.STEPS))
    databases = TestDatabases(
        context.paths, tools, cluster.test_cluster(context.paths, tools.postgres)
    )
    with Progress(1).step("Database of the proof") as step:
        instance = databases.fresh(["cc_telephony"], step)
    live = LiveOdoo(instance, context.paths.logs / "prove-load.log", workers=WORKERS)
    members = int(plan.at_once * SPARE_MEMBERS) + 4
    place = PbxPlace(
        live,
        members,
        has_colleagues=False,
        ring_seconds=15,
        rtp_ports=2 * RTP_PORTS_A_CALL * (plan.at_once + 20),
    )
    proof, since = _Proof(place, plan), time.monotonic()
    try:
        live.start()
        asyncio.run(proof.run())
    finally:
        place.stop()
        live.stop()
        databases.drop(instance)
    seconds = f"{time.monotonic() - since:.0f} s"
    print(f"\n{proof.bars.passed} passed, {proof.bars.failed} failed ({seconds})")
    return 1 if proof.bars.failed else 0


@dataclass(frozen=True)
class Plan:
    """calls_a_second: placed, for so many seconds. at_once: talks that must go on."""

    calls_a_second: float
    seconds: float
    at_once: int

    @property
    def calls(self) -> int:
        return round(self.calls_a_second * self.seconds)


@dataclass
class _Load:
    """What the phones saw."""

    played: list[Played] = field(default_factory=list)
    #: {who called: (began, ended)}
    talks: dict[str, tuple[float, float]] = field(default_factory=dict)
    unplayed: list[str] = field(default_factory=list)
    talking: int = 0
    most_talking: int = 0
    placed: list[float] = field(default_factory=list)

    @property
    def calls_a_second(self) -> float:
        return (len(self.placed) - 1) / (self.placed[-1] - self.placed[0])


class _Proof:
    def __init__(self, place: PbxPlace, plan: Plan):
        self.place, self.plan = place, plan
        self.bars, self.load = Bars(), _Load()

    async def run(self) -> None:
        place = self.place
        await asyncio.to_thread(place.start)
        watch = AmiWatch(place.pbx.settings)
        listening = asyncio.create_task(watch.run())
        try:
            async with place.desk() as desk, Lateness() as late:
                await self._play(desk, late)
                print(f"       phones and PBX were {late.worst:.2f} s late at worst")
                await self._check(watch, late)
        finally:
            listening.cancel()

    async def _play(self, desk, late) -> None:
        plan, load = self.plan, self.load
        # phones have machines of their own elsewhere
        processes.prefer(os.getpid(), PHONES_PRIORITY)
        print(
            f"     {plan.calls} calls, {plan.calls_a_second:.1f} a second, about"
            f" {plan.calls_a_second * TALK_SECONDS:.0f} talks at once",
            flush=True,
        )
        trunk = self.place.pbx.settings.trunk_address
        async with (
            Loudspeaker(trunk, CALLER_HERTZ) as outside,
            Loudspeaker(desk.phones[desk.members[0]].address, DESK_HERTZ) as inside,
        ):
            desk.outside.media = outside.sound
            for phone in desk.phones.values():
                phone.media = inside.sound
            await self._warm_up()
            looking = asyncio.create_task(self._look(late))
            cores = Cores(self._groups())
            began = time.monotonic()
            calls = []
            for number in range(plan.calls):
                due = began + number / plan.calls_a_second
                await asyncio.sleep(max(0, due - time.monotonic()))
                calls.append(asyncio.create_task(self._call(desk, number, late)))
            await asyncio.gather(*calls)
            looking.cancel()
        print(f"       {cores.sentence()}", flush=True)
        bars = self.bars
        bars.wrong("calls the phones could not play", load.unplayed)
        rate = round(load.calls_a_second, 1)
        bars.bar("calls placed a second", rate, ">=", _nearly(plan.calls_a_second))
        bars.bar("talks at once", load.most_talking, ">=", plan.at_once)

    async def _call(self, desk, number, late) -> None:
        """Call, talk, hang up: the caller or, each other time, the operator."""
        load = self.load
        stage = Stage(desk, LINE, caller=f"+7999{number:07}")
        stage.plan(Policy(after=RING_SECONDS))
        load.placed.append(time.monotonic())
        call = await stage.call()
        try:
            at_desk = await desk.rung(stage.caller, PATIENCE_SECONDS)
            await at_desk.wait("up", PATIENCE_SECONDS)
            up_at = time.time()
            load.talking += 1
            load.most_talking = max(load.most_talking, load.talking)
            await asyncio.sleep(TALK_SECONDS)
            load.talking -= 1
            hung_up_at = time.time()
            first, other = (call, at_desk) if number % 2 else (at_desk, call)
            await first.hang_up()
            await other.wait_down(PATIENCE_SECONDS)
            late.note(hung_up_at, time.time() - hung_up_at)
        except (CallFault, TimeoutError) as fault:
            load.unplayed.append(f"{stage.caller}, {call.state}: {fault!r}")
            with contextlib.suppress(CallFault, TimeoutError):
                await call.hang_up()
            return
        load.talks[stage.caller] = (up_at, hung_up_at)
        load.played.append(stage.played("call", "answered", operator=at_desk.own))

    def _groups(self) -> dict[str, int]:
        place = self.place
        return {
            "Asterisk": place.pbx.process.pid,
            "connector": place.connector.process.pid,
            "Odoo": place.live.process.pid,
            "phones": os.getpgrp(),
        }

    async def _warm_up(self) -> None:
        """Let each of Odoo's workers have had its first request: it loads the models."""
        settings = self.place.pbx.settings
        headers = {"Authorization": f"Bearer {settings.token}", "X-CC-PBX": "place"}
        body = urllib.parse.urlencode({"did": LINE, "from": "+79990000000"}).encode()
        question = urllib.request.Request(
            f"{settings.odoo}/cc/pbx/v1/route", body, headers
        )

        def ask():
            with urllib.request.urlopen(question, timeout=PATIENCE_SECONDS) as answer:
                assert answer.status == 200

        for _again in range(3):
            asked = [asyncio.to_thread(ask) for _worker in range(2 * WORKERS)]
            await asyncio.gather(*asked)

    async def _look(self, late) -> None:
        """Print now and then how far the product is behind."""
        place = self.place
        while True:
            since = time.time()
            await asyncio.sleep(10)
            written = await asyncio.to_thread(lambda: place.lines_written)
            lines = await asyncio.to_thread(pbx_checks.kept, place)
            print(
                f"       {len(self.load.played)} calls over, {self.load.talking} talks,"
                f" {written - lines[0]} of {written} lines on their way,"
                f" {late.worst_since(since):.2f} s late",
                flush=True,
            )

    # what became of it
    async def _check(self, watch, late) -> None:
        played, bars = self.load.played, self.bars
        await self._catch_up(len(played))
        cards = await asyncio.to_thread(self.place.cards)
        slack = {seen.caller: self._slack(seen.caller, watch, late) for seen in played}
        found = [
            ("call", number, cards[number], slack[number])
            for number in slack
            if number in cards and cards[number]["whole"]
        ]
        bars.bar(f"cards, of {len(played)}", len(found), "==", len(played))
        by_caller = {seen.caller: seen for seen in played}
        wrong = [
            words
            for _kind, number, card, _slack in found
            for words in differences(by_caller[number], card)
        ]
        bars.wrong("what phones saw otherwise", wrong)
        for name in ("wait", "talk"):
            pbx_checks.check_times(bars, "cards", name, found, watch)
        await pbx_checks.check_lines(self.place, bars, "history")
        ((routed, asked),) = await asyncio.to_thread(self.place.live.query, _ROUTED)
        print(
            f"       Odoo said where to ring in {routed} of {asked} calls", flush=True
        )
        await self._check_recordings([each[2] for each in found], watch, slack)

    def _slack(self, number, watch, late) -> float:
        """Return the seconds by which the machine was late with a call.

        That much the phones and the manager saw it differently; the event file, which
        is what cards come from, may be late by as much.
        """
        began, ended = self.load.talks[number]
        off = abs(watch.calls[number].talk - (ended - began))
        return off + late.between(began, ended)

    async def _catch_up(self, calls) -> None:
        """Wait until every call is a whole card, as long as there are ever more."""
        place, since = self.place, time.monotonic()
        whole, grew_at, seen_all = 0, since, None
        while whole < calls and time.monotonic() - grew_at < pbx_checks.STALLED_SECONDS:
            await asyncio.sleep(0.5)
            before, whole = whole, await asyncio.to_thread(self._whole)
            if whole != before:
                grew_at = time.monotonic()
            lines = await asyncio.to_thread(pbx_checks.kept, place)
            if seen_all is None and lines[0] >= place.lines_written:
                seen_all = round(time.monotonic() - since, 1)
        lag = round(time.monotonic() - since, 1)
        self.bars.bar(
            "seconds until Odoo had every line", seen_all or lag, "<=", LAG_SECONDS
        )
        self.bars.bar("seconds until every call was a card", lag, "<=", LAG_SECONDS)

    def _whole(self) -> int:
        return int(self.place.live.query(_WHOLE)[0][0])

    async def _check_recordings(self, cards, watch, slack) -> None:
        place, bars = self.place, self.bars
        wanted = {card["linked_id"]: watch.calls[card["number"]].talk for card in cards}
        late = {card["linked_id"]: slack[card["number"]] for card in cards}
        state = "stored" if recordings.has_store(place) else "closed"
        found = await self._recorded(wanted, state)
        number = sum(len(found.get(each, ())) == 1 for each in wanted)
        bars.bar(f"recordings, of {len(wanted)}", number, "==", len(wanted))
        ready = [each for rows in found.values() for each in rows]
        bars.bar(
            f"recordings that are not {state}",
            sum(each.state != state for each in ready),
            "==",
            0,
        )
        wrong, worst, left_out = [], 0.0, 0
        is_whole = self.plan.calls_a_second == CALLS_A_SECOND
        most = pbx_checks.STARVED_SECONDS if is_whole else DROPS_SOUND_SECONDS
        for linked_id, talk in wanted.items():
            if late[linked_id] > most:
                left_out += 1
                continue
            seconds = sum(each.seconds for each in found.get(linked_id, ()))
            worst = max(worst, abs(seconds - talk))
            if abs(seconds - talk) > RECORDING_TOLERANCE + late[linked_id]:
                wrong.append(f"{linked_id}: {seconds:.2f} s, talk {talk:.2f} s")
        bars.wrong(
            f"recordings that are not as long as the talk, ±{RECORDING_TOLERANCE} s",
            wrong,
        )
        words = pbx_checks.left_out_of(left_out)
        print(f"       off by {worst:.3f} s at worst{words}", flush=True)
        if is_whole:
            # in part, on a machine of others, it is no matter; in whole it is the proof
            limit = len(wanted) // 100
            bars.bar("calls the PBX was late with", left_out, "<=", limit)
        paths = [each.path for each in ready if each.path][:HEARD]
        deaf = [
            f"{path.name}: no {hertz} Hz"
            for path in paths
            for hertz in (CALLER_HERTZ, DESK_HERTZ)
            if not recordings.has_tone(path, hertz)
        ]
        if paths:
            bars.wrong(f"voices that are not heard, in {len(paths)} recordings", deaf)

    async def _recorded(self, wanted, state) -> dict:
        """Return the recordings, when all are there or no more come."""
        before, grew_at = -1, time.monotonic()
        while True:
            found = await asyncio.to_thread(recordings.found, self.place)
            ready = sum(
                [each.state for each in found.get(linked_id, ())] == [state]
                for linked_id in wanted
            )
            now = time.monotonic()
            if ready != before:
                before, grew_at = ready, now
            if ready == len(wanted) or now - grew_at > pbx_checks.STALLED_SECONDS:
                return found
            await asyncio.sleep(1)


def _nearly(rate: float) -> float:
    return round(0.95 * rate, 1)
