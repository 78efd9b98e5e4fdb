"""Browsers that are there say so; who is silent is offline."""

from odoo import api, fields, models
from odoo.tools import SQL

from ... import presence_watch
from ...engine import presence as engine


class CcPresenceBeat(models.Model):
    """When a browser of a user was heard last: one row per user, renewed in place."""

    _name = "cc.presence.beat"
    _description = "Browser of an operator"
    _log_access = False

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    beat_at = fields.Datetime(required=True)
    tab = fields.Char(help="Which of the user's tabs spoke last.")

    _user_uniq = models.UniqueIndex("(user_id)")

    @api.model
    def _hear(self, tab):
        """Write that the user's browser is there; return (state, cause) of the user.

        Any tab counts, and closing one says nothing: silence of all is what tells.
        """
        rows = self.env.execute_query(
            SQL(
                """
                WITH beat AS (
                    INSERT INTO cc_presence_beat (user_id, beat_at, tab)
                    VALUES (%(user)s, %(now)s, %(tab)s)
                    ON CONFLICT (user_id)
                    DO UPDATE SET beat_at = EXCLUDED.beat_at, tab = EXCLUDED.tab
                )
                SELECT state, cause FROM cc_presence_interval
                 WHERE user_id = %(user)s AND to_at IS NULL
                """,
                user=self.env.uid,
                now=fields.Datetime.now(),
                tab=str(tab or "").replace("\0", "")[:40],
            )
        )
        return rows[0] if rows else ("offline", "chosen")

    @api.model
    def _sweep(self):
        """End what is over by the clock: silent browsers, wrap-ups; say late breaks.

        :return: how many presences changed
        """
        now = fields.Datetime.now()
        self.env["cc.presence.interval"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT open.id, open.user_id,
                       CASE WHEN coalesce(beat.beat_at, open.from_at) < %(silent)s
                                 AND open.from_at < %(silent)s THEN 'silent'
                            WHEN open.state = 'wrap_up' AND open.cause = 'call'
                            THEN 'time' ELSE 'late' END
                  FROM cc_presence_interval open
             LEFT JOIN cc_presence_beat beat USING (user_id)
                 WHERE open.to_at IS NULL AND open.state != 'offline'
                   AND (
                       open.from_at < %(silent)s
                       AND coalesce(beat.beat_at, open.from_at) < %(silent)s
                       OR open.limit_at <= %(now)s AND open.is_told IS NOT TRUE
                   )
                """,
                silent=now - engine.SILENCE,
                now=now,
            )
        )
        found = {"silent": [], "time": [], "late": []}
        for interval, user, kind in rows:
            found[kind].append(interval if kind == "late" else user)
        presence, users = self.env["cc.presence"], self.env["res.users"]
        moved = presence._move(users.browse(found["silent"]), engine.fell_silent)
        moved |= presence._move(users.browse(found["time"]), engine.time_over)
        late = self.env["cc.presence.interval"].browse(found["late"])
        presence._tell_late(late)
        return len(moved)

    @api.model
    def _cron_sweep(self):
        """See that somebody sweeps between two crons, and that all have a presence."""
        self.env["cc.presence"]._ensure_desk()
        self._sweep()
        # only the scheduler's process lives long enough to be a watcher's home
        if self.env.context.get("cron_id"):
            presence_watch.ensure(self.env.cr.dbname)
