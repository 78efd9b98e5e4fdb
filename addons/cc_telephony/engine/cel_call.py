"""A call, out of all events of its linkedid.

Built again whenever another event of the call comes: the answer only gets more
complete. The rules are those of a queue call as Asterisk 18 … 22 logs it: the ANSWER
of the caller's channel is the dial plan's, a talk is being bridged with somebody.
"""

from collections.abc import Iterable

from .bridges import Bridges
from .call import Call, Transfer
from .cel_event import CelEvent
from .legs import LegReader, rounded, seconds_between, whole_cause
from .order import in_order
from .phones import Phones, is_nobody, peer_of

# ITU-T Q.850 and what chan_pjsip makes of a SIP answer
CAUSES = {
    **dict.fromkeys((1, 2, 3, 22, 28), "invalid"),
    17: "busy",
    **dict.fromkeys((0, 16, 18, 19, 20, 31), "noanswer"),
    21: "rejected",
    **dict.fromkeys((27, 34, 38, 41, 42, 44, 58), "congestion"),
}
DIAL_STATUSES = {
    "BUSY": "busy",
    "NOANSWER": "noanswer",
    "CONGESTION": "congestion",
    "CHANUNAVAIL": "failed",
    "INVALIDARGS": "invalid",
    "DONTCALL": "rejected",
    "TORTURE": "rejected",
}
END_UNKNOWN_SECONDS = 4 * 3600
VOICEMAIL_APPS = ("voicemail", "minivmrecord")


def build(
    events: Iterable[CelEvent],
    phones: Phones | None = None,
    pbx_started_at: float | None = None,
    now: float | None = None,
) -> Call:
    """Return the call of events of one linkedid, in the order they were written.

    :param pbx_started_at: a call without an end from before it was interrupted
    :param now: a call without an end four hours before it ended unknown
    :raise ValueError: no events
    """
    ordered, is_doubtful = in_order(list(events))
    if not ordered:
        raise ValueError("a call has at least one event")
    return _Builder(ordered, phones or Phones(), is_doubtful).call(pbx_started_at, now)


