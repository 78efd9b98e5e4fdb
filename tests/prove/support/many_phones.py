"""The sound of a hundred calls at once, light enough to run beside what is proved.

A phone of runner/sip has a task and a socket for each call: right for ten, too much for
hundreds on the machine of the product. Here one timer sends for all from one socket,
and what comes in is left to the kernel: that it was heard, the recordings prove.
"""

import asyncio
import contextlib
import math
import secrets
import socket
import struct

from runner.sip.media import PACKET_SECONDS, SAMPLES, Media, ulaw

#: of who calls and of who answers: a recording has both
CALLER_HERTZ, DESK_HERTZ = 400, 1000
_HEARD_BYTES = 4096


class Loudspeaker:
    """`async with Loudspeaker(address, hertz) as speaker`; `speaker.sound()` is what a
    phone makes of a call."""

    def __init__(self, address: str, hertz: int):
        self._tone = bytes(
            ulaw(int(9000 * math.sin(2 * math.pi * hertz * at / 8000)))
            for at in range(SAMPLES)
        )
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        # what is not read shall not lie in memory either
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _HEARD_BYTES)
        self._socket.bind((address, 0))
        self._socket.setblocking(False)
        self.place = self._socket.getsockname()
        self._streams: set[_Sound] = set()

    async def __aenter__(self) -> "Loudspeaker":
        self._task = asyncio.create_task(self._send())
        return self

    async def __aexit__(self, *exception) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self._socket.close()

    def sound(self) -> "_Sound":
        """Return the sound of one more call."""
        return _Sound(self)

    def join(self, stream: "_Sound") -> None:
        """Send its sound from now on."""
        self._streams.add(stream)

    def leave(self, stream: "_Sound") -> None:
        """Send it no more."""
        self._streams.discard(stream)

    async def _send(self):
        loop = asyncio.get_running_loop()
        next_at, packet = loop.time(), 0
        while True:
            head = struct.pack("!BBHI", 128, 0, packet & 65_535, packet * SAMPLES)
            for stream in self._streams:
                # a full socket loses a packet, as a line may
                with contextlib.suppress(OSError):
                    self._socket.sendto(head + stream.source + self._tone, stream.peer)
            packet += 1
            next_at += PACKET_SECONDS
            await asyncio.sleep(max(0, next_at - loop.time()))


class _Sound(Media):
    """Sends by the loudspeaker; counts nothing of what it hears."""

    def __init__(self, speaker: Loudspeaker):
        super().__init__()
        self._speaker, self.source = speaker, secrets.token_bytes(4)
        self.peer: tuple[str, int] | None = None

    async def open(self, address: str) -> None:
        del address
        self.address, self.port = self._speaker.place

    def take(self, offer: str) -> None:
        super().take(offer)
        self.peer = self._peer
        if self.peer:
            self._speaker.join(self)

    def close(self) -> None:
        self._speaker.leave(self)
