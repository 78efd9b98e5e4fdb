"""What a batch of calls needs to know of the PBX and of people, asked once."""

from dataclasses import asdict
from datetime import UTC, datetime

from odoo import Command

from odoo.addons.cc_base.engine.identity import normalise
from odoo.addons.cc_base.engine.mask import mask

LONGEST_NUMBER = 64
MOST_SHORT_DIGITS = 5


class CallFacts:
    """Turns the engine's calls into values of records."""

    LEG = (
        "peer",
        "is_outside",
        "operator_id",
        "rang_at",
        "answered_at",
        "ended_at",
        "ring_seconds",
        "talk_seconds",
        "outcome",
        "cause",
    )

    def __init__(self, pbx, built, known):
        """Ask what all of `built` need.

        :param built: the engine's calls
        :param known: {linkedid: the call there is}
        """
        # what is out of use today was in use when people called
        all_ = pbx.with_context(active_test=False)
        self.env, self.pbx = pbx.env, pbx
        self.lines = all_.line_ids._by_number({each.target for each in built})
        self.queues = {queue.name: queue for queue in all_.queue_ids}
        self.users = {each.number: each.user_id for each in pbx.extension_ids}
        self.known = known
        self.people = self._people(built)

    def vals(self, call, record=None):
        """Return the values of a call; what stays of its `record` stays."""
        channel, direction, client, line = self._place(call, record)
        number = _number(call)
        queue = self.queues.get(call.queue)
        return {
            "pbx_id": self.pbx.id,
            "linked_id": call.linked_id,
            "channel_id": channel.id,
            "direction_id": direction.id,
            "client_id": client.id,
            "line_id": line.id if line else False,
            "queue_id": queue.id if queue else False,
            "kind": call.direction,
            "number_text": number[:LONGEST_NUMBER] or False,
            "number_masked": masked(number) or False,
            "started_at": _moment(call.started_at),
            "queued_at": _moment(call.queued_at),
            "answered_at": _moment(call.answered_at),
            "ended_at": _moment(call.ended_at),
            "wait_seconds": call.wait or 0.0,
            "talk_seconds": call.talk,
            "hold_seconds": call.hold,
            "outcome": call.outcome,
            "operator_id": self._operator(call, record),
            "extension": _own_phone(call) or False,
            "ended_by": call.ended_by or False,
            "cause": call.cause or 0,
            "transfers": [asdict(each) for each in call.transfers] or False,
            "score": _score(call.score),
            "recording_name": call.recording or False,
            "is_complete": call.is_complete,
            "is_clock_doubtful": call.is_clock_doubtful,
        } | self._person(client, number, record)

    def legs(self, call, record):
        """Return the values of a call's phones, in their order."""
        sat = {leg.peer: leg.operator_id.id for leg in record.leg_ids}
        return [
            {
                "peer": leg.peer or False,
                "is_outside": leg.is_outside,
                "operator_id": sat.get(leg.peer) or self._user(leg.peer),
                "rang_at": _moment(leg.rang_at),
                "answered_at": _moment(leg.answered_at),
                "ended_at": _moment(leg.ended_at),
                "ring_seconds": leg.ring_seconds,
                "talk_seconds": leg.talk_seconds,
                "outcome": leg.outcome,
                "cause": leg.cause or 0,
            }
            for leg in call.legs
        ]

    # where it belongs
    def _place(self, call, record):
        """Return (channel, direction, client, line).

        A line that was handed to another direction meanwhile takes no old calls along.
        """
        line = self.lines.get(call.target) if call.direction == "in" else None
        if record and line and record.line_id == line:
            return record.channel_id, record.direction_id, record.client_id, line
        channel = line.channel_id if line else self.pbx.channel_id
        return channel, channel.direction_id, channel._client(), line

    def _operator(self, call, record):
        """Return the id of who talked first; who sat there then, not who does today."""
        phone = _own_phone(call)
        if record and record.operator_id and record.extension == phone:
            return record.operator_id.id
        return self._user(phone)

    def _user(self, extension):
        user = self.users.get(extension)
        return user.id if user else False

    # who it was
    def _people(self, built):
        """Return {(client id, number): identities of people of that client}.

        Who is unknown becomes a person without a name, as the writer of a letter does.
        """
        wanted = {}
        for call in built:
            number = _number(call)
            if number and call.direction != "internal":
                client = self._place(call, self.known.get(call.linked_id))[2]
                is_sure = call.has_begun or call.outcome != "live"
                numbers = wanted.setdefault(client, {})
                numbers[number] = numbers.get(number, False) or is_sure
        found = {}
        # sudo: the drain builds; whose number it is decides where a call belongs
        identities = self.env["cc.identity"].sudo()
        for client, numbers in wanted.items():
            every = sorted(numbers)
            for number, each in zip(
                every, identities._find_all("phone", every, client), strict=True
            ):
                found[client.id, number] = each
            new = [n for n in every if numbers[n] and not found[client.id, n]]
            made = identities._find_or_create_all(
                "phone", [(n, "") for n in new], client
            )
            found |= {(client.id, n): each for n, each in zip(new, made, strict=True)}
        return found

    def _person(self, client, number, record):
        """Return the values that say who was at the other end."""
        identities = self.people.get((client.id, number), self.env["cc.identity"])
        people = identities.partner_id
        if record and record.chosen_by_id and record.client_id == client:
            people = record.partner_id
            identities = identities.filtered(lambda each: each.partner_id == people)
        is_one = len(people) == 1
        return {
            "partner_id": people.id if is_one else False,
            "identity_id": identities[:1].id if is_one else False,
            "candidate_ids": [Command.set([] if is_one else people.ids)],
        }


def masked(number):
    """Return what a screen may show of a number, "" for none.

    Of up to five digits it is a service's (112) or a phone of ours: nobody's to hide.
    """
    is_short = (number or "").isascii() and (number or "").isdecimal()
    if is_short and len(number) <= MOST_SHORT_DIGITS:
        return number
    found = normalise("phone", number or "")
    return mask("phone", found.value if found else number or "")


def _number(call):
    """Return the number of who is outside."""
    return call.source if call.direction == "in" else call.target


def _own_phone(call):
    """Return the phone of ours that talked first; of a call out, that dialled it.

    Who tried and reached nobody has worked as well: the history says who it was.
    """
    return call.operator or (call.source if call.direction == "out" else "")


def _score(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0


def _moment(seconds):
    if seconds is None:
        return False
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None, microsecond=0)
