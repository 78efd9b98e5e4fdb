from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from .cc_bulk_run import AT_ONCE, NO_UNDO, UNDO_SECONDS


class CcBulkRun(models.Model):
    """Back again, for five minutes, where nobody has gone on meanwhile."""

    _inherit = "cc.bulk.run"

    def bulk_undo(self):
        """Put back what this run changed and nobody has touched since.

        :return: as `bulk_recent`, of this run
        """
        self._check_own()
        if self.state in ("undoing", "undone"):
            return self._payload()
        self._check_may()
        self._check_undo()
        # sudo: rows are the system's; whose run it is was checked just now
        self.sudo().write({"state": "undoing", "asked_by_id": self.env.uid})
        self._audit("bulk.undone")
        done = self.env["cc.bulk.line"].sudo()
        if done.search_count([("run_id", "=", self.id), ("state", "=", "done")]) > (
            AT_ONCE
        ):
            self._queue()
        else:
            while self._work_batch():
                pass
        return self._payload()

    def _check_undo(self):
        if self.kind in NO_UNDO:
            raise UserError(
                self.env._("What was sent cannot be undone: write once more.")
            )
        if self.state == "running":
            raise UserError(self.env._("It is still going on: stop it first."))
        window = timedelta(seconds=UNDO_SECONDS)
        if fields.Datetime.now() > self.ended_at + window:
            raise UserError(
                self.env._(
                    "Five minutes have passed: it cannot be undone at once any more. "
                    "Move the appeals by their status line."
                )
            )

    def _undo_batch(self, lines):
        appeals = lines.appeal_id.with_env(self.env)
        # sudo: who touched it is told, whoever may see it now
        now = appeals.sudo()._bulk_marks()
        refused = {}
        for line, appeal in zip(lines, appeals, strict=True):
            mark = {
                "interval_id": line.interval_id.id,
                "touched_at": line.touched_at,
            }
            if now[appeal.id] != mark:
                refused[line] = self._touched_sentence(appeal)
                continue

            def undo(each, token, before=line.before):
                each._bulk_put_back(self.kind, before, f"undo-{token}")

            refused[line] = self._try(undo, appeal)
        for line, sentence in refused.items():
            state = "kept" if sentence else "undone"
            line.write({"state": state, "sentence": sentence})

    def _touched_sentence(self, appeal):
        # sudo: see _undo_batch; the name of a colleague
        who = appeal.sudo().write_uid.name
        return self.env._("%(who)s has worked on it since: it stays as it is.", who=who)
