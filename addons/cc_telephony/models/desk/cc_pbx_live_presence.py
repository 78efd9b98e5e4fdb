"""Calls move presence: who talks is busy, who has talked writes it down."""

import psycopg2

from odoo import api, models

from odoo.addons.cc_appeals.engine import presence as engine

from ..live.cc_pbx_live import _phones_of, _word

# of the context: a list that takes the moves, for `_move_later`
LATER = "cc_later_moves"
TRIES = 5
BEGAN, OVER, MISSED = "began", "over", "missed"


class CcPbxLive(models.Model):
    _inherit = "cc.pbx.live"

    @api.model
    def _moves(self, change, call, before):
        """Return [(phone, what became of it, direction id)] of one change."""
        talked, talks = before[1], _phones_of(call)[1]
        direction = call["direction_id"]
        moves = [(phone, BEGAN, direction) for phone in sorted(talks - talked)]
        moves += [(phone, OVER, direction) for phone in sorted(talked - talks)]
        if change["type"] == "missed":
            moves.append((_word(change.get("extension")), MISSED, direction))
        return moves

    @api.model
    def _move_operators(self, pbx, moves):
        """Let moves of phones be what becomes of their operators."""
        later = self.env.context.get(LATER)
        if later is not None:
            later.extend(moves)
            return
        phones = {each.number: each for each in pbx.extension_ids if each.user_id}
        moves = [each for each in moves if each[0] in phones]
        if not moves:
            return
        presence = self.env["cc.presence"]
        began = [phones[name] for name, kind, _at in moves if kind == BEGAN]
        began = pbx.extension_ids.browse().union(*began)
        presence._move(began.user_id, engine.call_began)
        began.filtered("missed_in_row").write({"missed_in_row": 0})
        self._end_talks(pbx, phones, moves)
        for name, kind, direction in moves:
            if kind == MISSED:
                phones[name]._count_missed(self.env["cc.direction"].browse(direction))

    @api.model
    def _move_later(self, pbx, moves):
        """Move operators in a transaction of its own: what rings is told already.

        The clock, the operator and the PBX may change the same presence at once: who
        comes second looks again, and the screen does not wait for it.
        """
        self.env.cr.commit()  # pylint: disable=invalid-commit
        for _again in range(TRIES if moves else 0):
            try:
                self._move_operators(pbx, moves)
                self.env.flush_all()
                self.env.cr.commit()  # pylint: disable=invalid-commit
                return
            except psycopg2.errors.SerializationFailure:
                self.env.cr.rollback()
                self.env.invalidate_all(flush=False)
        # the next whole picture moves them

    @api.model
    def _end_talks(self, pbx, phones, moves):
        last = {name: kind for name, kind, _at in moves if kind != MISSED}
        over = (
            {name: direction for name, kind, direction in moves if last[name] == OVER}
            if last
            else {}
        )
        if not over:
            return
        # a phone that asked a colleague is in two calls
        talking = self.search([("pbx_id", "=", pbx.id), ("talking", "!=", False)])
        busy = {name for each in talking for name in each.talking.split()}
        by_direction = {}
        for name in over.keys() - busy:
            users = by_direction.setdefault(over[name], self.env["res.users"])
            by_direction[over[name]] = users | phones[name].user_id
        for direction, users in by_direction.items():
            seconds = self.env["cc.direction"].browse(direction).wrap_up_seconds
            self.env["cc.presence"]._move(
                users,
                lambda each, now, seconds=seconds: engine.call_ended(
                    each, now, seconds
                ),
            )

    @api.model
    def _show_whole(self, pbx, picture):
        """What nobody told is seen in the picture: a talk that began or ended."""
        directions = super()._show_whole(pbx, picture)
        talking = self.search([("pbx_id", "=", pbx.id), ("talking", "!=", False)])
        of = {name: each for each in talking for name in each.talking.split()}
        phones = pbx.extension_ids.filtered("user_id")
        busy = (
            self.env["cc.presence.interval"]
            .search(
                [
                    ("user_id", "in", phones.user_id.ids),
                    ("to_at", "=", False),
                    ("state", "=", "busy"),
                    ("cause", "=", "call"),
                ]
            )
            .user_id
        )
        default = pbx.direction_id.id
        moves = [
            (phone.number, OVER, default)
            for phone in phones
            if phone.user_id in busy and phone.number not in of
        ]
        moves += [
            (phone.number, BEGAN, of[phone.number].direction_id.id)
            for phone in phones
            if phone.number in of and phone.user_id not in busy
        ]
        self._move_operators(pbx, moves)
        return directions
