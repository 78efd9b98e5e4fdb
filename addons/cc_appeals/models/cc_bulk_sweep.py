from odoo import api, fields, models

from .cc_bulk_run import AT_WORK

ALIVE = ("wait_dependencies", "pending", "enqueued", "started")
TRIES = 3


class CcBulkRun(models.Model):
    """A run whose job failed or is gone goes on by itself, or says that it stopped."""

    _inherit = "cc.bulk.run"

    def _job_key(self):
        self.ensure_one()
        return f"cc_bulk_{self.id}_{self.state}"

    @api.model
    def _cron_sweep(self):
        """Wake runs at work that no job works on; called every few minutes.

        A job whose worker died is queued again by the queue itself. One that raised is
        not: after the third the rest of the run waits for a person.
        """
        runs = self.search([("state", "in", AT_WORK)])
        keys = {run._job_key(): run for run in runs}
        # sudo: jobs are the queue's; how many of them there are stays here
        jobs = self.env["queue.job"].sudo()
        found = jobs._read_group(
            [("identity_key", "in", list(keys))], ["identity_key", "state"], ["__count"]
        )
        alive = {key for key, state, _count in found if state in ALIVE}
        failed = {key: count for key, state, count in found if state == "failed"}
        for key, run in keys.items():
            if failed.get(key, 0) >= TRIES:
                run.write({"state": "stopped", "ended_at": fields.Datetime.now()})
                run._tell()
            elif key not in alive:
                # as whoever asked for it: nobody else has written the row since
                run.with_user(run.write_uid)._queue()
