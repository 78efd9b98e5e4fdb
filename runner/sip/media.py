"""Sound over RTP: a tone goes out, what comes in is counted; keys by RFC 4733."""

import asyncio
import math
import re
import secrets
import struct

PACKET_SECONDS = 0.02
SAMPLES = 160
KEYS = "0123456789*#"
_KEY_TYPE, _ULAW_TYPE = 101, 0
_SILENCE = b"\xff" * SAMPLES


def ulaw(sample: int) -> int:
    sign = 0x80 if sample < 0 else 0
    sample = min(abs(sample), 32_635) + 132
    exponent = max(0, sample.bit_length() - 8)
    return ~(sign | exponent << 4 | (sample >> (exponent + 3) & 15)) & 255


TONE = bytes(
    ulaw(int(9000 * math.sin(2 * math.pi * 400 * at / 8000))) for at in range(SAMPLES)
)


class Media(asyncio.DatagramProtocol):
    """One stream each way. `received` counts packets, `loud` those that are no silence,
    `keys` holds what the other side pressed."""

    def __init__(self):
        self.received = self.loud = 0
        self.keys = ""
        self.is_sending = True
        self._peer = None
        self._queued: list[tuple[int, bytes, int]] = []
        self._last_key = None
        self._pressed = 0

    async def open(self, address: str) -> None:
        """Listen on a free port of an address."""
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self, local_addr=(address, 0))

    def connection_made(self, transport):
        self._transport = transport
        self.address, self.port = transport.get_extra_info("sockname")
        self._task = asyncio.ensure_future(self._send())

    def close(self) -> None:
        """Stop both streams."""
        self._task.cancel()
        self._transport.close()

    def offer(self, way: str = "sendrecv") -> str:
        """Return the SDP: "sendonly" puts the other side on hold."""
        return (
            f"v=0\r\no=- 1 {secrets.randbelow(10**9)} IN IP4 {self.address}\r\ns=-\r\n"
            f"c=IN IP4 {self.address}\r\nt=0 0\r\n"
            f"m=audio {self.port} RTP/AVP 0 8 {_KEY_TYPE}\r\n"
            "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
            f"a=rtpmap:{_KEY_TYPE} telephone-event/8000\r\n"
            f"a=fmtp:{_KEY_TYPE} 0-15\r\na=ptime:20\r\na={way}\r\n"
        )

    def take(self, offer: str) -> None:
        """Send to where the other side's SDP says."""
        host = re.search(r"c=IN IP4 (\S+)", offer)
        port = re.search(r"m=audio (\d+)", offer)
        if host and port:
            self._peer = (host[1], int(port[1]))

    def press(self, keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            # what tells this key from the one before, the same one perhaps
            self._pressed += 1
            start = self._pressed
            parts = [
                struct.pack("!BBH", KEYS.index(key), 10, SAMPLES * at)
                for at in range(1, 6)
            ]
            end = struct.pack("!BBH", KEYS.index(key), 138, 5 * SAMPLES)
            self._queued += [(_KEY_TYPE, part, start) for part in [*parts, *[end] * 3]]
            self._queued += [(_ULAW_TYPE, _SILENCE, start)] * 8

    def datagram_received(self, data, _address):
        self.received += 1
        kind = data[1] & 127
        if kind == _KEY_TYPE:
            if data[4:8] != self._last_key:
                self._last_key = data[4:8]
                self.keys += KEYS[data[12]] if data[12] < len(KEYS) else ""
        elif kind == _ULAW_TYPE and len(set(data[12:])) > 4:
            self.loud += 1

    async def _send(self):
        loop = asyncio.get_running_loop()
        sequence, stamp, source = 0, 0, secrets.token_bytes(4)
        next_at, key_stamp, key_start = loop.time(), 0, None
        while True:
            kind, payload, shown = _ULAW_TYPE, TONE, stamp
            if self._queued:
                kind, payload, start = self._queued.pop(0)
                if kind == _KEY_TYPE:
                    if start != key_start:
                        key_stamp, key_start = stamp, start
                    shown = key_stamp
            if self._peer and self.is_sending:
                head = struct.pack("!BBHI", 128, kind, sequence & 65_535, shown)
                self._transport.sendto(head + source + payload, self._peer)
                sequence += 1
            stamp += SAMPLES
            next_at += PACKET_SECONDS
            await asyncio.sleep(max(0, next_at - loop.time()))
