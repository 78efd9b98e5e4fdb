"""What goes on now: calls that ring and are talked on, told by the connector.

Nothing that must last stands here: the history is built from the event file, and the
whole picture comes anew every half minute.
"""

import contextlib
from datetime import UTC, datetime

from odoo import api, fields, models

from odoo.addons.cc_ledger.session_lock import GONE, session_lock

STATES = [
    ("ringing", "Rings"),
    ("queued", "Waits"),
    ("talking", "Talks"),
    ("held", "On hold"),
]
# what a change makes of the call; None leaves it
STATE_AFTER = {
    "began": "ringing",
    "queued": "queued",
    "ringing": None,
    "talking": "talking",
    "held": "held",
    "missed": None,
    "left": None,
    "abandoned": None,
}
ENDED = "ended"
# how calls are named that were asked for here, to listen in or to try
OWN_CALLS = ("cc-spy-", "cc-test-")
MOST_CHANGES, MOST_CALLS = 500, 5_000


class CcPbxLive(models.Model):
    _name = "cc.pbx.live"
    _description = "Call going on"
    _order = "since, id"
    _rec_name = "linked_id"
    _log_access = False

    pbx_id = fields.Many2one("cc.pbx", required=True, ondelete="cascade", index=True)
    linked_id = fields.Char(required=True)
    direction_id = fields.Many2one("cc.direction", ondelete="cascade", index=True)
    client_id = fields.Many2one("cc.client", ondelete="cascade", index=True)
    line_id = fields.Many2one("cc.pbx.line", ondelete="set null")
    is_outgoing = fields.Boolean()
    queue_name = fields.Char(string="Queue")
    number_masked = fields.Char(string="Phone")
    partner_id = fields.Many2one("res.partner", ondelete="set null")
    state = fields.Selection(STATES, required=True, default="ringing")
    ringing = fields.Char(help="Phones that ring, by their numbers.")
    talking = fields.Char(help="Phones that talk.")
    since = fields.Datetime()

    _linked_uniq = models.UniqueIndex("(pbx_id, linked_id)")

    @api.model
    def _show_in_turn(self, pbx, body):
        """Take a post when the one before is done, and keep it."""
        is_asking = not body.get("changes") and "picture" not in body
        if is_asking and not pbx.live_untold_ids:
            # for commands: nothing is written
            self._show(pbx, body)
            return
        with self._in_turn(pbx):
            self._show(pbx, body)

    @api.model
    @contextlib.contextmanager
    def _in_turn(self, pbx):
        """Do what a connector tells when the post before is done, and commit it.

        A post that was given up and goes on here would cross the next one, and a report
        the live picture: what they wrote is seen by a transaction alone that begins
        after the waiting.
        """
        cr = self.env.cr
        cr.commit()  # pylint: disable=invalid-commit
        with session_lock(cr, f"cc.pbx.live:{pbx.id}", wait=True):
            cr.commit()  # pylint: disable=invalid-commit
            self.env.invalidate_all()
            try:
                yield
                cr.commit()  # pylint: disable=invalid-commit
            except BaseException:
                # a failed transaction would refuse the unlocking
                with contextlib.suppress(*GONE):
                    cr.rollback()
                raise

    @api.model
    def _show(self, pbx, body):
        """Take changes, and the whole picture where there is one.

        :param body: of the protocol's `live`; what is malformed in it is left out
        """
        changes = body.get("changes")
        changes = changes[:MOST_CHANGES] if isinstance(changes, list) else []
        changes = [each for each in changes if isinstance(each, dict)]
        picture = body.get("picture")
        is_whole = isinstance(picture, dict)
        directions = self.env["cc.direction"]
        self.env["cc.pbx.command"]._hear_originated(pbx, changes)
        # the picture was taken after the changes: who is not in it any more would go
        # without a word to the phone that rings
        if changes:
            directions |= self._show_changes(pbx, changes)
        if is_whole:
            directions |= self._show_whole(pbx, picture)
        pbx._tell_supervisors(directions)

    @api.model
    def _show_whole(self, pbx, picture):
        """Replace all that is known of a PBX; return the directions it is about."""
        pbx._hear_start(picture.get("pbx_started_at"))
        pbx.extension_ids._show_members(picture.get("members"))
        calls = picture.get("calls")
        calls = calls[:MOST_CALLS] if isinstance(calls, list) else []
        calls = [each for each in calls if isinstance(each, dict)]
        told = {
            each["linkedid"]: each for each in calls if _is_id(each.get("linkedid"))
        }
        known = self.search([("pbx_id", "=", pbx.id)])
        gone = known.filtered(lambda live: live.linked_id not in told)
        directions = known.direction_id
        gone.unlink()
        present = {live.linked_id: live for live in known - gone}
        fresh = [each for name, each in told.items() if name not in present]
        vals = [base | _as_told(call) for base, call in self._bases(pbx, fresh)]
        directions |= self.create(vals).direction_id
        for linked_id, live in present.items():
            live._renew(_as_told(told[linked_id]))
        self.union(*present.values())._learn_lines(pbx)
        return directions

    def _learn_lines(self, pbx):
        """A call met on its way tells no number dialled; its history knows the line."""
        lonely = self.filtered(lambda live: not live.line_id and not live.is_outgoing)
        if not lonely:
            return
        calls = self.env["cc.call"].search(
            [
                ("pbx_id", "=", pbx.id),
                ("linked_id", "in", lonely.mapped("linked_id")),
                ("line_id", "!=", False),
            ]
        )
        by_name = {call.linked_id: call for call in calls}
        for live in lonely.filtered(lambda each: each.linked_id in by_name):
            call = by_name[live.linked_id]
            live.write(
                {
                    "line_id": call.line_id.id,
                    "direction_id": call.direction_id.id,
                    "client_id": call.client_id.id,
                    "partner_id": call.partner_id.id,
                }
            )

    @api.model
    def _show_changes(self, pbx, changes):
        """Follow changes in their order; return the directions they are about."""
        phones = [each for each in changes if not _is_of_call(each)]
        moved = pbx.extension_ids._follow_phones(phones)
        changes = [each for each in changes if _is_of_call(each)]
        names = list(dict.fromkeys(each["linkedid"] for each in changes))
        known = {
            live.linked_id: live
            for live in self.search(
                [("pbx_id", "=", pbx.id), ("linked_id", "in", names)]
            )
        }
        begun = {each["linkedid"]: each for each in reversed(changes)}
        fresh = [begun[name] for name in names if name not in known]
        calls = {name: live._facts() for name, live in known.items()}
        calls |= {vals["linked_id"]: vals for vals, _told in self._bases(pbx, fresh)}
        told, moves = [], []
        for change in changes:
            call = calls[change["linkedid"]]
            before = _phones_of(call)
            _follow(call, change)
            told += self._concerned(change, call, before)
            moves += self._moves(change, call, before)
        directions = self._keep(known, calls)
        self._tell_operators(pbx, told)
        self._move_operators(pbx, moves)
        return directions | moved.user_id.cc_direction_ids

    @api.model
    def _keep(self, known, calls):
        """Write what became of calls; return their directions."""
        over = {name for name, call in calls.items() if call.pop("is_over", False)}
        directions = {call["direction_id"] for call in calls.values()}
        lives = [live for name, live in known.items() if name in over]
        self.browse([live.id for live in lives]).unlink()
        for name, live in known.items():
            if name not in over:
                live._renew(calls[name])
        names = calls.keys() - known.keys() - over
        self.create([call for name, call in calls.items() if name in names])
        return self.env["cc.direction"].browse(directions)

    def _facts(self):
        """Return what is known of a call, as it would be written."""
        self.ensure_one()
        names = ("direction_id", "line_id", "partner_id")
        facts = {name: self[name].id for name in names}
        for name in ("number_masked", "queue_name", "state", "ringing", "talking"):
            facts[name] = self[name] or ""
        own = {"is_outgoing": self.is_outgoing, "since": self.since}
        return facts | own | {"linked_id": self.linked_id}

    def _renew(self, vals):
        """Write what is different."""
        self.ensure_one()
        known = self._facts()
        changed = {
            name: value for name, value in vals.items() if known.get(name) != value
        }
        if changed:
            self.write(changed)

    @api.model
    def _bases(self, pbx, told):
        """Return [(vals, told)]: who a call is with, and on which line."""
        lines = self.env["cc.pbx.line"]._find(
            pbx, {_word(each.get("did")) for each in told}
        )
        own = set(pbx.extension_ids.mapped("number"))
        found, wanted = [], {}
        for each in told:
            line = lines.get(_word(each.get("did")))
            channel = line.channel_id if line else pbx.channel_id
            number, client = _number(each), channel._client()
            if number not in own:
                wanted.setdefault(client, set()).add(number)
            found.append((each, line, channel, client, number))
        people = self._people(wanted)
        masked = self.env["cc.call"]._masked
        return [
            (
                {
                    "pbx_id": pbx.id,
                    "linked_id": each["linkedid"],
                    "direction_id": channel.direction_id.id,
                    "client_id": client.id,
                    "line_id": line.id if line else False,
                    "is_outgoing": each.get("direction") == "out",
                    "number_masked": number if number in own else masked(number),
                    "partner_id": people.get((client.id, number), False),
                    "queue_name": _word(each.get("queue")),
                    "state": "ringing",
                    "ringing": "",
                    "talking": "",
                    "since": _moment(each.get("since") or each.get("at"))
                    or fields.Datetime.now(),
                },
                each,
            )
            for each, line, channel, client, number in found
        ]

    @api.model
    def _people(self, wanted):
        """Return {(client id, number): the one person who has it}."""
        found = {}
        for client, numbers in wanted.items():
            numbers = sorted(numbers)
            identities = self.env["cc.identity"]._find_all("phone", numbers, client)
            for number, each in zip(numbers, identities, strict=True):
                if len(each.partner_id) == 1:
                    found[client.id, number] = each.partner_id.id
        return found


