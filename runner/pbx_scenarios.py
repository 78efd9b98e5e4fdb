"""Calls of every kind, played with real phones: what each is, and how it must end."""

import asyncio
import itertools
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from .desk import Desk
from .sip.call import PhoneCall
from .sip.phone import Policy

#: long enough for voicemail to keep it
MESSAGE_SECONDS = 4.5
GREETING_LIMIT_SECONDS = 60
NUMBERS = 10**7
_callers = itertools.count(secrets.randbelow(NUMBERS))


@dataclass
class Played:
    """What the phones saw of one call, which its card must say as well."""

    scenario: str
    caller: str
    line: str
    outcome: str
    direction: str = "in"
    operator: str = ""
    talk: float = 0.0
    transfers: int = 0
    leg: str = ""
    words: str = ""


@dataclass
class Stage:
    """Where and how long a scenario plays."""

    desk: Desk
    line: str
    #: none calls twice: a number with two cards would be a fault
    caller: str = field(default_factory=lambda: f"+7916{next(_callers) % NUMBERS:07}")
    talk_seconds: float = 2.0
    ring_seconds: float = 1.0

    async def call(self) -> PhoneCall:
        """Call the line from outside."""
        return await self.desk.outside.call(self.line, caller=self.caller)

    def plan(self, *policies: Policy) -> None:
        """Say what a rung phone does: at the first ring, the second …, the rest."""
        left = list(policies)
        self.desk.plans[self.caller] = lambda: left.pop(0) if left[1:] else left[0]

    def played(self, scenario: str, outcome: str, **facts: object) -> Played:
        return Played(scenario, self.caller, self.line, outcome, **facts)


async def answered(stage: Stage) -> Played:
    """An operator answers; the caller hangs up."""
    stage.plan(Policy(after=stage.ring_seconds))
    call = await stage.call()
    at_desk = await stage.desk.rung(stage.caller)
    talk = await _talk(at_desk, stage)
    await call.hang_up()
    return stage.played(
        "answered",
        "answered",
        operator=at_desk.own,
        talk=talk(),
        words=f"{at_desk.own} answered; the caller hung up",
    )


async def abandoned(stage: Stage) -> Played:
    """The caller gives up while a phone rings."""
    stage.plan(Policy("ring"))
    call = await stage.call()
    at_desk = await stage.desk.rung(stage.caller)
    await asyncio.sleep(stage.ring_seconds)
    await call.hang_up()
    return stage.played(
        "abandoned",
        "abandoned",
        leg="cancelled",
        words=f"{at_desk.own} rang; the caller gave up",
    )


async def missed(stage: Stage) -> Played:
    """A phone rings until its time is over; the next ringing is answered."""
    stage.plan(Policy("ring"), Policy(after=stage.ring_seconds / 2))
    call = await stage.call()
    first = await stage.desk.rung(stage.caller)
    second = await stage.desk.rung(stage.caller)
    talk = await _talk(second, stage)
    await second.hang_up()
    await call.wait_down()
    return stage.played(
        "missed",
        "answered",
        operator=second.own,
        talk=talk(),
        leg="timeout",
        words=f"{first.own} did not answer, {second.own} did",
    )


async def rejected(stage: Stage) -> Played:
    """A phone refuses; the caller gives up."""
    stage.plan(Policy("reject", after=0.2))
    call = await stage.call()
    first = await stage.desk.rung(stage.caller)
    await stage.desk.rung(stage.caller)
    await call.hang_up()
    return stage.played(
        "rejected",
        "abandoned",
        leg="rejected",
        words=f"{first.own} refused; the caller gave up",
    )


async def blind(stage: Stage) -> Played:
    """An operator hands the caller over without a word to the colleague."""
    stage.plan(Policy(after=stage.ring_seconds))
    call = await stage.call()
    at_desk = await stage.desk.rung(stage.caller)
    talk = await _talk(at_desk, stage)
    colleague = _colleague(stage, at_desk)
    await at_desk.transfer(colleague)
    taken = await stage.desk.rung(stage.caller)
    more = await _talk(taken, stage)
    await call.hang_up()
    return stage.played(
        "blind",
        "answered",
        operator=at_desk.own,
        talk=talk() + more(),
        transfers=1,
        words=f"{at_desk.own} answered and handed over to {taken.own}",
    )


