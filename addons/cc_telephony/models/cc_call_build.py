"""From the engine's call to the card: who it was, on which line, and the contact."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

from odoo import Command, api, fields, models
from odoo.tools import SQL

from odoo.addons.cc_base.engine.identity import normalise
from odoo.addons.cc_base.engine.mask import mask

from ..engine.cel_call import build

BATCH = 200


class CcCall(models.Model):
    _inherit = "cc.call"

    @api.model
    def _build(self, pbx, linked_ids):
        """Build the calls of these linkedids from all that is kept of them.

        :return: the calls, new ones and changed ones
        """
        found, wanted = self.browse(), sorted(linked_ids)
        for start in range(0, len(wanted), BATCH):
            found |= self._build_batch(pbx, wanted[start : start + BATCH])
        return found

    @api.model
    def _build_batch(self, pbx, linked_ids):
        events = self.env["cc.call.event"]._events(pbx, linked_ids)
        phones, now = pbx._phones(), fields.Datetime.now()
        started = pbx.started_at and pbx.started_at.replace(tzinfo=UTC).timestamp()
        built = [
            build(told, phones, started, now.replace(tzinfo=UTC).timestamp())
            for told in events.values()
        ]
        # sudo: the drain builds; who may see a call is decided by its rules
        calls = self.sudo()
        known = {
            call.linked_id: call
            for call in calls.search(
                [("pbx_id", "=", pbx.id), ("linked_id", "in", linked_ids)]
            )
        }
        facts = _Facts(self.env, pbx, built)
        fresh = [each for each in built if each.linked_id not in known]
        made = calls.create([facts.vals(each) for each in fresh])
        known |= {call.linked_id: call for call in made}
        for each in built:
            if each.linked_id in known and known[each.linked_id] not in made:
                known[each.linked_id]._renew(facts.vals(each))
        result = calls.browse([call.id for call in known.values()])
        result._open_contacts()
        calls._bind_questions(pbx, {each.linked_id: each for each in built}, known)
        return result

    def _renew(self, vals):
        """Write what is different; a person the operator chose stays."""
        self.ensure_one()
        legs = vals.pop("leg_ids")
        if self.partner_id:
            vals.pop("partner_id", None)
        changed = {
            name: value
            for name, value in vals.items()
            if self._fields[name].convert_to_write(self[name], self) != value
        }
        if changed:
            self.write(changed)
        self.leg_ids.unlink()
        self.write({"leg_ids": legs})

    def _open_contacts(self):
        """Give each call with somebody outside its contact."""
        lonely = self.filtered(
            lambda call: not call.interaction_id and call.kind != "internal"
        )
        contacts = self.env["cc.interaction"].create(
            [call._interaction_vals() for call in lonely]
        )
        for call, contact in zip(lonely, contacts, strict=True):
            call.interaction_id = contact

    def _interaction_vals(self):
        return {
            "channel_id": self.channel_id.id,
            "client_id": self.client_id.id,
            "kind": "phone_call",
            "is_outbound": self.kind != "in",
            "partner_id": self.partner_id.id,
            "identity_id": self.identity_id.id,
            "happened_at": self.started_at,
        }

    @api.model
    def _masked(self, number):
        """Return what a screen may show of a number, "" for none."""
        found = normalise("phone", number or "")
        return mask("phone", found.value if found else number or "")

    @api.model
    def _bind_questions(self, pbx, built, known):
        """Let a consultation know the call it was about, whichever came first."""
        for each in built.values():
            for transfer in each.transfers:
                if not transfer.consultation:
                    continue
                question = known.get(transfer.consultation) or self.search(
                    [
                        ("pbx_id", "=", pbx.id),
                        ("linked_id", "=", transfer.consultation),
                    ]
                )
                if question and question != known[each.linked_id]:
                    question.parent_id = known[each.linked_id]
        waiting = [each for each in known.values() if each.kind == "internal"]
        for call in waiting:
            if not call.parent_id:
                call.parent_id = self._asked_by(pbx, call.linked_id)

    @api.model
    def _asked_by(self, pbx, linked_id):
        """Return the call whose transfer names this consultation."""
        found = self.env.execute_query(
            SQL(
                """
                SELECT id FROM cc_call WHERE pbx_id = %s AND transfers @> %s::jsonb
                 LIMIT 1
                """,
                pbx.id,
                json.dumps([{"consultation": linked_id}]),
            )
        )
        return self.browse(found[0][0]) if found else self.browse()


class _Facts:
    """What a batch of calls needs to know of the PBX and of people, asked once."""

    def __init__(self, env, pbx, built):
        self.env, self.pbx = env, pbx
        self.lines = env["cc.pbx.line"]._find(pbx, {each.target for each in built})
        self.queues = {queue.name: queue for queue in pbx.queue_ids}
        self.users = {each.number: each.user_id for each in pbx.extension_ids}
        self.people = self._people(built)

    def place(self, call):
        """Return (line, channel) a call belongs to."""
        line = self.lines.get(call.target) if call.direction == "in" else None
        return line, line.channel_id if line else self.pbx.channel_id

    def _people(self, built):
        """Return {(client id, number): identities of the client's people}."""
        wanted = {}
        for call in built:
            _line, channel = self.place(call)
            if call.direction != "internal":
                wanted.setdefault(channel._client(), set()).add(_number(call))
        found = {}
        for client, numbers in wanted.items():
            numbers = sorted(numbers)
            identities = self.env["cc.identity"]._find_all("phone", numbers, client)
            found |= {
                (client.id, number): each
                for number, each in zip(numbers, identities, strict=True)
            }
        return found

    def vals(self, call):
        line, channel = self.place(call)
        client, number = channel._client(), _number(call)
        identities = self.people.get((client.id, number), self.env["cc.identity"])
        people = identities.partner_id
        is_one = len(people) == 1
        queue = self.queues.get(call.queue)
        return {
            "pbx_id": self.pbx.id,
            "linked_id": call.linked_id,
            "channel_id": channel.id,
            "direction_id": channel.direction_id.id,
            "client_id": client.id,
            "line_id": line.id if line else False,
            "queue_id": queue.id if queue else False,
            "kind": call.direction,
            "identity_id": identities.id if len(identities) == 1 else False,
            "partner_id": people.id if is_one else False,
            "candidate_ids": [Command.set([] if is_one else people.ids)],
            "number_text": number or False,
            "number_masked": self.env["cc.call"]._masked(number) or False,
            "started_at": _moment(call.started_at),
            "queued_at": _moment(call.queued_at),
            "answered_at": _moment(call.answered_at),
            "ended_at": _moment(call.ended_at),
            "wait_seconds": call.wait or 0.0,
            "talk_seconds": call.talk,
            "hold_seconds": call.hold,
            "outcome": call.outcome,
            "operator_id": self._user(call.operator).id,
            "extension": call.operator or False,
            "ended_by": call.ended_by or False,
            "cause": call.cause or 0,
            "transfers": [asdict(each) for each in call.transfers],
            "score": int(call.score) if call.score.isdecimal() else 0,
            "recording_name": call.recording or False,
            "is_complete": call.is_complete,
            "is_clock_doubtful": call.is_clock_doubtful,
            "leg_ids": [Command.create(self._leg(leg)) for leg in call.legs],
        }

    def _user(self, extension):
        return self.users.get(extension, self.env["res.users"])

    def _leg(self, leg):
        return {
            "peer": leg.peer,
            "is_outside": leg.is_outside,
            "operator_id": self._user(leg.peer).id,
            "rang_at": _moment(leg.rang_at),
            "answered_at": _moment(leg.answered_at),
            "ended_at": _moment(leg.ended_at),
            "ring_seconds": leg.ring_seconds,
            "talk_seconds": leg.talk_seconds,
            "outcome": leg.outcome,
            "cause": leg.cause or 0,
        }


def _number(call):
    """Return the number of who is outside."""
    return call.source if call.direction == "in" else call.target


def _moment(seconds):
    if seconds is None:
        return False
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None, microsecond=0)