class _Builder:
    """Reads the events once; the answers are asked for afterwards."""

    def __init__(self, events, phones, is_doubtful):
        self.events, self.phones, self.is_doubtful = events, phones, is_doubtful
        self.linked_id = events[0].linked_id
        self.contexts = {}
        starts = [event for event in events if event.kind == "CHAN_START"]
        for event in starts:
            # later ones name where the dial plan has got to, not whose channel it is
            self.contexts.setdefault(event.channel, event.context)
        self.first = self._first(starts)
        self.has_begun = any(event.unique_id == self.linked_id for event in starts)
        self.marks = {
            event.kind: dict(event.extra)
            for event in events
            if event.kind.startswith("CC_")
        }
        self.is_from_outside = self._is_outside(self.first.channel)
        self.customer = self._customer(starts)
        self.bridges = Bridges(
            self.customer,
            any(event.peer or "bridge_id" in event.extra for event in events),
        )
        if not self.has_begun:
            self.bridges.begin_amid(events)
        for event in events:
            self.bridges.take(event)
        self.hangups = {
            event.channel: event for event in events if event.kind == "HANGUP"
        }
        self.is_complete = self._is_over()

    def _first(self, starts):
        """Return the event that tells who began the call.

        A recording may begin amid a call: then it is what the channel that gave the
        call its id is heard of first.
        """
        of_first = [e for e in starts if e.unique_id == self.linked_id]
        of_first += [e for e in self.events if e.unique_id == self.linked_id]
        real = [e for e in [*of_first[:1], *starts] if not is_nobody(e.channel)]
        return (real or starts or self.events)[0]

    def _is_over(self):
        """Tell whether the PBX said so, or each channel there was has hung up."""
        if any(event.kind == "LINKEDID_END" for event in self.events):
            return True
        channels = {event.channel for event in self.events if event.channel}
        ended = {e.channel for e in self.events if e.kind in ("CHAN_END", "HANGUP")}
        is_first_heard = any(e.unique_id == self.linked_id for e in self.events)
        return is_first_heard and channels == ended

    def _is_outside(self, channel):
        return not is_nobody(channel) and self.phones.is_outside(
            channel, self.contexts.get(channel, "")
        )

    def _customer(self, starts):
        """Return the channel of who is outside; of an internal call, the caller's."""
        if not self.is_from_outside:
            for event in starts:
                if self._is_outside(event.channel):
                    return event.channel
        return self.first.channel

    # what the call is
    def call(self, pbx_started_at, now):
        direction = self._direction()
        ended_at = self._ended_at()
        stage = self._stage(pbx_started_at, now)
        if stage in ("interrupted", "end_unknown"):
            ended_at = self.events[-1].at
        elif stage == "live":
            ended_at = None
        self.bridges.finish(ended_at or self.events[-1].at)
        talks = self.bridges.talks()
        answered_at = min((talk.start for talk in talks), default=None)
        queue, queued_at, left_queue_at = self._queue()
        legs = self._legs(talks, ended_at)
        operators = self._operators(talks)
        served_at = answered_at or ended_at
        return Call(
            linked_id=self.linked_id,
            direction=direction,
            source=self._source(direction),
            source_name=self.first.name if direction == "in" else "",
            target=self._target(direction),
            queue=queue,
            started_at=self.first.at,
            queued_at=queued_at,
            answered_at=answered_at,
            ended_at=ended_at,
            wait=seconds_between(queued_at, served_at) if queued_at else None,
            talk=rounded(self.bridges.talk_seconds()),
            hold=rounded(self.bridges.hold_seconds()),
            outcome=stage
            or self._outcome(direction, answered_at, left_queue_at, ended_at),
            operator=operators[0] if operators else "",
            operators=operators,
            legs=legs,
            transfers=self._transfers(),
            ended_by=self._ended_by() if ended_at and not stage else "",
            cause=self._cause(self.customer),
            recording=str(self.marks.get("CC_REC", {}).get("file", "")),
            score=str(self.marks.get("CC_SCORE", {}).get("score", "")),
            has_begun=self.has_begun,
            is_complete=self.is_complete,
            is_clock_doubtful=self.is_doubtful,
            marks=self.marks,
        )

    def _direction(self):
        # an originated leg nobody answered ran no dial plan: it has no mark at all
        is_originated = (
            self.is_from_outside
            and self.first.kind == "CHAN_START"
            and "CC_IN" not in self.marks
            and self.first.exten in ("s", "")
            and not self.first.number
        )
        if "CC_DIALER" in self.marks or is_originated:
            return "dialer"
        if "CC_OUT" in self.marks:
            return "out"
        if self.is_from_outside:
            return "in"
        return "out" if self._is_outside(self.customer) else "internal"

    def _source(self, direction):
        if direction == "in":
            mine = [e for e in self.events if e.channel == self.first.channel]
            return next(filter(None, (e.number or e.ani for e in mine)), "")
        if direction == "dialer":
            return ""
        return peer_of(self.first.channel)

    def _target(self, direction):
        first = self.first
        if direction == "in":
            return str(self.marks.get("CC_IN", {}).get("did") or self._called())
        if direction == "internal":
            return first.exten
        to = self.marks.get("CC_OUT", {}).get("to")
        if direction == "out":
            return str(to or self._dialled())
        return str(to or first.number or "")

    def _called(self):
        """Return the number of ours somebody called; an analog line tells it late."""
        if self.first.exten not in ("", "s"):
            return self.first.exten
        mine = [e.dialled for e in self.events if e.channel == self.first.channel]
        return next(filter(None, mine), self.first.exten)

    def _dialled(self):
        """Return the number a phone dialled: its last one that leads outside."""
        mine = [e for e in self.events if e.channel == self.first.channel and e.exten]
        numbers = [e.exten for e in mine if len(e.exten.lstrip("+")) > 2]
        digits = [each for each in numbers if each.lstrip("+").isdecimal()]
        return digits[0] if digits else self.first.exten

    def _queue(self):
        """Return (name of the first queue, when it began, when the last one ended)."""
        starts = [e for e in self.events if self._is_queue(e, "APP_START")]
        if not starts:
            return "", None, None
        ends = [e for e in self.events if self._is_queue(e, "APP_END")]
        # a queue moved to another one starts again
        name = starts[0].data.partition(",")[0]
        return name, starts[0].at, ends[-1].at if ends else None

    def _is_queue(self, event, kind):
        return event.kind == kind and event.app.lower() == "queue"

    # how it ended
    def _ended_at(self):
        hangup = self.hangups.get(self.customer)
        if hangup:
            return hangup.at
        if not self.is_complete:
            return None
        ends = [e.at for e in self.events if e.kind in ("HANGUP", "CHAN_END")]
        return ends[-1] if ends else self.events[-1].at

    def _stage(self, pbx_started_at, now):
        """Return what stands in the way of an outcome, "" when the call is over."""
        if self.is_complete:
            return ""
        last = self.events[-1].at
        if pbx_started_at and pbx_started_at > last:
            return "interrupted"
        if now and now - last >= END_UNKNOWN_SECONDS:
            return "end_unknown"
        return "live"

    def _outcome(self, direction, answered_at, left_queue_at, ended_at):
        if answered_at:
            return "answered"
        if "CC_CALLBACK" in self.marks:
            return "callback"
        if self._has_voicemail():
            return "voicemail"
        if "CC_CLOSED" in self.marks:
            return "closed"
        queue = self._queue()[0]
        if queue:
            return self._queue_outcome(left_queue_at, ended_at)
        status = str(self.marks.get("CC_DIAL", {}).get("status", "")).upper()
        dialled = status or self._dial_status()
        if dialled == "CANCEL":
            return "abandoned" if direction == "in" else "cancelled"
        if dialled in DIAL_STATUSES:
            return DIAL_STATUSES[dialled]
        rang = any(
            event.kind == "CHAN_START" and event.channel != self.first.channel
            for event in self.events
        )
        if direction == "in" and not rang:
            return "ivr" if self._has("ANSWER", self.customer) else "abandoned"
        return CAUSES.get(self._cause(self.customer), "failed")

    def _queue_outcome(self, left_queue_at, ended_at):
        status = str(self.marks.get("CC_QUEUE", {}).get("status", "")).upper()
        if status and status != "CONTINUE":
            return "timeout"
        if left_queue_at and ended_at and ended_at - left_queue_at > 0.5:
            return "timeout"
        return "abandoned"

    def _has_voicemail(self):
        return "CC_VM" in self.marks or any(
            event.kind == "APP_START" and event.app.lower() in VOICEMAIL_APPS
            for event in self.events
        )

    def _has(self, kind, channel):
        return any(e.kind == kind and e.channel == channel for e in self.events)

    def _dial_status(self):
        hangup = self.hangups.get(self.customer) or self.hangups.get(self.first.channel)
        return str(hangup.extra.get("dialstatus", "")).upper() if hangup else ""

    def _cause(self, channel):
        return whole_cause(self.hangups.get(channel))

    def _ended_by(self):
        hangup = self.hangups.get(self.customer)
        source = str(hangup.extra.get("hangupsource", "")) if hangup else ""
        if source == self.customer:
            return "customer"
        # the dial plan itself is named "dialplan/builtin"
        is_phone = source in {event.channel for event in self.events}
        return "operator" if is_phone and not self._is_outside(source) else "pbx"

    # who took part
    def _operators(self, talks):
        """Return the phones that talked, in order; of a dialled call, who dialled."""
        if not self.is_from_outside:
            return (peer_of(self.first.channel),) if talks else ()
        phones = [t for t in sorted(talks) if not self._is_outside(t.channel)]
        return tuple(dict.fromkeys(peer_of(talk.channel) for talk in phones))

    def _legs(self, talks, ended_at):
        channels = dict.fromkeys(
            event.channel
            for event in self.events
            if event.channel
            and not is_nobody(event.channel)
            and (event.channel != self.customer or not self.is_from_outside)
        )
        reader = LegReader(self.events, self.first.channel, self.customer, ended_at)
        return tuple(
            reader.leg(channel, talks, self._is_outside(channel))
            for channel in channels
        )

    def _transfers(self):
        found = []
        for event in self.events:
            if event.kind == "BLINDTRANSFER":
                to = str(event.extra.get("extension", ""))
                found.append(Transfer("blind", peer_of(event.channel), to, event.at))
            elif event.kind == "ATTENDEDTRANSFER":
                target = str(event.extra.get("transfer_target_channel_name", ""))
                found.append(
                    Transfer(
                        "attended",
                        peer_of(event.channel),
                        peer_of(target) if target else "",
                        event.at,
                        str(event.extra.get("channel2_uniqueid", "")),
                    )
                )
        return tuple(found)
