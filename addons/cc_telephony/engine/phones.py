"""Who is behind a channel: a phone of ours, or a line to the outside."""

import re
from dataclasses import dataclass

_TAIL = re.compile(r"-[0-9a-f]{6,}(?:;[12])?$|;[12]$", re.I)
_COUNTED_TAIL = re.compile(r"-\d+$")
_PHONE = re.compile(r"\d{2,6}")
_OUTSIDE = re.compile(
    r"(?:from[-_])?(?:trunk|pstn|did|ext-did|sip-external|external|incoming|inbound|"
    r"outside|provider|digital|analog|zaptel|dahdi|gsm|world)",
    re.I,
)
_INSIDE = re.compile(
    r"(?:from[-_])?(?:internal|inside|office|phones?|agents?|operators?|extensions?|"
    r"users?|staff|lan)(?![a-z])",
    re.I,
)
# channels of a card or of a line between PBXes: never a phone on a desk
_LINE_TECHNOLOGIES = ("DAHDI", "IAX2", "KHOMP", "OOH323", "MISDN", "DONGLE", "H323")
# halves of Local pairs, what the PBX plays and records by, remains of a transfer
_NOBODY = frozenset(
    "Local Surrogate AsyncGoto Announcer CBAnn CBRec Recorder Bridge Parked Message "
    "Snoop UnicastRTP MulticastRTP AudioSocket".split()
)


@dataclass(frozen=True)
class Phones:
    """Which peers of a PBX are lines and which are phones.

    trunks, extensions: names of peers, as they stand between "/" and "-" of a channel.
    What is in neither is judged by the context its calls begin in and by its name:
    "from-trunk" is a line, "from-internal" or a few digits are a phone.
    """

    trunks: frozenset[str] = frozenset()
    extensions: frozenset[str] = frozenset()

    def is_outside(self, channel: str, context: str = "") -> bool:
        """Tell whether the channel is a line to the outside.

        :param context: of its CHAN_START: the context of the peer itself
        """
        peer = peer_of(channel)
        if peer in self.trunks or peer in self.extensions:
            return peer in self.trunks
        if _OUTSIDE.match(context) or _INSIDE.match(context):
            return not _INSIDE.match(context)
        if channel.partition("/")[0].upper() in _LINE_TECHNOLOGIES:
            return True
        if _PHONE.fullmatch(peer):
            return False
        return not self.extensions or peer.isdecimal() or "trunk" in peer.lower()


def peer_of(channel: str) -> str:
    """Return the peer of a channel: "trunk" of "PJSIP/trunk-0000001a"."""
    technology, _slash, rest = channel.partition("/")
    rest = _TAIL.sub("", rest)
    if technology.upper() in ("DAHDI", "IAX2"):
        rest = _COUNTED_TAIL.sub("", rest)
    return rest.partition("@")[0]


def is_nobody(channel: str) -> bool:
    """Tell whether nobody is at a channel: it stands for another, or for a machine."""
    technology = channel.partition("/")[0]
    return technology in _NOBODY or channel.endswith(("<ZOMBIE>", "<MASQ>"))


def is_local(channel: str) -> bool:
    """Tell whether the channel is half of a Local pair: it stands for another one."""
    return channel.startswith("Local/")


def other_half(channel: str) -> str:
    """Return the other channel of a Local pair."""
    return channel[:-1] + ("2" if channel.endswith("1") else "1")
