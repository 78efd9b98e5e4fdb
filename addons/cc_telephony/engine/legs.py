"""The phones and lines of a call: who rang, who answered, who did not."""

from collections.abc import Sequence

from .bridges import Talk
from .call import Leg
from .cel_event import CelEvent
from .phones import is_nobody, peer_of

REJECTED_CAUSES = (17, 21)
ELSEWHERE_CAUSE = 26
CANCEL_SECONDS = 0.1  # a phone that stops with its caller was not missed


class LegReader:
    """Reads the legs out of the events of one call."""

    def __init__(
        self,
        events: Sequence[CelEvent],
        first: str,
        customer: str,
        ended_at: float | None,
    ):
        self.first, self.customer, self.ended_at = first, customer, ended_at
        self._moments: dict[str, dict[str, float]] = {}
        self._hangups: dict[str, CelEvent] = {}
        for event in events:
            own = self._moments.setdefault(event.channel, {})
            own.setdefault(event.kind, event.at)
            if event.kind == "HANGUP":
                self._hangups[event.channel] = event

    def leg(self, channel: str, talks: Sequence[Talk], is_outside: bool) -> Leg:
        """Return the leg of one channel, given all talks of the customer."""
        moments = self._moments[channel]
        # who dialled talks whenever anybody does
        is_caller = channel in (self.customer, self.first)
        own = [talk for talk in talks if is_caller or talk.channel == channel]
        rang_at, left_at = moments.get("CHAN_START"), moments.get("CHAN_END")
        picked_at = min((talk.start for talk in own), default=None)
        stop = moments.get("ANSWER") or picked_at or left_at or self.ended_at
        cause = whole_cause(self._hangups.get(channel))
        return Leg(
            channel=channel,
            peer=peer_of(channel),
            is_outside=is_outside,
            rang_at=rang_at,
            answered_at=picked_at,
            ended_at=left_at or self.ended_at,
            ring_seconds=seconds_between(rang_at, stop) or 0.0,
            talk_seconds=rounded(sum(talk.end - talk.start for talk in own)),
            outcome="answered" if picked_at else self._missed(channel, moments, cause),
            cause=cause,
        )

    def _missed(self, channel, moments, cause):
        """Return why a phone did not talk."""
        if channel == self.first:
            return "dialling"
        left_at = moments.get("CHAN_END")
        if left_at is None:
            return "live" if self.ended_at is None else "cancelled"
        if cause in REJECTED_CAUSES:
            return "rejected"
        if "ANSWER" in moments or "CHAN_START" not in moments:
            return "cancelled"
        return "cancelled" if self._is_unneeded(channel, left_at, cause) else "timeout"

    def _is_unneeded(self, channel, left_at, cause):
        """Tell whether it stopped for its caller's sake, or another phone answered."""
        if cause == ELSEWHERE_CAUSE:
            return True
        if self.ended_at is not None and self.ended_at - left_at < CANCEL_SECONDS:
            return True
        return any(
            other not in (channel, self.first, self.customer)
            and abs(left_at - own["ANSWER"]) < CANCEL_SECONDS
            for other, own in self._moments.items()
            if "ANSWER" in own and not is_nobody(other)
        )


def whole_cause(hangup: CelEvent | None) -> int | None:
    """Return the cause of a HANGUP (ITU-T Q.850), None when there is none."""
    try:
        cause = int(hangup.extra.get("hangupcause", 0)) if hangup else None
    except (TypeError, ValueError, OverflowError):
        return None
    # Q.850 ends at 127; an answer beyond is nobody's
    return cause if cause is None or 0 <= cause < 1000 else None


def seconds_between(start: float | None, end: float | None) -> float | None:
    """Return the seconds from one moment to another, 0 when the clock went back."""
    if start is None or end is None:
        return None
    return rounded(max(0.0, end - start))


def rounded(seconds: float) -> float:
    """Return seconds to the millisecond."""
    return round(seconds, 3)