def _follow(call, change):
    """Let a change make of a call's vals what it tells."""
    kind, extension = change["type"], _word(change.get("extension"))
    if kind == ENDED:
        call["is_over"] = True
        return
    ringing = [each for each in call["ringing"].split() if each != extension]
    talking = [each for each in call["talking"].split() if each != extension]
    if extension and kind == "ringing":
        ringing.append(extension)
    if extension and kind in ("talking", "held"):
        talking.append(extension)
    call["ringing"], call["talking"] = " ".join(ringing), " ".join(talking)
    call["state"] = STATE_AFTER[kind] or call["state"]
    if kind == "queued":
        call["queue_name"] = _word(change.get("queue"))


def _phones_of(call):
    """Return the phones a call rings at and those that talk in it; none when over."""
    if call.get("is_over"):
        return set(), set()
    return set(call["ringing"].split()), set(call["talking"].split())


def _as_told(call):
    state = call.get("state")
    return {
        "state": state if state in dict(STATES) else "ringing",
        "queue_name": _word(call.get("queue")),
        "ringing": _phones(call.get("ringing")),
        "talking": _phones(call.get("talking")),
    }


def _is_of_call(change):
    is_known = change.get("type") in STATE_AFTER or change.get("type") == ENDED
    return is_known and _is_id(change.get("linkedid"))


def _number(told):
    """Return the number of who is outside."""
    return _word(told.get("dialled" if told.get("direction") == "out" else "caller"))


def _is_id(value):
    is_name = isinstance(value, str) and 0 < len(value) <= 150
    # a supervisor who listens in, a test call: nobody's call with anybody
    return is_name and not value.startswith(OWN_CALLS)


def _word(value):
    """Return a word a stranger sent, "" for what is none."""
    return value.replace("\0", "").replace(" ", "")[:64] if _is_text(value) else ""


def _is_text(value):
    return isinstance(value, str)


def _phones(value):
    found = value if isinstance(value, list) else []
    return " ".join(each for each in map(_word, found) if each)


def _moment(value):
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 1_000_000_000 <= value < 4_102_444_800:
        return None
    return datetime.fromtimestamp(value, UTC).replace(tzinfo=None, microsecond=0)
