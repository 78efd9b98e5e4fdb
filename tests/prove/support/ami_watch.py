"""What the PBX says of calls while they go on: the measure of what Odoo makes of them.

It listens to the manager interface, the product builds from the event file: two ways
that have nothing in common but the PBX.
"""

import asyncio
import re
from collections import defaultdict
from dataclasses import dataclass, field

_TAIL = re.compile(r"-[0-9a-f]{8}$")


@dataclass
class Watched:
    """One call from outside, or to outside. Moments in seconds since 1970."""

    channel: str
    unique_id: str
    joined: float | None = None
    ended: float | None = None
    talks: list[list[float]] = field(default_factory=list)

    @property
    def wait(self) -> float:
        """Seconds from the queue to the first talk, or to the end."""
        if self.joined is None:
            return 0.0
        served = self.talks[0][0] if self.talks else self.ended
        return served - self.joined

    @property
    def talk(self) -> float:
        """Seconds together with anybody."""
        return sum(end - start for start, end in self.talks)


class AmiWatch:
    """`calls`: {number outside: what was seen}."""

    def __init__(self, settings):
        self._settings = settings
        self.calls: dict[str, Watched] = {}
        self._by_channel: dict[str, Watched] = {}
        self._bridges: dict[str, set[str]] = defaultdict(set)
        self._place: dict[str, str] = {}

    async def run(self) -> None:
        """Listen until it is cancelled."""
        place = (self._settings.address, self._settings.ami_port)
        reader, writer = await asyncio.open_connection(*place)
        login = (
            "Action: Login\r\nUsername: odoo\r\n"
            f"Secret: {self._settings.ami_secret}\r\n\r\n"
        )
        writer.write(login.encode())
        try:
            while True:
                raw = await reader.readuntil(b"\r\n\r\n")
                lines = (line.partition(": ") for line in raw.decode().split("\r\n"))
                self._take({name: value for name, _colon, value in lines})
        finally:
            writer.close()

    def _take(self, event):
        reader = getattr(self, f"_on_{event.get('Event', '').lower()}", None)
        if reader:
            reader(event, float(event["Timestamp"]))

    def _on_newchannel(self, event, _at):
        name = event["Channel"]
        if _peer(name) == "trunk" and event["Exten"] not in ("", "s"):
            call = Watched(name, event["Uniqueid"])
            self.calls[event["CallerIDNum"]] = self._by_channel[name] = call

    def _on_dialbegin(self, event, _at):
        # an outgoing call: the channel was born without a number
        name = event["DestChannel"]
        if _peer(name) == "trunk":
            call = Watched(name, event["DestUniqueid"])
            number = event["DialString"].partition("@")[0]
            self.calls[number] = self._by_channel[name] = call

    def _on_queuecallerjoin(self, event, at):
        call = self._by_channel.get(event["Channel"])
        if call and call.joined is None:
            call.joined = at

    def _on_bridgeenter(self, event, at):
        name, bridge = event["Channel"], event["BridgeUniqueid"]
        self._leave(name, at)
        self._bridges[bridge].add(name)
        self._place[name] = bridge
        self._look(bridge, at)

    def _on_bridgeleave(self, event, at):
        self._leave(event["Channel"], at)

    def _on_hangup(self, event, at):
        self._leave(event["Channel"], at)
        call = self._by_channel.get(event["Channel"])
        if call:
            call.ended = at

    def _leave(self, name, at):
        bridge = self._place.pop(name, None)
        if bridge:
            self._bridges[bridge].discard(name)
            self._look(bridge, at)
        self._settle(name, is_talking=False, at=at)

    def _look(self, bridge, at):
        members = self._bridges[bridge]
        for name in members:
            self._settle(name, is_talking=len(members) > 1, at=at)

    def _settle(self, name, is_talking, at):
        call = self._by_channel.get(name)
        if not call:
            return
        is_open = bool(call.talks and len(call.talks[-1]) == 1)
        if is_talking and not is_open:
            call.talks.append([at])
        elif is_open and not is_talking:
            call.talks[-1].append(at)


def _peer(channel):
    return _TAIL.sub("", channel.partition("/")[2])
