from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...asked import as_id
from ..cc_reply_draft import FRESH as WRITING_FRESH

# a browser says every 20 seconds that the card is open; who is silent is gone
BEAT_SECONDS = 20
FRESH = timedelta(seconds=45)


class CcJournalViewer(models.Model):
    """Who has the card of an appeal open now. A row lives as long as somebody looks."""

    _name = "cc.journal.viewer"
    _description = "Looks at an appeal"
    _log_access = False
    _rec_name = "user_id"

    appeal_id = fields.Many2one("cc.appeal", required=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users", required=True, ondelete="cascade", index=True
    )
    since = fields.Datetime(required=True)
    seen_at = fields.Datetime(required=True, help="When the browser last said so.")

    _viewer_uniq = models.UniqueIndex("(appeal_id, user_id)")

    @api.autovacuum
    def _gc_gone(self):
        """Forget browsers that vanished; nobody is shown them any more."""
        self.search([("seen_at", "<", fields.Datetime.now() - FRESH)]).unlink()

    @api.model
    def _here(self, appeal):
        """Return {"writing", "viewers"} of an appeal the user may read, in one query.

        "viewers": [{"user_id", "name", "how": "looks" or "writes", "since", "until":
        when the sign goes out unless it is renewed}], "writing" as `reply_start` has it
        """
        if not appeal:
            return {"writing": [], "viewers": []}
        self.flush_model()
        self.env["cc.reply.draft"].flush_model(["writing_at", "writing_since"])
        now = fields.Datetime.now()
        # SQL: names of colleagues on an appeal the user may read, and no words
        rows = self.env.execute_query(
            SQL(
                """
                SELECT here.user_id, partner.name, here.since, here.seen_at, here.how
                  FROM (
                    SELECT user_id, since, seen_at, 'looks' AS how
                      FROM cc_journal_viewer
                     WHERE appeal_id = %(appeal)s AND seen_at > %(looked)s
                     UNION ALL
                    SELECT user_id, writing_since, writing_at, 'writes'
                      FROM cc_reply_draft
                     WHERE appeal_id = %(appeal)s AND writing_at > %(wrote)s
                  ) here
                  JOIN res_users users ON users.id = here.user_id
                  JOIN res_partner partner ON partner.id = users.partner_id
                 ORDER BY here.since, here.user_id
                """,
                appeal=appeal.id,
                looked=now - FRESH,
                wrote=now - WRITING_FRESH,
            )
        )
        viewers, writing = {}, []
        for user_id, name, since, seen_at, how in rows:
            since = fields.Datetime.to_string(since or seen_at)
            if how == "writes":
                writing.append({"user_id": user_id, "name": name, "since": since})
            lasts = WRITING_FRESH if how == "writes" else FRESH
            known = viewers.get(user_id)
            if not known or how == "writes":
                viewers[user_id] = {
                    "user_id": user_id,
                    "name": name,
                    "how": how,
                    "since": since,
                    "until": fields.Datetime.to_string(seen_at + lasts),
                }
        return {"writing": writing, "viewers": list(viewers.values())}

    @api.model
    def _look(self, appeal):
        """Note that the user has the card open; return whether it is news."""
        now = fields.Datetime.now()
        # SQL: one statement that two tabs may run at once
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO cc_journal_viewer AS known
                       (appeal_id, user_id, since, seen_at)
                VALUES (%(appeal)s, %(user)s, %(now)s, %(now)s)
                    ON CONFLICT (appeal_id, user_id) DO UPDATE SET
                       since = CASE WHEN known.seen_at > %(old)s
                                    THEN known.since ELSE excluded.since END,
                       seen_at = excluded.seen_at
                RETURNING since = %(now)s
                """,
                appeal=appeal.id,
                user=self.env.uid,
                now=now,
                old=now - FRESH,
            )
        )
        self.invalidate_model(flush=False)
        return rows[0][0]

    @api.model
    def _look_away(self, appeal):
        """Note that the user has closed it; return whether he had looked."""
        # sudo: the user's own sign
        mine = self.sudo().search(
            [("appeal_id", "=", appeal.id), ("user_id", "=", self.env.uid)]
        )
        mine.unlink()
        return bool(mine)


class CcJournal(models.AbstractModel):
    _inherit = "cc.journal"

    @api.model
    def journal_look(self, appeal_id, is_looking):
        """Say that the card of an appeal is open here, or was closed.

        Asked again every `BEAT_SECONDS`: who is silent for longer is gone. Colleagues
        who have it open hear `cc_journal/viewers` on the appeal's channel.

        :return: {"now", "viewers": of others, "writing": of others}
        """
        self._check_desk()
        viewers = self.env["cc.journal.viewer"]
        if not is_looking:
            # no right is asked: an appeal that went out of sight is let go as well
            appeal = self.env["cc.appeal"].browse(as_id(appeal_id) or 0)
            if viewers._look_away(appeal):
                self._tell_viewers(appeal)
            return {"now": self._now(), "viewers": [], "writing": []}
        appeal = self._seen("cc.appeal", appeal_id)
        is_news = viewers._look(appeal)
        found = self._who_is_here(appeal)
        # alone nobody listens: the figure of a renewed sign is for the others
        if is_news or found["viewers"]:
            self._tell_viewers(appeal)
        return {"now": self._now(), **found}

    @api.model
    def _tell_viewers(self, appeal):
        here = self.env["cc.journal.viewer"]._here(appeal)
        payload = {"appeal_id": appeal.id, "now": self._now(), **here}
        appeal._tell("cc_journal/viewers", payload)
