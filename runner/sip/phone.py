"""The phone: one address, one port, any number of calls."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from .call import PhoneCall
from .media import Media
from .message import Message, credentials, read

ANSWER_SECONDS = 10
CALL_SECONDS = 90
# of RFC 3261, doubled each time: what is not heard of is said again
REPEAT_SECONDS = 0.5
LONGEST_REPEAT_SECONDS = 4


@dataclass(frozen=True)
class Policy:
    """What the phone does when it rings.

    does: answer, reject (with `code`) or ring. after: seconds until then.
    hang_up_after: seconds of talk, None to leave it to the test.
    """

    does: str = "answer"
    after: float = 0.2
    code: int = 486
    hang_up_after: float | None = None


class Phone(asyncio.DatagramProtocol):
    """`incoming` is a queue of the calls that rang here."""

    def __init__(self, user: str, password: str, registrar: tuple[str, int]):
        self.user, self.password, self.registrar = user, password, registrar
        #: or a function of the call that rings
        self.policy: Policy | Callable[[PhoneCall], Policy] = Policy()
        #: told of each first answer: when it was asked for (since 1970), after how long
        self.on_answer: Callable[[float, float], object] = lambda _asked, _seconds: None
        #: makes the sound of a call
        self.media: Callable[[], Media] = Media
        self.incoming: asyncio.Queue[PhoneCall] = asyncio.Queue()
        self.calls: dict[str, PhoneCall] = {}
        self._owed: dict[tuple[str, int, str], asyncio.Future] = {}
        # requests the PBX has not said a word to yet
        self._unheard: dict[tuple[str, int, str], float] = {}
        self._tasks: set[asyncio.Task] = set()

    async def open(self, address: str, port: int = 0) -> "Phone":
        """Listen on an address of this machine."""
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self, local_addr=(address, port))
        return self

    def connection_made(self, transport):
        self._transport = transport
        self.address, self.port = transport.get_extra_info("sockname")
        self.contact = f"sip:{self.user}@{self.address}:{self.port}"

    def close(self) -> None:
        """Leave, without a word to anybody."""
        for task in self._tasks:
            task.cancel()
        for call in self.calls.values():
            if call.media and call.state != "down":
                call.media.close()
        self._transport.close()

    # what a test does
    async def register(self, seconds: int = 300) -> int:
        """Register, again before it is over as phones do; return the answer's code."""
        code = await self._register(seconds)
        if code == 200 and seconds:
            self._start(self._stay(seconds))
        return code

    async def _stay(self, seconds):
        while True:
            await asyncio.sleep(seconds / 2)
            # a PBX that is away for a moment is asked again in time
            with contextlib.suppress(TimeoutError):
                await self._register(seconds)

    async def _register(self, seconds):
        call = self._outgoing("")
        call.remote = call.local
        headers = [("Expires", str(seconds))]
        return (await self._ask_twice(call, "REGISTER", "", headers)).code

    async def call(self, number: str, headers=(), caller: str = "") -> PhoneCall:
        """Call a number; the call goes on while the test does.

        :param caller: who calls, where a line carries the calls of many
        """
        call = self._outgoing(number, caller)
        call.media = self.media()
        await call.media.open(self.address)
        self.calls[call.call_id] = call
        self._start(self._place(call, headers))
        return call

    async def _place(self, call, headers):
        offer = call.media.offer()
        try:
            found = await self._ask_twice(call, "INVITE", offer, headers, CALL_SECONDS)
        except TimeoutError:
            call.code = 408
            return call.turn("down")
        if found.code >= 300:
            call.code = found.code
            return call.turn("down")
        call.media.take(found.body)
        call.acknowledge(call.sequence)
        return call.turn("up")

    def _outgoing(self, number, caller=""):
        call = PhoneCall(self)
        host, port = self.registrar
        call.local = f"sip:{caller or self.user}@{host}:{port}"
        call.remote = f"sip:{number}@{host}:{port}"
        call.target = call.remote if number else f"sip:{host}:{port}"
        return call

    async def _ask_twice(self, call, method, body, headers, seconds=ANSWER_SECONDS):
        """Ask, and answer the one challenge that may come."""
        proof, found = [], None
        for _again in range(2):
            call.sequence += 1
            sequence = call.sequence
            datagram = call.request(
                method, call.target, sequence, None, body, [*headers, *proof]
            )
            found = await self.answered(
                call.call_id, sequence, method, datagram, seconds
            )
            if found.code not in (401, 407):
                break
            kind, name = ("www-authenticate", "Authorization")
            if found.code == 407:
                kind, name = ("proxy-authenticate", "Proxy-Authorization")
            words = credentials(
                found.first(kind), self.user, self.password, method, call.target
            )
            proof = [(name, words)]
        return found

    # the wire
    def send(self, datagram: bytes) -> None:
        """Send to the PBX."""
        self._transport.sendto(datagram, self.registrar)

    async def answered(
        self, call_id, sequence, method, datagram, seconds=ANSWER_SECONDS
    ) -> Message:
        """Send a request and return its final answer.

        :raise TimeoutError: none came
        """
        key = call_id, sequence, method
        owed = self._owed[key] = asyncio.get_running_loop().create_future()
        self._unheard[key] = time.time()
        pause = REPEAT_SECONDS
        try:
            async with asyncio.timeout(seconds):
                while not owed.done():
                    if key in self._unheard:
                        self.send(datagram)
                    await asyncio.wait([owed], timeout=pause)
                    pause = min(2 * pause, LONGEST_REPEAT_SECONDS)
        finally:
            self._unheard.pop(key, None)
            del self._owed[key]
        return owed.result()

    def datagram_received(self, data, _address):
        if len(data) < 10:
            return
        message = read(data)
        if not message.first("cseq"):
            # no SIP: sound of a call somebody else had at this port
            return
        call = self.calls.get(message.first("call-id"))
        if message.code:
            self._take_answer(call, message)
        else:
            self._take_request(call, message)

    def _take_answer(self, call, message):
        key = (message.first("call-id"), message.sequence, message.method)
        if asked := self._unheard.pop(key, None):
            self.on_answer(asked, time.time() - asked)
        owed = self._owed.get(key)
        if call and message.method == "INVITE":
            if not owed and message.code >= 200:
                # said again, since it has not heard us
                return call.acknowledge_again(message)
            call.learn(message)
        if owed and not owed.done() and message.code >= 200:
            owed.set_result(message)

    def _take_request(self, call, message):
        if message.method == "INVITE" and not call:
            self._start(self._ring(message))
        elif message.method == "INVITE" and call.repeat_answer(message):
            pass
        elif message.method == "INVITE":
            call.media.take(message.body)
            is_held = "a=sendonly" in message.body or "a=inactive" in message.body
            way = "recvonly" if is_held else "sendrecv"
            call.answer(200, call.media.offer(way), message)
        elif message.method != "ACK":
            (call or PhoneCall(self)).answer(200, request=message)
            if call:
                self._end_or_note(call, message)

    def _end_or_note(self, call, message):
        if message.method == "BYE" and call.state != "down":
            call.turn("down")
        elif message.method == "CANCEL" and call.state == "ringing":
            call.answer(487)
            call.code = 487
            call.turn("down")
        elif message.method == "NOTIFY":
            call.notices.append(message.body.strip())

    async def _ring(self, invite):
        call = PhoneCall(self, invite.first("call-id"), is_outgoing=False)
        call.begin(invite)
        self.calls[call.call_id] = call
        call.media = self.media()
        await call.media.open(self.address)
        policy = self.policy(call) if callable(self.policy) else self.policy
        call.answer(180)
        call.turn("ringing")
        self.incoming.put_nowait(call)
        call.media.take(invite.body)
        if policy.does == "ring":
            return
        await asyncio.sleep(policy.after)
        if call.state != "ringing":
            return
        if policy.does == "reject":
            call.code = policy.code
            call.answer(policy.code)
            call.turn("down")
            return
        call.answer(200, call.media.offer())
        call.turn("up")
        if policy.hang_up_after is not None:
            await asyncio.sleep(policy.hang_up_after)
            await call.hang_up()

    def _start(self, work):
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
