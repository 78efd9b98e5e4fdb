"""From the manager's event to the operator's screen, with 300 sockets connected.

A manager interface tells the real connector of calls; a real Odoo tells a real Chromium
at the Journal; when the call stands in the page is what counts. First one call at a
time, then amid twenty a second. Meanwhile 300 other sockets beat and listen: a change
of presence must reach each of them within a second.
"""

import asyncio
import itertools
import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

from runner import cluster, toolchain
from runner.connector import Connector
from runner.progress import Progress
from runner.test_template import TestDatabases
from tests.doubles.fake_ami import FakeAmi
from tests.prove.support.sockets_odoo import Screens, SocketsOdoo, set_up

DESCRIPTION = (
    "ring → screen in Chromium, idle and at 20 calls/s; 300 sockets hear in 1 s"
)
PARTS = ("news", "idle", "busy")
LINE, OWN = "+74950000001", "101"
PHONES, SOCKETS = 81, 300
IDLE_RINGS, BUSY_SECONDS, CALLS_A_SECOND = 100, 60, 20
SUPERVISORS = 10
# hundreds that say at once what they listen to are served one by one
SETTLE_SECONDS = 5
IDLE_MS, BUSY_MS, NEWS_MS, NEWS = 300, 800, 1000, 10


def run(arguments, context) -> int:
    """Prove it; see the module's first lines."""
    tools = toolchain.ensure(context.paths, Progress(toolchain.STEPS))
    databases = TestDatabases(
        context.paths, tools, cluster.test_cluster(context.paths, tools.postgres)
    )
    with Progress(1).step("Database of the proof") as step:
        instance = databases.fresh(["cc_telephony"], step)
    live = SocketsOdoo(instance, context.paths.logs / "prove-sockets.log")
    seed = random.randrange(10**6) if arguments.seed is None else arguments.seed
    parts = [arguments.part] if arguments.part else PARTS
    chance = random.Random(seed)
    proof = _Proof(live, context.paths.checkout, arguments.share, chance, parts)
    try:
        live.start()
        asyncio.run(proof.run())
    finally:
        live.stop()
        databases.drop(instance)
    print(f"\n{proof.passed} passed, {proof.failed} failed (seed {seed})")
    return 1 if proof.failed else 0


