"""Phones at a running PBX: operators in its queue, and people who call from outside."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from .asterisk import Asterisk
from .sip.call import PhoneCall
from .sip.phone import Phone, Policy

QUEUE = "support"
ADDRESS = "127.0.2.1"
# until a phone rings; a busy machine may be slow
RING_SECONDS = 60


class Desk:
    """`async with Desk(pbx, members=("101",), colleagues=("103",)) as desk`.

    What an operator's phone does is decided by who calls: any of them may be rung.
    """

    def __init__(
        self,
        pbx: Asterisk,
        members: Iterable[str],
        colleagues: Iterable[str] = (),
        are_queued: bool = False,
    ):
        self.pbx = pbx
        # their presence in Odoo has put them in the queue already
        self.are_queued = are_queued
        self.members, self.colleagues = tuple(members), tuple(colleagues)
        self.phones: dict[str, Phone] = {}
        self.outside: Phone | None = None
        #: {who calls: what the rung phone does, asked at each ringing}
        self.plans: dict[str, Callable[[], Policy]] = {}
        #: {who is called outside: what that phone does}
        self.answers: dict[str, Policy] = {}
        self._closed: Counter = Counter()
        self._lock = asyncio.Lock()
        self._rung: dict[str, asyncio.Queue] = defaultdict(asyncio.Queue)

    async def __aenter__(self) -> "Desk":
        settings = self.pbx.settings
        registrar = (settings.address, settings.sip_port)
        passwords = {each.number: each.password for each in self.pbx.phones}
        for number in (*self.members, *self.colleagues):
            phone = Phone(number, passwords[number], registrar)
            phone.policy = self._policy
            self.phones[number] = await phone.open(ADDRESS)
            code = await phone.register()
            assert code == 200, f"the PBX refuses phone {number}: {code}"
        self.outside = Phone("outside", "", registrar)
        self.outside.policy = lambda call: self.answers.get(call.own, Policy())
        await self.outside.open(settings.trunk_address, settings.trunk_port)
        await self._queue("add member", "to")
        return self

    async def __aexit__(self, *exception) -> None:
        await self._queue("remove member", "from")
        for phone in (*self.phones.values(), self.outside):
            phone.close()

    async def _queue(self, order: str, where: str) -> None:
        for number in () if self.are_queued else self.members:
            await self.console(f"queue {order} PJSIP/{number} {where} {QUEUE}")

    async def console(self, line: str) -> str:
        """Return what the PBX's console answers."""
        return await asyncio.to_thread(self.pbx.console, line)

    async def close_line(self, number: str, is_closed: bool = True) -> None:
        """Close a line of the PBX by hand, or open it again."""
        async with self._lock:
            # several calls may want it closed at once
            before = self._closed[number]
            self._closed[number] += 1 if is_closed else -1
            if not before:
                await self.console(f"database put closed {number} 1")
            elif not self._closed[number]:
                await self.console(f"database del closed {number}")

    async def rung(self, caller: str, seconds: float = RING_SECONDS) -> PhoneCall:
        """Return the next call of somebody that rings at a phone of ours."""
        return await asyncio.wait_for(self._rung[caller].get(), seconds)

    def _policy(self, call: PhoneCall) -> Policy:
        self._rung[call.other].put_nowait(call)
        plan = self.plans.get(call.other)
        return plan() if plan else Policy()