async def attended(stage: Stage) -> Played:
    """An operator asks a colleague first, then hands the caller over."""
    stage.plan(Policy(after=stage.ring_seconds))
    call = await stage.call()
    at_desk = await stage.desk.rung(stage.caller)
    talk = await _talk(at_desk, stage)
    await at_desk.hold()
    colleague = _colleague(stage, at_desk)
    question = await at_desk.phone.call(colleague)
    asked = await stage.desk.rung(at_desk.own)
    await question.wait("up")
    await asyncio.sleep(stage.ring_seconds)
    await at_desk.transfer(colleague, question)
    await asyncio.sleep(stage.talk_seconds)
    await call.hang_up()
    await asked.wait_down()
    return stage.played(
        "attended",
        "answered",
        operator=at_desk.own,
        talk=talk(),
        transfers=1,
        words=f"{at_desk.own} answered, asked {colleague} and handed over",
    )


async def closed(stage: Stage) -> Played:
    """Outside opening hours: the caller hangs up during the greeting."""
    await stage.desk.close_line(stage.line)
    try:
        call = await stage.call()
        await call.wait("up")
        await call.hang_up()
    finally:
        await stage.desk.close_line(stage.line, is_closed=False)
    return stage.played("closed", "closed", words="heard that nobody is there")


async def voicemail(stage: Stage) -> Played:
    """Outside opening hours: the caller leaves a message."""
    await stage.desk.close_line(stage.line)
    try:
        call = await stage.call()
        await call.wait("up")
        await _silence(call)
        await asyncio.sleep(MESSAGE_SECONDS)
        await call.hang_up()
    finally:
        await stage.desk.close_line(stage.line, is_closed=False)
    return stage.played("voicemail", "voicemail", words="left a message")


async def outbound(stage: Stage) -> Played:
    """An operator calls somebody outside, who answers."""
    desk = stage.desk
    desk.answers[stage.caller] = Policy(after=stage.ring_seconds)
    number = desk.members[secrets.randbelow(len(desk.members))]
    call = await desk.phones[number].call(stage.caller)
    await call.wait("up")
    begun = _now()
    await asyncio.sleep(stage.talk_seconds)
    await call.hang_up()
    return stage.played(
        "outbound",
        "answered",
        direction="out",
        operator=number,
        talk=_now() - begun,
        words=f"{number} called and was answered",
    )


Scenario = Callable[[Stage], Awaitable[Played]]
SCENARIOS: dict[str, Scenario] = {
    each.__name__: each
    for each in (
        answered,
        abandoned,
        missed,
        rejected,
        blind,
        attended,
        voicemail,
        closed,
        outbound,
    )
}


async def _talk(at_desk: PhoneCall, stage: Stage) -> Callable[[], float]:
    """Talk a while; return what tells how long it was, whenever it ended."""
    await at_desk.wait("up")
    begun = _now()
    await asyncio.sleep(stage.talk_seconds)
    return lambda: (at_desk.ended_at or _now()) - begun


async def _silence(call: PhoneCall) -> None:
    """Wait until nothing more is said, the greeting is over."""
    async with asyncio.timeout(GREETING_LIMIT_SECONDS):
        heard, quiet = 0, 0
        # twice nothing: sound of a busy PBX comes in pieces
        while quiet < 2 or not heard:
            quiet = quiet + 1 if heard == call.media.loud else 0
            heard = call.media.loud
            await asyncio.sleep(0.5)


def _colleague(stage: Stage, at_desk: PhoneCall) -> str:
    """Return the colleague of an operator: each has one of his own where there are."""
    desk = stage.desk
    return desk.colleagues[desk.members.index(at_desk.own) % len(desk.colleagues)]


def _now() -> float:
    return asyncio.get_running_loop().time()
