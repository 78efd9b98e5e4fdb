import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)
BATCH = 100


class CcAppeal(models.Model):
    """Feedback that nobody gives: closed after days of silence, if a line wants it."""

    _inherit = "cc.appeal"

    @api.model
    def _cron_close_silent(self):
        """Close batch by batch, so that one run never holds many rows for long."""
        cron, last = self.env["ir.cron"], 0
        while silent := self._find_silent(BATCH, after=last):
            silent._close_silent()
            last = silent[-1].id
            if not cron._commit_progress(len(silent)):
                break

    @api.model
    def _find_silent(self, limit, after=0):
        """Return appeals in feedback past their control day and a line's silence.

        A contact since the step into feedback ends the silence for good: somebody has
        to read what came. `after`: only appeals with a greater id.
        """
        self.env.flush_all()
        query = SQL(
            """
            SELECT appeal.id
              FROM cc_appeal appeal
              JOIN cc_direction direction ON direction.id = appeal.direction_id
              JOIN cc_appeal_interval step
                ON step.appeal_id = appeal.id AND step.ended_at IS NULL
             WHERE appeal.state = 'feedback'
               AND appeal.id > %(after)s
               AND appeal.answered_at IS NULL
               AND direction.silence_days > 0
               AND appeal.control_on < (%(now)s AT TIME ZONE 'UTC'
                                        AT TIME ZONE direction.tz)::date
               AND step.started_at <= %(now)s - direction.silence_days * %(day)s
               AND NOT EXISTS (
                       SELECT FROM cc_appeal_interaction_rel rel
                         JOIN cc_interaction contact ON contact.id = rel.interaction_id
                        WHERE rel.appeal_id = appeal.id
                          AND contact.is_outbound IS NOT TRUE
                          AND contact.kind NOT IN ('bounce', 'auto_reply', 'complaint')
                          AND contact.happened_at > step.started_at)
             ORDER BY appeal.id
             LIMIT %(limit)s
            """,
            now=fields.Datetime.now(),
            day=timedelta(days=1),
            limit=limit,
            after=after,
        )
        return self.browse(row[0] for row in self.env.execute_query(query))

    def _close_silent(self):
        """Close each as the timer; one that cannot be closed is told and left."""
        for appeal in self:
            try:
                with self.env.cr.savepoint():
                    note = self.env._(
                        "No answer for %(days)s days.",
                        days=appeal.direction_id.silence_days,
                    )
                    appeal.action_close("silence", note)
            except Exception:
                # one bad row must not keep the others open; no personal data here
                _logger.exception("appeal %s was not closed by silence", appeal.id)
