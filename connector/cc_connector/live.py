"""The live picture: what rings, who talks. Pure: manager events in, changes out.

Nothing that must last hangs on it: the history comes from the event file.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

_TAIL = re.compile(r"-[0-9a-f]{8}$", re.I)
# of a queue member: Asterisk's numbers, in words of ours
MEMBER_STATES = {
    "0": "unknown",
    "1": "free",
    "2": "talking",
    "3": "talking",
    "4": "unknown",
    "5": "away",
    "6": "ringing",
    "7": "talking",
    "8": "held",
}
# of a phone's place: it can be rung. Without qualify nobody knows better
HERE = ("Created", "Updated", "Reachable", "Avail", "NonQualified")

# why a phone that was to be called is not on the line
REASONS = {"0": "impossible", "1": "refused", "3": "no_answer", "5": "busy"}
_ORIGINATE = "cc-originate-"


def originate_id(channel_id: str) -> str:
    """Return the ActionID by which what became of an Originate is known."""
    return f"{_ORIGINATE}{channel_id}"


@dataclass
class LiveCall:
    """A call that goes on. `state`: ringing (nobody yet), queued, talking or held.

    direction: in when the first channel is a line's, else out. did: the line's number
    that was called; dialled: what a phone of ours dialled.
    """

    linkedid: str
    direction: str = "in"
    caller: str = ""
    did: str = ""
    dialled: str = ""
    queue: str = ""
    state: str = "ringing"
    ringing: list[str] = field(default_factory=list)
    talking: list[str] = field(default_factory=list)
    since: float = 0.0


class LivePicture:
    """Follows manager events; every method returns changes in the protocol's words."""

    def __init__(self, trunks: Iterable[str] = ()):
        self.trunks = frozenset(trunks)
        self.calls: dict[str, LiveCall] = {}
        self.members: dict[tuple[str, str], dict] = {}
        # places a phone is registered at: a new one comes before the old one goes
        self._contacts: dict[str, set[str]] = {}
        self._has_contacts = False
        self._call_of: dict[str, str] = {}

    def take(self, event: dict) -> list[dict]:
        """Follow one event.

        :return: changes: dicts with `type`, `linkedid` and what belongs to the type
        """
        moved = self._follow_channel(event)
        reader = getattr(self, f"_on_{event.get('Event', '').lower()}", None)
        return moved + (reader(event) if reader else [])

    def _follow_channel(self, event):
        """A transfer makes a channel one of another call; its own may be over by it."""
        name, linkedid = event.get("Channel", ""), event.get("Linkedid", "")
        before = self._call_of.get(name)
        if not before or not linkedid or before == linkedid:
            return []
        self._call_of[name] = linkedid
        return self._end_if_over(before, event)

    def _end_if_over(self, linkedid, event):
        if linkedid not in self.calls or linkedid in self._call_of.values():
            return []
        return [self._change("ended", self.calls.pop(linkedid), event)]

    def replace(
        self,
        channels: list[dict],
        queue_events: list[dict],
        contacts: list[dict] | None = None,
    ) -> dict:
        """Forget everything and return the whole picture of the lists just asked.

        :param channels: of CoreShowChannels
        :param queue_events: of QueueStatus
        :param contacts: of PJSIPShowContacts, None when the PBX has no such list
        """
        self._contacts.clear()
        self._has_contacts = contacts is not None
        for contact in contacts or ():
            if contact.get("Status") in HERE:
                phone = contact.get("ObjectName", "").partition(";")[0]
                self._contacts.setdefault(phone, set()).add(contact.get("Uri", ""))
        self.calls.clear()
        self._call_of.clear()
        self.members.clear()
        for channel in sorted(channels, key=lambda each: each.get("Uniqueid", "")):
            self._known_channel(channel)
        for event in queue_events:
            if event.get("Event") == "QueueMember":
                self._member(event)
            elif event.get("Event") == "QueueEntry":
                self._waiting(event)
        return self.picture()

    @property
    def registered(self) -> set[str] | None:
        """The phones that are registered, None when the PBX does not say."""
        if not self._has_contacts:
            return None
        return {phone for phone, places in self._contacts.items() if places}

    def picture(self) -> dict:
        """Return all calls and members as they are now."""
        return {
            "calls": [asdict(call) for call in self.calls.values()],
            "members": list(self.members.values()),
        }

    def channel_of(self, extension: str, linkedid: str = "") -> str:
        """Return the channel of a phone, in a call if one is named, "" for none."""
        for name, call in self._call_of.items():
            is_wanted = not linkedid or call == linkedid
            if is_wanted and _peer(name) == extension and self._is_phone(name):
                return name
        return ""

    def channel_that_began(self, linkedid: str) -> str:
        """Return the first channel of a call: it is over without it; "" for none."""
        mine = (name for name, call in self._call_of.items() if call == linkedid)
        return next(mine, "") if linkedid else ""

    # lists
    def _known_channel(self, channel):
        linkedid = channel.get("Linkedid") or channel.get("Uniqueid", "")
        if not linkedid:
            return
        call = self._call(linkedid, channel)
        name = channel.get("Channel", "")
        self._call_of[name] = linkedid
        if self._is_phone(name) and channel.get("BridgeId"):
            call.state = "talking"
            call.talking.append(_peer(name))

    def _waiting(self, event):
        linkedid = self._call_of.get(event.get("Channel", ""))
        if linkedid:
            call = self.calls[linkedid]
            call.queue, call.state = event.get("Queue", ""), "queued"

    # channels
    def _on_newchannel(self, event):
        linkedid = event.get("Linkedid", "")
        self._call_of[event.get("Channel", "")] = linkedid
        if linkedid and linkedid not in self.calls:
            return [self._change("began", self._call(linkedid, event), event)]
        return []

    def _on_hangup(self, event):
        name = event.get("Channel", "")
        linkedid = self._call_of.pop(name, "") or event.get("Linkedid", "")
        call = self.calls.get(linkedid)
        if not call:
            return []
        phone = _peer(name)
        if phone in call.ringing:
            call.ringing.remove(phone)
        return self._end_if_over(linkedid, event)

    # the queue
    def _on_queuecallerjoin(self, event):
        call = self._call_told(event)
        if not call:
            return []
        call.queue, call.state = event.get("Queue", ""), "queued"
        call.since = _moment(event)
        return [self._change("queued", call, event)]

    def _on_queuecallerabandon(self, event):
        call = self.calls.get(event.get("Linkedid", ""))
        return [self._change("abandoned", call, event)] if call else []

    def _on_agentcalled(self, event):
        call = self._call_told(event)
        if not call:
            return []
        phone = _peer(event.get("Interface") or event.get("DestChannel", ""))
        if phone not in call.ringing:
            call.ringing.append(phone)
        return [self._change("ringing", call, event, phone)]

    def _on_agentringnoanswer(self, event):
        call = self.calls.get(event.get("Linkedid", ""))
        phone = _peer(event.get("Interface", ""))
        if not call:
            return []
        if phone in call.ringing:
            call.ringing.remove(phone)
        return [self._change("missed", call, event, phone)]

    def _on_agentconnect(self, event):
        call = self._call_told(event)
        if not call:
            return []
        return self._talks(call, _peer(event.get("Interface", "")), event)

    def _on_agentcomplete(self, event):
        call = self.calls.get(event.get("Linkedid", ""))
        phone = _peer(event.get("Interface", ""))
        if not call or phone not in call.talking:
            return []
        call.talking.remove(phone)
        return [self._change("left", call, event, phone)]

    # calls without a queue
    def _on_dialbegin(self, event):
        phone = event.get("DestChannel", "")
        linkedid = event.get("DestLinkedid") or event.get("Linkedid", "")
        call = self.calls.get(linkedid)
        if not call or call.queue or not self._is_phone(phone):
            return []
        call.ringing.append(_peer(phone))
        return [self._change("ringing", call, event, _peer(phone))]

    def _on_bridgeenter(self, event):
        name, call = event.get("Channel", ""), self.calls.get(event.get("Linkedid", ""))
        if not call or not self._is_phone(name):
            return []
        return self._talks(call, _peer(name), event)

    def _on_bridgeleave(self, event):
        name, call = event.get("Channel", ""), self.calls.get(event.get("Linkedid", ""))
        if not call or _peer(name) not in call.talking:
            return []
        call.talking.remove(_peer(name))
        return [self._change("left", call, event, _peer(name))]

    def _on_hold(self, event):
        return self._held(event, "held")

    def _on_unhold(self, event):
        # one comes at every transfer, whether anybody was held or not
        return self._held(event, "talking")

    def _held(self, event, state):
        call = self.calls.get(event.get("Linkedid", ""))
        if not call or call.state == state or not call.talking:
            return []
        call.state = state
        return [self._change(state, call, event, _peer(event.get("Channel", "")))]

    def _talks(self, call, phone, event):
        if phone in call.ringing:
            call.ringing.remove(phone)
        if phone in call.talking:
            return []
        call.talking.append(phone)
        call.state = "talking"
        return [self._change("talking", call, event, phone)]

    # members
    def _on_queuememberadded(self, event):
        return self._member(event)

    _on_queuememberstatus = _on_queuememberpause = _on_queuememberadded

    def _on_queuememberremoved(self, event):
        key = (event.get("Queue", ""), _peer(event.get("Interface", "")))
        self.members.pop(key, None)
        return [{"type": "member_gone", "queue": key[0], "extension": key[1]}]

    def _member(self, event):
        interface = event.get("StateInterface") or event.get("Interface")
        interface = interface or event.get("Location", "")
        member = {
            "queue": event.get("Queue", ""),
            "extension": _peer(interface),
            "state": MEMBER_STATES.get(event.get("Status", ""), "unknown"),
            "is_paused": event.get("Paused") == "1",
            "reason": event.get("PausedReason", ""),
        }
        key = (member["queue"], member["extension"])
        if self.members.get(key) == member:
            return []
        self.members[key] = member
        return [{"type": "member"} | member]

    # what Odoo asked for
    def _on_originateresponse(self, event):
        action_id = event.get("ActionID", "")
        if not action_id.startswith(_ORIGINATE):
            return []
        is_done = event.get("Response") == "Success"
        reason = REASONS.get(event.get("Reason", ""), "failed")
        return [
            {
                "type": "originated",
                "linkedid": action_id.removeprefix(_ORIGINATE),
                "outcome": "answered" if is_done else reason,
                "at": _moment(event),
            }
        ]

    def _on_contactstatus(self, event):
        phone, uri = event.get("AOR", ""), event.get("URI", "")
        places = self._contacts.setdefault(phone, set())
        if event.get("ContactStatus") in HERE:
            places.add(uri)
        else:
            places.discard(uri)
        kind = "registered" if places else "unregistered"
        return [{"type": kind, "extension": phone}]

    # helpers
    def _call_told(self, event):
        """Return the call an event is of, None when it names none."""
        linkedid = event.get("Linkedid", "")
        return self._call(linkedid, event) if linkedid else None

    def _call(self, linkedid, event):
        call = self.calls.get(linkedid)
        if not call:
            is_ours = self._is_phone(event.get("Channel", ""))
            exten = event.get("Exten", "")
            call = self.calls[linkedid] = LiveCall(
                linkedid,
                direction="out" if is_ours else "in",
                caller=event.get("CallerIDNum", "").replace("<unknown>", ""),
                did="" if is_ours else exten,
                dialled=exten if is_ours else "",
                since=_moment(event),
            )
        return call

    def _is_phone(self, channel):
        return bool(channel) and not (
            channel.startswith("Local/") or _peer(channel) in self.trunks
        )

    def _change(self, kind, call, event, extension=""):
        change = {
            "type": kind,
            "linkedid": call.linkedid,
            "direction": call.direction,
            "caller": call.caller,
            "did": call.did,
            "dialled": call.dialled,
            "queue": call.queue,
            "at": _moment(event),
        }
        return change | ({"extension": extension} if extension else {})


def _peer(channel: str) -> str:
    return _TAIL.sub("", channel.partition("/")[2]).partition("@")[0]


def _moment(event: dict) -> float:
    try:
        moment = float(event.get("Timestamp", 0))
    except ValueError:
        return 0.0
    return moment if math.isfinite(moment) else 0.0
