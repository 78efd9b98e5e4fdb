"""Between two polls a mailbox is watched, where its server says that letters come."""

from odoo import api, fields, models

from .. import mail_watch
from ..imap_fault import MailboxFault

CONNECTIONS = 20


class CcMailbox(models.Model):
    _inherit = "cc.mailbox"

    news_text = fields.Char(string="News", compute="_compute_news_text")

    @api.depends("active", "error_count")
    @api.depends_context("lang")
    def _compute_news_text(self):
        watched = self._watched_ids()
        for box in self:
            box.news_text = (
                self.env._("Waiting for news (IDLE)")
                if box.id in watched
                else self.env._("Asked every minute")
            )

    @api.model
    def _watched_ids(self):
        """Return the mailboxes a watcher waits at now: its locks end with it."""
        self.env.cr.execute(
            """
            SELECT objid FROM pg_locks
             WHERE locktype = 'advisory' AND granted
               AND classid = %s AND objid <> 0 AND objsubid = 2
               AND database =
                   (SELECT oid FROM pg_database WHERE datname = current_database())
            """,
            (mail_watch.LOCK_SPACE,),
        )
        return {row[0] for row in self.env.cr.fetchall()}

    @api.model
    def _cron_wake(self):
        """Queue the fetches that are due; see that somebody listens between them."""
        result = super()._cron_wake()
        # only the scheduler's process lives long enough to be a watcher's home
        if self.env.context.get("cron_id"):
            mail_watch.ensure(self.env.cr.dbname)
        return result

    @api.model
    def _to_watch(self):
        """Return how many connections may wait, and (id, is well, account) of all.

        A mailbox that fails is not well: one more connection may be the reason.
        """
        # sudo: asked by the watcher, for itself
        parameters = self.env["ir.config_parameter"].sudo()
        wish = parameters.get_param("cc_appeals.idle_connections") or ""
        limit = int(wish) if wish.isdecimal() else CONNECTIONS
        found = []
        for box in self.search([("last_fetch_at", "!=", False)], order="id"):
            try:
                found.append((box.id, not box.error_count, box._account()))
            except MailboxFault:
                found.append((box.id, False, None))
        return limit, found