@dataclass
class _Proof:
    live: SocketsOdoo
    checkout: Path
    share: float
    chance: random.Random
    parts: tuple[str, ...]
    passed: int = 0
    failed: int = 0
    #: {call: ms since 1970 its ring was told}
    told: dict[str, float] = field(default_factory=dict)
    ids: itertools.count = field(default_factory=lambda: itertools.count(1))

    async def run(self) -> None:
        numbers = [str(101 + at) for at in range(PHONES)]
        sockets = max(2, round(SOCKETS * self.share))
        known = await asyncio.to_thread(set_up, self.live, LINE, numbers, sockets)
        with tempfile.TemporaryDirectory() as folder:
            async with FakeAmi() as ami:
                ami.answers["QueueStatus"] = [_member(number) for number in numbers]
                connector = self._connector(Path(folder), ami, known["token"])
                await asyncio.to_thread(connector.start)
                screens = await asyncio.to_thread(Screens.open, self.live, known)
                try:
                    await self._prove(ami, screens, numbers[1:], sockets)
                finally:
                    screens.close()
                    connector.stop()

    def _connector(self, folder, ami, token):
        asterisk = SimpleNamespace(
            folder=folder,
            event_file=folder / "cel.json",
            recordings=folder / "recordings",
            settings=SimpleNamespace(
                pbx="place",
                odoo=f"http://127.0.0.1:{self.live.port}",
                token=token,
                address="127.0.0.1",
                ami_port=ami.port,
                ami_secret=ami.secret,
            ),
        )
        python = self.live.instance.env.python
        return Connector(python, self.checkout / "connector", asterisk)

    async def _prove(self, ami, screens, others, sockets) -> None:
        # the first ring finds caches cold, as the first of a morning
        await self._ring(ami)
        await asyncio.sleep(2)
        if "news" in self.parts:
            await self._news(screens, sockets)
        # all were asked at once; from here on those who look after a line listen to it
        await asyncio.to_thread(screens.ask, {"do": "listen", "count": SUPERVISORS})
        await asyncio.sleep(SETTLE_SECONDS)
        if "idle" in self.parts:
            await self._measure("idle", IDLE_MS, screens, self._idle(ami))
        if "busy" in self.parts:
            busy = self._busy(ami, others)
            await self._measure(f"{CALLS_A_SECOND} calls/s", BUSY_MS, screens, busy)
        found = await asyncio.to_thread(screens.ask, {"do": "rings"})
        self.bar("sockets the server closed", found["lost"], "==", [])

    # the screen
    async def _measure(self, title, limit, screens, calls) -> None:
        self.told.clear()
        await calls
        await asyncio.sleep(2)
        found = await asyncio.to_thread(screens.ask, {"do": "rings"})
        seen = found["seen"]
        times = sorted(
            seen[call] - at for call, at in self.told.items() if call in seen
        )
        self.bar(f"{title}: rings seen", len(times), ">=", len(self.told))
        if times:
            words = f"{title}: ring to screen, p50 {_share(times, 0.5):.0f} ms, p95"
            self.bar(words, round(_share(times, 0.95)), "<=", limit)
        self._say_hops(title, found)

    def _say_hops(self, title, found) -> None:
        """Print where the time goes: no bar, for whoever has to mend one."""
        begun = self.live.ring_posts()
        hops = [
            (
                begun[call] - self.told[call],
                said - begun[call],
                heard - said,
                found["seen"][call] - heard,
            )
            for call, (said, heard) in found["hops"].items()
            if call in self.told and call in found["seen"] and call in begun
        ]
        names = (
            "event to Odoo's first statement",
            "to its word",
            "to a socket",
            "to the page after the socket",
        )
        for name, times in zip(names, zip(*hops, strict=True), strict=False):
            times = sorted(times)
            halves = f"p50 {_share(times, 0.5):.0f}, p95 {_share(times, 0.95):.0f} ms"
            print(f"     {title}: {name}: {halves}", flush=True)

    async def _idle(self, ami) -> None:
        for _ring in range(max(5, round(IDLE_RINGS * self.share))):
            await self._ring(ami)
            await asyncio.sleep(self.chance.uniform(0.2, 0.6))

    async def _busy(self, ami, others) -> None:
        until = time.monotonic() + max(5, BUSY_SECONDS * self.share)
        own = asyncio.create_task(self._own_rings(ami, until))
        calls, phones = [], itertools.cycle(others)
        due = time.monotonic()
        while due < until:
            calls.append(asyncio.create_task(self._call(ami, next(phones))))
            due += 1 / CALLS_A_SECOND
            await asyncio.sleep(max(0, due - time.monotonic()))
        await asyncio.gather(own, *calls)

    async def _own_rings(self, ami, until) -> None:
        while time.monotonic() < until:
            await self._ring(ami)
            await asyncio.sleep(self.chance.uniform(0.2, 0.6))

    # calls as the manager tells them
    async def _ring(self, ami) -> None:
        """Ring at the phone of the screen; the caller gives up."""
        call = self._begin(ami, OWN)
        self.told[call.id] = time.time() * 1000
        call.tell("AgentCalled", Interface=f"PJSIP/{OWN}")
        await asyncio.sleep(0.7)
        call.tell("QueueCallerAbandon")
        call.end()

    async def _call(self, ami, phone) -> None:
        """Ring, talk and end at another phone."""
        call = self._begin(ami, phone)
        call.tell("AgentCalled", Interface=f"PJSIP/{phone}")
        await asyncio.sleep(self.chance.uniform(0.3, 1))
        call.tell("AgentConnect", Interface=f"PJSIP/{phone}")
        call.tell("BridgeEnter", Channel=call.phone)
        call.tell("BridgeEnter", Channel=call.trunk)
        await asyncio.sleep(self.chance.uniform(1, 2))
        call.tell("AgentComplete", Interface=f"PJSIP/{phone}")
        call.tell("BridgeLeave", Channel=call.phone)
        call.end()

    def _begin(self, ami, phone) -> "_Call":
        call = _Call(ami, next(self.ids), phone)
        caller = f"+7916555{self.chance.randrange(200):04}"
        whence = {"CallerIDNum": caller, "Exten": LINE, "Uniqueid": call.id}
        call.tell("Newchannel", Channel=call.trunk, **whence)
        call.tell("QueueCallerJoin", Channel=call.trunk, Queue="support", **whence)
        call.tell("Newchannel", Channel=call.phone, Exten="s")
        return call

    # everybody
    async def _news(self, screens, sockets) -> None:
        times, heard = [], 0
        for at in range(NEWS):
            state = ("busy", "available")[at % 2]
            order = {"do": "news", "state": state}
            found = await asyncio.to_thread(screens.ask, order)
            times += found["times"]
            heard += found["count"]
            await asyncio.sleep(1.5)
        times.sort()
        self.bar(f"{sockets} sockets hear {NEWS} changes", heard, "==", NEWS * sockets)
        words = f"press to socket, p50 {_share(times, 0.5):.0f} ms, p95"
        self.bar(words, round(_share(times, 0.95)), "<=", NEWS_MS)

    def bar(self, text, found, sign, wanted) -> None:
        """Print one line of figures."""
        holds = {"==": found == wanted, "<=": found <= wanted, ">=": found >= wanted}
        is_well = holds[sign]
        self.passed, self.failed = self.passed + is_well, self.failed + (not is_well)
        verdict = "ok  " if is_well else "FAIL"
        print(f"{verdict} {text}: {found} ({sign} {wanted})", flush=True)


@dataclass
class _Call:
    ami: FakeAmi
    number: int
    extension: str

    @property
    def id(self) -> str:
        return f"place-{1_795_306_000 + self.number}.{self.number}"

    @property
    def trunk(self) -> str:
        return f"PJSIP/trunk-{2 * self.number:08x}"

    @property
    def phone(self) -> str:
        return f"PJSIP/{self.extension}-{2 * self.number + 1:08x}"

    def tell(self, event: str, **headers: str) -> None:
        known = {"Event": event, "Linkedid": self.id, "Channel": self.trunk}
        self.ami.tell(**(known | headers | {"Timestamp": f"{time.time():.6f}"}))

    def end(self) -> None:
        self.tell("Hangup", Channel=self.phone)
        self.tell("QueueCallerLeave")
        self.tell("Hangup", Channel=self.trunk)


def _member(number):
    return {
        "Event": "QueueMember",
        "Queue": "support",
        "Location": f"PJSIP/{number}",
        "StateInterface": f"PJSIP/{number}",
        "Status": "1",
        "Paused": "0",
    }


def _share(times, part):
    return times[min(len(times) - 1, int(len(times) * part))]
