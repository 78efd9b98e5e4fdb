"""Call-backs follow their calls: fifty calls cost as many statements as one."""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

MISSED = frozenset(
    "abandoned timeout closed voicemail callback noanswer busy congestion failed "
    "interrupted end_unknown".split()
)


class CcCall(models.Model):
    _inherit = "cc.call"

    callback_id = fields.Many2one(
        "cc.callback",
        string="Call-back",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )

    def _is_missed(self):
        """Tell whether the caller is owed a call."""
        self.ensure_one()
        return self.kind == "in" and self.outcome in MISSED

    def _is_too_old(self):
        """Tell whether nobody expects a call for it any more."""
        self.ensure_one()
        days = self.pbx_id.callback_days
        return days > 0 and self.started_at < fields.Datetime.now() - timedelta(days)

    def _built(self):
        """Let what hangs on calls follow, after these were built (as the superuser)."""
        self.env["cc.callback"]._follow(self)


class CcCallback(models.Model):
    _inherit = "cc.callback"

    @api.model
    def _follow(self, calls):
        """Open, fold and settle call-backs after these calls were built.

        The same calls again change nothing. A caller without a number is owed nothing
        but the hearing of a message: what nobody can settle is no work, and the call
        list counts such calls anyway.

        :param calls: new and changed ones, as the superuser
        """
        self._leave([each for each in calls if each.callback_id])
        missed = calls.filtered(
            lambda each: (
                each._is_missed()
                and not each.callback_id
                and not each._is_too_old()
                and (each.number_key or each.outcome == "voicemail")
            )
        ).sorted(lambda each: (each.started_at, each.id))
        talks = calls.filtered(
            lambda each: each.outcome == "answered" and each.number_key
        ).sorted(lambda each: (each.answered_at, each.id))
        if not missed and not talks:
            return
        talk_after = self._talks_after(missed)
        known = self._known(missed, talks, talk_after.values())
        opened = self._fold(missed, talk_after, known)
        self._close(known | opened, talks)

    @api.model
    def _leave(self, calls):
        """Let go of calls that turn out not to have been missed."""
        left = defaultdict(self.env["cc.call"].browse)
        for call in calls:
            if not call._is_missed():
                left[call.callback_id] |= call
        for item, gone in left.items():
            gone.callback_id = False
            item._count()
            if item.state == "open" and not item.call_ids:
                talk = gone.filtered(lambda each: each.outcome == "answered")[:1]
                item._settle("done", "called_again" if talk else "not_missed", talk)
        self.env["cc.call"].union(*left.values()).interaction_id._settle("answered")

    @api.model
    def _talks_after(self, missed):
        """Return {missed call: the first talk there was with the number since}."""
        numbered = missed.filtered("number_key")
        if not numbered:
            return {}
        self.env["cc.call"].flush_model()
        found = self.env.execute_query(
            SQL(
                """
                SELECT missed.id, talk.id
                  FROM cc_call missed, LATERAL (
                       SELECT id FROM cc_call
                        WHERE client_id = missed.client_id
                          AND number_key = missed.number_key
                          AND outcome = 'answered' AND number_key IS NOT NULL
                          AND answered_at >= missed.started_at
                        ORDER BY answered_at, id LIMIT 1
                  ) talk
                 WHERE missed.id = ANY(%s)
                """,
                numbered.ids,
            )
        )
        return {missed.browse(id_): missed.browse(talk) for id_, talk in found}

    @api.model
    def _known(self, missed, talks, settling):
        """Return the items these calls may belong to or settle."""
        numbers = {each.number_key for each in (missed | talks) if each.number_key}
        return self.search(
            [
                ("number_key", "in", sorted(numbers)),
                "|",
                ("state", "=", "open"),
                ("settled_call_id", "in", [each.id for each in settling]),
            ],
            order="id",
        )

    @api.model
    def _fold(self, missed, talk_after, known):
        """Put each missed call to its item; return the items made.

        A try of before a talk joins what that talk settled, in whatever order the two
        become known.
        """
        groups = defaultdict(missed.browse)
        for call in missed:
            talk = talk_after.get(call, missed.browse())
            lonely = call.id if not call.number_key else False
            groups[call.channel_id, call.number_key, talk, lonely] |= call
        items = {
            (each.channel_id, each.number_key, each.settled_call_id, False): each
            for each in known
            if each.state == "open" or each.settled_call_id
        }
        fresh = [key for key in groups if key not in items]
        made = self.create([self._vals(groups[key], key[2]) for key in fresh])
        items |= dict(zip(fresh, made, strict=True))
        for key, tries in groups.items():
            tries.callback_id = items[key]
        self.union(*(items[key] for key in groups))._count()
        waiting = self.union(*(items[key] for key in groups)).filtered(
            lambda each: each.state == "open"
        )
        for call in missed.filtered(lambda each: each.callback_id in waiting):
            call.interaction_id._wait_for_call(call.started_at)
        return made

    @api.model
    def _vals(self, tries, talk):
        first = tries[0]
        settled = self._settled_vals("done", _how(talk), talk) if talk else {}
        return settled | {
            "pbx_id": first.pbx_id.id,
            "channel_id": first.channel_id.id,
            "direction_id": first.direction_id.id,
            "client_id": first.client_id.id,
            "line_id": first.line_id.id,
            "number_key": first.number_key,
            "number_masked": first.number_masked,
            "is_callable": bool(first.number_key),
            "due_at": first.direction_id._callback_due(first.started_at),
        }

    def _count(self):
        """Tell the tries again; the first one says until when a call is owed."""
        for item in self:
            tries = item.call_ids.sorted(lambda each: (each.started_at, each.id))
            vals = {"try_count": len(tries)}
            if tries:
                vals |= {
                    "first_try_at": tries[0].started_at,
                    "last_try_at": tries[-1].started_at,
                    "last_call_id": tries[-1].id,
                    "due_at": item.direction_id._callback_due(tries[0].started_at),
                }
            item.write(vals)

    def _close(self, items, talks):
        """Settle what is open of `items` and was talked about since its last try."""
        by_number = items.grouped("number_key")
        closed = defaultdict(self.browse)
        for talk in talks:
            for item in by_number.get(talk.number_key, self):
                if item.state == "open" and item._is_settled_by(talk):
                    closed[talk] |= item
                    item._settle("done", _how(talk), talk)
        contacts = self.union(*closed.values()).call_ids.interaction_id
        contacts._settle("answered")

    def _is_settled_by(self, talk):
        """Tell whether this talk was with who tried.

        Calls out may be told as another client's than the line's, where one PBX serves
        several: then it is the item's owner who must have made it.
        """
        self.ensure_one()
        if not talk.answered_at or talk.answered_at < self.last_try_at:
            return False
        is_owner = bool(self.owner_id) and talk.operator_id == self.owner_id
        is_mine = talk.kind == "out" and talk.pbx_id == self.pbx_id and is_owner
        return talk.client_id == self.client_id or is_mine


def _how(talk):
    return "called_again" if talk.kind == "in" else "called"
