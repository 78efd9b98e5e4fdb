"""Who is together with whom, moment by moment."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from .cel_event import CelEvent
from .phones import is_local, is_nobody, other_half

JOIN_SECONDS = 0.05  # a talk handed from bridge to bridge is one talk


class Talk(NamedTuple):
    """The customer together with one other channel; seconds since 1970 UTC."""

    start: float
    end: float
    channel: str


class Bridges:
    """Follows the bridges of a call: with whom the customer talks, and what is hold."""

    def __init__(self, customer: str, are_told: bool = True):
        """Begin with nobody together.

        :param are_told: events tell their bridge, or who was there already; else who
            is in a bridge is taken to be with all others who are
        """
        self.customer, self.are_told = customer, are_told
        self._members: defaultdict[str, set[str]] = defaultdict(set)
        self._place: dict[str, str] = {}
        self._since: dict[str, float] = {}
        self._music: dict[str, float] = {}
        self._talks: list[Talk] = []
        self._amid: set[str] = set()
        self._holds: list[tuple[float, float]] = []

    def take(self, event: CelEvent) -> None:
        """Follow one event; they come in order."""
        reader = self._READERS.get(event.kind)
        if reader:
            reader(self, event)
            self._look(event.at)

    def begin_amid(self, events: Sequence[CelEvent]) -> None:
        """Put those together whose bridge is left but was never entered.

        For a recording that begins amid the call; they are together since it begins.
        """
        known: set[str] = set()
        for event in events:
            peers = set(filter(None, event.peer.split(",")))
            if event.kind in ("BRIDGE_START", "BRIDGE_UPDATE"):
                known |= {event.channel, *peers}
            elif event.kind in ("BRIDGE_ENTER", "BRIDGE_EXIT", "BRIDGE_END"):
                # who is named as another's peer was there before
                own = set() if event.kind == "BRIDGE_ENTER" else {event.channel}
                self._put((own | peers) - known, self._bridge_of(event))
                known |= {event.channel, *peers}
        if events:
            self._look(events[0].at)
            self._amid = set(self._since)

    def _put(self, channels, bridge):
        for channel in channels:
            self._members[bridge].add(channel)
            self._place[channel] = bridge

    def finish(self, at: float) -> None:
        """End at `at` whatever goes on."""
        for channel, start in self._since.items():
            self._talks.append(Talk(start, max(at, start), channel))
        self._since.clear()
        for channel in list(self._music):
            self._silence(channel, at)

    def talks(self) -> list[Talk]:
        """Return the talks, one for each other channel and stretch, by their start."""
        joined: list[Talk] = []
        for talk in sorted(self._talks):
            last = joined[-1] if joined else None
            if (
                last
                and last.channel == talk.channel
                and talk.start - last.end < JOIN_SECONDS
            ):
                joined[-1] = last._replace(end=max(last.end, talk.end))
            else:
                joined.append(talk)
        # a Local channel that stood for nobody is nobody
        return [talk for talk in joined if not is_nobody(talk.channel)]

    def talk_seconds(self) -> float:
        """Return how long the customer was together with anybody."""
        total, reached = 0.0, 0.0
        for talk in self.talks():
            start = max(talk.start, reached)
            total += max(0.0, talk.end - start)
            reached = max(reached, talk.end)
        return total

    def hold_seconds(self) -> float:
        """Return how long music was played to somebody who was in a bridge."""
        return sum(end - start for start, end in self._holds)

    # the events
    def _enter(self, event):
        bridge = self._bridge_of(event)
        self._leave(event)
        self._members[bridge].add(event.channel)
        self._place[event.channel] = bridge

    def _bridge_of(self, event):
        if not self.are_told:
            return "all"
        told = event.extra.get("bridge_id")
        if told:
            return str(told)
        # releases and back-ends without it name only who was there already
        for peer in filter(None, event.peer.split(",")):
            if peer in self._place:
                return self._place[peer]
        return "&".join(sorted({event.channel, *filter(None, event.peer.split(","))}))

    def _leave(self, event):
        bridge = self._place.pop(event.channel, None)
        if bridge:
            self._members[bridge].discard(event.channel)
        self._silence(event.channel, event.at)

    def _pair(self, event):
        """Asterisk before 12: both come together in one event."""
        bridge = "&".join(sorted((event.channel, event.peer)))
        self._put((event.channel, event.peer), bridge)

    def _replace(self, event):
        """Asterisk before 12: another channel took the place of the peer."""
        bridge = self._place.get(event.channel)
        if bridge and event.peer and event.peer not in self._place:
            for channel in self._members[bridge] - {event.channel}:
                self._place.pop(channel, None)
            self._members[bridge] = {event.channel}
            self._put([event.peer], bridge)

    def _unpair(self, event):
        for channel in (event.channel, event.peer):
            bridge = self._place.pop(channel, None)
            if bridge:
                self._members[bridge].discard(channel)

    def _begin_stream(self, event):
        if "class" in event.extra and event.channel in self._place:
            self._music[event.channel] = event.at

    def _end_stream(self, event):
        self._silence(event.channel, event.at)

    def _silence(self, channel, at):
        start = self._music.pop(channel, None)
        if start is not None and at > start:
            self._holds.append((start, at))

    _READERS = {
        "BRIDGE_ENTER": _enter,
        "BRIDGE_EXIT": _leave,
        "CHAN_END": _leave,
        "BRIDGE_START": _pair,
        "BRIDGE_UPDATE": _replace,
        "BRIDGE_END": _unpair,
        "STREAM_BEGIN": _begin_stream,
        "STREAM_END": _end_stream,
    }

    # with whom
    def _look(self, at):
        others = self._reached()
        for channel in self._since.keys() - others:
            self._stop(channel, at)
        for channel in others - self._since.keys():
            self._since[channel] = at

    def _reached(self):
        """Return the real channels together with the customer, through Local pairs."""
        seen, ahead = {self.customer}, [self.customer]
        while ahead:
            channel = ahead.pop()
            near = set(self._members.get(self._place.get(channel, ""), ()))
            if is_local(channel):
                near.add(other_half(channel))
            ahead += near - seen
            seen |= near
        return {each for each in seen - {self.customer} if not is_nobody(each)}

    def _stop(self, channel, at):
        start = self._since.pop(channel)
        # a moment is no talk, unless it went on before the recording; a clock that was
        # set back meanwhile undoes none
        if at != start or channel in self._amid:
            self._talks.append(Talk(start, max(start, at), channel))
