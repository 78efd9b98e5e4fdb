from odoo import api, fields, models

ALIVE = ("wait_dependencies", "pending", "enqueued", "started")
TRIES = 3


class CcJobSweep(models.AbstractModel):
    """Work in the queue whose job failed or is gone goes on, or says that it stopped.

    A model that inherits it says which states are work, `_at_work`, what its job is,
    `_job_work`, and what becomes of a record nobody can work on, `_give_up`.
    """

    _name = "cc.job.sweep"
    _description = "Work that a job does"
    _at_work = ()

    # not write_uid: a flush by somebody else's environment may write another there
    asked_by_id = fields.Many2one(
        "res.users",
        string="Asked for by",
        readonly=True,
        copy=False,
        help="Empty: by who made it.",
    )

    def _job_key(self):
        """Return what the jobs of this record in this state have in common."""
        self.ensure_one()
        return f"{self._table}_{self.id}_{self.state}"

    def _queue(self):
        self.with_delay(identity_key=self._job_key())._job_work()

    def _job_work(self):
        """Work for a while, then queue the rest; called by the queue."""
        raise NotImplementedError

    def _give_up(self):
        """Leave what is not done to a person, and say so."""
        raise NotImplementedError

    @api.model
    def _cron_sweep(self):
        """Wake what is at work and no job works on; called every few minutes.

        A job whose worker died is queued again by the queue itself. One that raised is
        not: after the third the rest waits for a person.
        """
        records = self.search([("state", "in", self._at_work)])
        keys = {record._job_key(): record for record in records}
        # sudo: jobs are the queue's; how many of them there are stays here
        jobs = self.env["queue.job"].sudo()
        found = jobs._read_group(
            [("identity_key", "in", list(keys))], ["identity_key", "state"], ["__count"]
        )
        alive = {key for key, state, _count in found if state in ALIVE}
        failed = {key: count for key, state, count in found if state == "failed"}
        for key, record in keys.items():
            if key in alive:
                continue
            if failed.get(key, 0) >= TRIES:
                record._give_up()
            else:
                record._as_asked()._queue()

    def _as_asked(self):
        """Return the record as whoever asked for the work, in their language."""
        record = self.with_user(self.asked_by_id or self.create_uid)
        return record.with_context(**record.env["res.users"].context_get())
