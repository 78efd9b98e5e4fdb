"""Presence: what operators are now. Every change goes through `_move`."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...engine import presence as engine

DESK = "cc_base.cc_base_group_operator"


class CcPresence(models.AbstractModel):
    _name = "cc.presence"
    _description = "Presence of operators"

    @api.model
    def _move(self, users, step, by=None, note=None):
        """Let `step(presence, now)` say what each user becomes; write and tell it.

        :param step: of engine/presence.py; None from it leaves the user as he is
        :param by: who did it, where it was not the user himself
        :return: the intervals that began
        """
        if not users:
            return self.env["cc.presence.interval"]
        now = fields.Datetime.now()
        # sudo: whose presence may be changed was checked by the caller
        none = self.env["cc.presence.interval"].sudo()
        over, planned, begun = none, none, []
        for interval in self._open(users):
            current = interval._presence()
            # a clock that was set back makes no interval end before it began
            found = step(current, max(now, current.since))
            if found is None:
                continue
            # moments are whole seconds: what begins in the one the last began in is new
            if engine.goes_on(current, found):
                interval.write(self._then_vals(found) | {"limit_at": found.limit_at})
                planned |= interval
                continue
            over |= interval
            begun.append(self._vals(interval.user_id, found, by, note))
        for at, group in over.grouped(lambda each: max(now, each.from_at)).items():
            group.write({"to_at": at})
        # the old one is closed before the new one opens: one is open at a time
        over.flush_recordset()
        fresh = over.create(begun)
        if fresh:
            self.env["cc.event"]._emit("presence.changed", fresh)
        self._tell(fresh | planned)
        return fresh

    @api.model
    def _open(self, users):
        """Return the users' open intervals, locked; who has none gets one."""
        self._ensure(users)
        intervals = self.env["cc.presence.interval"]
        intervals.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM cc_presence_interval
                 WHERE to_at IS NULL AND user_id = ANY(%s) ORDER BY id FOR UPDATE
                """,
                users.ids,
            )
        )
        # sudo: whose presence may be changed was checked by the caller
        found = intervals.sudo().browse([row[0] for row in rows])
        found.invalidate_recordset()
        return found

    @api.model
    def _ensure(self, users):
        """See that users have a presence; whoever had none is offline."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO cc_presence_interval (
                    user_id, state, cause, from_at, over_seconds, create_uid, write_uid,
                    create_date, write_date
                )
                SELECT one.id, 'offline', 'chosen', %(now)s, 0, 1, 1, %(now)s, %(now)s
                  FROM unnest(%(ids)s) AS one(id)
                 WHERE NOT EXISTS (
                     SELECT FROM cc_presence_interval
                      WHERE user_id = one.id AND to_at IS NULL
                 )
                ON CONFLICT (user_id) WHERE to_at IS NULL DO NOTHING
                RETURNING id
                """,
                now=fields.Datetime.now(),
                ids=users.ids,
            )
        )

    @api.model
    def _ensure_desk(self):
        """See that everybody at the desk is in the supervisors' list."""
        # sudo: ids of the operators, for their own rows
        users = self.env["res.users"].sudo()
        self._ensure(users.search([("all_group_ids", "in", self.env.ref(DESK).ids)]))

    @api.model
    def _vals(self, user, found, by, note):
        # sudo: how long a reason lasts, whoever moves the user
        reason = self.env["cc.presence.reason"].sudo().browse(found.reason or [])
        found = engine.limited(found, reason.minutes)
        return {
            "user_id": user.id,
            "state": found.state,
            "cause": found.cause,
            "reason_id": found.reason,
            "from_at": found.since,
            "limit_at": found.limit_at,
            "by_id": by and by.id,
            "note": note,
        } | self._then_vals(found)

    @api.model
    def _then_vals(self, found):
        state, reason = found.then
        return {"then_state": state, "then_reason_id": reason}

    @api.model
    def _check_desk(self):
        if not self.env.user.has_group(DESK):
            raise AccessError(self.env._("Presence is the operators'."))
