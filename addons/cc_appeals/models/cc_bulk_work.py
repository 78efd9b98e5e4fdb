import time

import psycopg2

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .cc_bulk_run import AT_ONCE, AT_WORK, NO_UNDO, UNDO_SECONDS

BATCH = 100
JOB_SECONDS = 60
TELL_SECONDS = 1


class CcBulkRun(models.Model):
    """The work: batches of appeals, each step by its own method, as that user."""

    _inherit = "cc.bulk.run"

    def _start(self):
        """Work at once if it is little, else let the queue."""
        self.ensure_one()
        if self.total <= AT_ONCE:
            while self._work_batch():
                pass
        else:
            self._queue()

    def _job_work(self):
        """Work for a minute at most, then queue the rest; called by the queue."""
        deadline = time.monotonic() + JOB_SECONDS
        told = 0
        while self._work_batch():
            if time.monotonic() - told >= TELL_SECONDS:
                self._tell()
                told = time.monotonic()
            self._boundary()
            if time.monotonic() > deadline:
                self._queue()
                self._boundary()
                return
        self._tell()

    def _boundary(self):
        """Commit a batch, and see what others wrote: a stop above all."""
        result = super()._boundary()
        self.env.invalidate_all()
        return result

    def _work_batch(self):
        """Work on a batch; return whether there may be more."""
        state = self.state
        if state not in AT_WORK:
            return False
        lines = self._claim("waiting" if state == "running" else "done")
        if not lines:
            self._end()
            return False
        if state == "running":
            self._do_batch(lines)
        else:
            self._undo_batch(lines)
        return True

    def _claim(self, state):
        """Return the next lines, locked: a second wake-up waits and then finds none."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT id FROM cc_bulk_line WHERE run_id = %s AND state = %s
             ORDER BY id LIMIT %s FOR UPDATE
            """,
            (self.id, state, BATCH),
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        # sudo: the lines are the system's; the run was checked when it was started
        return self.env["cc.bulk.line"].sudo().browse(ids)

    def _end(self):
        is_undo = self.state == "undoing"
        values = {"state": "undone" if is_undo else "done"}
        if not is_undo:
            values["ended_at"] = fields.Datetime.now()
        # sudo: see _claim
        self.sudo().write(values)

    # steps
    def _do_batch(self, lines):
        appeals = lines.appeal_id.with_env(self.env)
        # whoever asked for it has not seen what comes while it works
        appeals = appeals.with_context(cc_seen_at=self.create_date)
        before = appeals._bulk_snapshot(self.kind)
        if self.kind == "answer":
            refused = self._answer_batch(appeals)
        else:
            step = getattr(self, f"_step_{self.kind}")
            refused = {appeal.id: self._try(step, appeal) for appeal in appeals}
        told = self._after_batch(appeals.filtered(lambda a: not refused.get(a.id)))
        self.env.flush_all()
        # sudo: what the step left behind, whoever may see it now
        after = appeals.sudo()._bulk_marks()
        for line in lines:
            appeal_id = line.appeal_id.id
            if sentence := refused.get(appeal_id):
                line.write({"state": "refused", "sentence": sentence})
            else:
                line.write(
                    {
                        "state": "done",
                        "sentence": told.get(appeal_id),
                        "before": before[appeal_id],
                    }
                    | after[appeal_id]
                )

    def _after_batch(self, _appeals):
        """Return {appeal id: what is told of an appeal that took the step}."""
        return {}

    def _try(self, step, appeal):
        """Make one step; return the sentence that refused it, or nothing."""
        try:
            with self.env.cr.savepoint():
                step(appeal, self._token_of(appeal))
        except AccessError:
            return self.env._("You may not change this appeal.")
        except UserError as error:
            return str(error.args[0] if error.args else error)
        except psycopg2.IntegrityError:
            return self.env._("It was changed by somebody at the same moment.")
        return False

    def _token_of(self, appeal):
        return f"bulk-{self.token}-{appeal.id}"

    def _step_assign(self, appeal, token):
        appeal._assign_once(self.owner_id, token)

    def _step_hand_over(self, appeal, token):
        appeal.action_hand_over(self.department_id.id, token=token)

    def _step_close(self, appeal, token):
        appeal.action_close(self.closing_method, self.note or None, token=token)

    # progress
    def _counts(self):
        groups = self.env["cc.bulk.line"]._read_group(
            # sudo: a count of one's own run, also of what was handed out of sight
            [("run_id", "=", self.id)],
            ["state"],
            ["__count"],
        )
        return dict(groups)

    def _payload(self):
        """Return how far it is; names of staff and departments at most."""
        self.ensure_one()
        # sudo: see _counts
        counts = self.sudo()._counts()
        until = False
        if self.ended_at and self.state in ("done", "stopped"):
            until = fields.Datetime.add(self.ended_at, seconds=UNDO_SECONDS)
        may_undo = until and self.kind not in NO_UNDO and counts.get("done")
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self._title(),
            "state": self.state,
            "total": self.total,
            "done": counts.get("done", 0),
            "failed": counts.get("refused", 0),
            "undone": counts.get("undone", 0),
            "kept": counts.get("kept", 0),
            "undo_until": fields.Datetime.to_string(until) if may_undo else False,
        }

    def _tell(self):
        """Tell the screens of who started it, with the commit that follows."""
        self.create_uid._bus_send("cc_appeals/bulk", self._payload())

    def _audit(self, action):
        """Write the run itself into the audit, a row per direction and client."""
        groups = self.env["cc.bulk.line"]._read_group(
            [("run_id", "=", self.id)], ["direction_id", "client_id"], ["__count"]
        )
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": self._name,
                    "res_id": self.id,
                    "direction_id": direction.id,
                    "client_id": client.id,
                    "detail": {"kind": self.kind, "count": count},
                }
                for direction, client, count in groups
            ]
        )
