"""One call of a phone, from either side."""

import asyncio
import secrets
from urllib.parse import quote

from .media import Media
from .message import Message, address_of, answer, tag_of, write

# a busy machine may be slow
WAIT_SECONDS = 30


class CallFault(AssertionError):
    """The call did not go as it was expected to."""


class PhoneCall:
    """A call: `state` goes new, ringing, up, down; `code` says why it never was up."""

    def __init__(self, phone, call_id: str = "", is_outgoing: bool = True):
        self.phone, self.is_outgoing = phone, is_outgoing
        self.call_id = call_id or f"{secrets.token_hex(8)}@{phone.address}"
        self.local_tag, self.remote_tag = secrets.token_hex(4), ""
        self.local = self.remote = self.target = ""
        self.sequence = secrets.randbelow(900) + 1
        self.routes: list[str] = []
        self.state, self.code = "new", 0
        self.media: Media | None = None
        #: of the loop's clock
        self.ended_at: float | None = None
        self.invite: Message | None = None
        self.notices: list[str] = []
        self._changed = asyncio.Event()
        self._invited = (0, "", "")
        self._answered = self._acknowledged = (0, b"")

    @property
    def other(self) -> str:
        """The number of the other side."""
        return self.remote.partition(":")[2].partition("@")[0]

    @property
    def own(self) -> str:
        """The number that was called here, or that calls."""
        return self.local.partition(":")[2].partition("@")[0]

    # what a test does
    async def wait(self, state: str, seconds: float = WAIT_SECONDS) -> "PhoneCall":
        """Wait for a state.

        :raise CallFault: it ended before, or nothing came in time
        """
        try:
            async with asyncio.timeout(seconds):
                while self.state != state:
                    if self.state == "down":
                        raise CallFault(f"{self.phone.user}: down with {self.code}")
                    await self._changed.wait()
        except TimeoutError:
            raise CallFault(
                f"{self.phone.user}: {self.state}, not {state}, after {seconds} s"
            ) from None
        return self

    async def wait_down(self, seconds: float = WAIT_SECONDS) -> None:
        """Wait until it is over, whoever ends it."""
        async with asyncio.timeout(seconds):
            while self.state != "down":
                await self._changed.wait()

    async def hang_up(self, code: int = 486) -> None:
        """End it: BYE, CANCEL or a refusal, whichever fits."""
        if self.state == "up":
            self.turn("down")
            await self.ask("BYE")
        elif self.is_outgoing and self.state != "down":
            sequence, branch, address = self._invited
            self.phone.send(self.request("CANCEL", address, sequence, branch))
            await self.wait("down")
        elif self.state == "ringing":
            self.answer(code)
            self.turn("down")

    async def hold(self, is_held: bool = True) -> None:
        """Put the other side on hold, or take it back."""
        self.media.is_sending = not is_held
        way = "sendonly" if is_held else "sendrecv"
        await self.ask("INVITE", self.media.offer(way))

    async def transfer(self, number: str, other: "PhoneCall | None" = None) -> int:
        """Hand the other side over: blind, or to whom `other` talks with."""
        host, port = self.phone.registrar
        to = f"sip:{number}@{host}:{port}"
        if other:
            tags = f"to-tag={other.remote_tag};from-tag={other.local_tag}"
            to += "?Replaces=" + quote(f"{other.call_id};{tags}", safe="")
        headers = [("Refer-To", f"<{to}>"), ("Referred-By", f"<{self.local}>")]
        return (await self.ask("REFER", headers=headers)).code

    # the dialog
    def turn(self, state: str) -> None:
        """Change the state and wake who waits."""
        self.state = state
        if state == "down":
            self.ended_at = asyncio.get_running_loop().time()
        self._changed.set()
        self._changed = asyncio.Event()
        if state == "down" and self.media:
            self.media.close()

    async def ask(self, method, body="", headers=()) -> Message:
        """Send a request within the dialog and return its final answer."""
        self.sequence += 1
        sequence = self.sequence
        datagram = self.request(method, None, sequence, None, body, headers)
        found = await self.phone.answered(self.call_id, sequence, method, datagram)
        if method == "INVITE" and found.code < 300:
            self.acknowledge(sequence)
            self.media.take(found.body)
        return found

    def request(
        self, method, address=None, sequence=None, branch=None, body="", headers=()
    ) -> bytes:
        """Return the datagram of a request."""
        branch = branch or f"z9hG4bK{secrets.token_hex(8)}"
        sequence = sequence or self.sequence
        if method == "INVITE" and not self.remote_tag:
            self._invited = (sequence, branch, address or self.target)
        tail = f";tag={self.remote_tag}" if self.remote_tag else ""
        phone = self.phone
        via = f"SIP/2.0/UDP {phone.address}:{phone.port};branch={branch};rport"
        lines = [
            ("Via", via),
            ("Max-Forwards", "70"),
            ("From", f"<{self.local}>;tag={self.local_tag}"),
            ("To", f"<{self.remote}>{tail}"),
            ("Call-ID", self.call_id),
            ("CSeq", f"{sequence} {method}"),
            ("Contact", f"<{phone.contact}>"),
            ("Allow", "INVITE,ACK,BYE,CANCEL,REFER,NOTIFY,OPTIONS"),
            ("Supported", "replaces"),
            *(("Route", route) for route in self.routes),
            *headers,
        ]
        return write(f"{method} {address or self.target} SIP/2.0", lines, body)

    def answer(self, code: int, body: str = "", request: Message | None = None) -> None:
        """Answer a request, the INVITE unless another is given."""
        asked = request or self.invite
        datagram = answer(asked, code, self.local_tag, self.phone.contact, body)
        if asked.method == "INVITE":
            self._answered = (asked.sequence, datagram)
        self.phone.send(datagram)

    def repeat_answer(self, request: Message) -> bool:
        """Say again what was said to an INVITE; False when it is a new one."""
        sequence, datagram = self._answered
        if request.sequence == sequence:
            self.phone.send(datagram)
            return True
        # told again before anything was said to it
        return self.invite is not None and request.sequence == self.invite.sequence

    def acknowledge(self, sequence: int) -> None:
        """Say that the answer to an INVITE has come."""
        self._acknowledged = (sequence, self.request("ACK", None, sequence))
        self.phone.send(self._acknowledged[1])

    def acknowledge_again(self, message: Message) -> None:
        """Say it again, to an answer that came again."""
        sequence, datagram = self._acknowledged
        if message.sequence == sequence:
            self.phone.send(datagram)
        elif message.code >= 300:
            self.learn(message)

    def learn(self, message: Message) -> None:
        """Take from an answer to our INVITE what the dialog goes on with."""
        if 100 < message.code < 300:
            self.remote_tag = tag_of(message.first("to"))
            if message.first("contact"):
                self.target = address_of(message.first("contact"))
            self.routes = message.all("record-route")[::-1]
            if message.code < 200 and self.state == "new":
                self.turn("ringing")
        elif message.code >= 300:
            sequence, branch, address = self._invited
            known, self.remote_tag = self.remote_tag, tag_of(message.first("to"))
            self.phone.send(self.request("ACK", address, sequence, branch))
            self.remote_tag = known

    def begin(self, invite: Message) -> None:
        """Take from an INVITE to us what the dialog goes on with."""
        self.invite = invite
        self.remote_tag = tag_of(invite.first("from"))
        self.local = address_of(invite.first("to"))
        self.remote = address_of(invite.first("from"))
        self.target = address_of(invite.first("contact"))
        self.routes = invite.all("record-route")
