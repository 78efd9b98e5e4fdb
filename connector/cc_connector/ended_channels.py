"""Channels that are over, by the event file: what was recorded on them is closed.

A command of Asterisk's own after each recording would copy the whole process for a
moment (fork): at 20 calls a second that alone took more than a core.
"""

import json
import time

from .spool import Spool

_MARK = '"CHAN_END"'
# most channels record nothing: they are forgotten now and then, or they would pile up
SWEEP_SECONDS = 60


def ended_in(lines: list[tuple[str, str]]) -> list[str]:
    """Return the ids of the channels that end in these (key, text) lines."""
    found = []
    for _key, text in lines:
        if _MARK not in text:
            continue
        try:
            event = json.loads(text)
        except ValueError:
            continue
        if isinstance(event, dict) and event.get("eventtype") == "CHAN_END":
            found.append(str(event.get("uniqueid") or ""))
    return [each for each in found if each]


class EndedChannels:
    """Those whose recordings may still lie there; the spool knows them after a kill.

    `add` and `sweep` belong to the spool's thread; the rest to any.
    """

    def __init__(self, spool: Spool):
        self._spool = spool
        self._done: set[str] = set()
        spool.forget_channels(self._done)
        self._known = set(spool.ended_channels())
        self._swept_at = time.monotonic()

    def __contains__(self, channel: str) -> bool:
        return channel in self._known

    def add(self, channels: list[str]) -> None:
        """Know these from now on; the spool has them already."""
        self._known.update(channels)

    def forget(self, channel: str) -> None:
        """Its recording is taken: nobody will ask again."""
        self._known.discard(channel)
        self._done.add(channel)

    def sweep(self) -> None:
        """Forget what is done, here and in the spool, and what recorded nothing."""
        now = time.monotonic()
        if self._done or now - self._swept_at > SWEEP_SECONDS:
            done, self._done, self._swept_at = self._done, set(), now
            self._known -= self._spool.forget_channels(done)
