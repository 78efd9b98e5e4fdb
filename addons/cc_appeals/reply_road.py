"""By which channel an answer may go, and to whom."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Road:
    """One channel of an appeal's answers.

    channel: a `cc.channel`. recipients: `cc.identity` records that may be written to,
    best first. why_not: a sentence when nothing can go this way, else "".
    """

    channel: Any
    recipients: list = field(default_factory=list)
    why_not: str = ""

    @property
    def can_send(self) -> bool:
        """Tell whether an answer may go this way."""
        return bool(self.recipients) and not self.why_not


@dataclass
class Way:
    """What an appeal's answers may use.

    contact: the person's last contact about it, or an empty record. roads: as the
    person came first.
    """

    contact: Any
    roads: list

    def best(self, channel=None) -> Road | None:
        """Return the first road that carries an answer, by `channel` if given."""
        for road in self.roads:
            if road.can_send and (not channel or road.channel == channel):
                return road
        return None

    def why_not(self, channel=None) -> str:
        """Return the sentence of the first road of `channel` that is closed, or ""."""
        for road in self.roads:
            if road.why_not and (not channel or road.channel == channel):
                return road.why_not
        return ""


@dataclass
class Answer:
    """One answer on its way into the outbox; `files` are attachments to copy."""

    appeal: Any
    channel: Any
    identity: Any
    contact: Any
    subject: str
    body: str
    key: str
    files: Any
