from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

LATE, STUCK = timedelta(minutes=2), timedelta(minutes=10)


class CcHealthJobs(models.AbstractModel):
    """Health: whether somebody works off the queue of jobs."""

    _name = "cc.health.jobs"
    _inherit = "cc.health.contract"
    _description = "Health: job runner"

    _cc_code = "jobs"
    _cc_order = 30
    _cc_rests_on_copy = True

    def _cc_title(self):
        return self.env._("Background work")

    def _cc_lines(self):
        # sudo: the page's reader was checked; ages and counts of jobs leave, no words
        jobs = self.env["queue.job"].sudo()
        now = fields.Datetime.now()
        due = Domain("state", "in", ("pending", "enqueued")) & (
            Domain("eta", "=", False) | Domain("eta", "<=", now)
        )
        oldest = jobs.search(due, order="date_created, id", limit=1)
        since = oldest and max(oldest.date_created, oldest.eta or oldest.date_created)
        failed = jobs.search_count([("state", "=", "failed")])
        state, sentence = self._stand(since, jobs.search_count(due), failed)
        return [
            self._line(
                "runner",
                self._cc_title(),
                state,
                sentence,
                action=self._open("queue_job.action_queue_job"),
                action_label=self.env._("Open"),
                groups="queue_job.group_queue_job_manager",
            )
        ]

    def _stand(self, since, count, failed):
        age = since and fields.Datetime.now() - since
        if age and age > STUCK:
            return "failing", self.env._(
                "Nobody works: %(count)s jobs wait, the oldest for %(age)s. What comes "
                "is written down all the same.",
                count=count,
                age=self._age(since),
            )
        if age and age > LATE:
            return "warning", self.env._(
                "Jobs pile up: %(count)s wait, the oldest for %(age)s.",
                count=count,
                age=self._age(since),
            )
        if failed:
            return "warning", self.env._(
                "%(count)s jobs failed and wait for a decision.", count=failed
            )
        return "ok", self.env._("Jobs are taken as they come.")
