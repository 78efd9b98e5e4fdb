"""Channels that are over, by the event file: what was recorded on them is closed.

A command of Asterisk's own after each recording would copy the whole process for a
moment (fork): at 20 calls a second that alone took more than a core.
"""

import json

from .spool import Spool

_MARK = '"CHAN_END"'


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
        self._known = set(spool.ended_channels())
        self._done: set[str] = set()
        self._spool.forget_channels(self._done)

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
        """Let the spool forget what is done, and what recorded nothing long ago."""
        if self._done:
            done, self._done = self._done, set()
            self._spool.forget_channels(done)
