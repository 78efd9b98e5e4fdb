from odoo import api, fields, models
from odoo.exceptions import UserError

from .cc_appeal import STATES


class CcAppealInterval(models.Model):
    """Where an appeal was from when to when: deadlines and metrics read these rows."""

    _name = "cc.appeal.interval"
    _inherit = "cc.unseen"
    _description = "Step of an appeal"
    _order = "id desc"

    appeal_id = fields.Many2one(
        "cc.appeal", required=True, ondelete="cascade", index=True
    )
    direction_id = fields.Many2one(
        related="appeal_id.direction_id", store=True, index=True, precompute=True
    )
    client_id = fields.Many2one(
        related="appeal_id.client_id", store=True, index=True, precompute=True
    )
    state = fields.Selection(STATES, required=True)
    owner_id = fields.Many2one("res.users", index="btree_not_null")
    department_id = fields.Many2one("hr.department", index="btree_not_null")
    started_at = fields.Datetime(required=True)
    ended_at = fields.Datetime()
    transition = fields.Selection(
        [
            ("register", "Registered"),
            ("assign", "Assigned"),
            ("hand_over", "Handed over"),
            ("rework", "Given back for rework"),
            ("take_back", "Taken back"),
            ("await_feedback", "Awaiting feedback"),
            ("close", "Closed"),
            ("reopen", "Opened again"),
            ("reopen_to_department", "Opened again in a department"),
        ],
        required=True,
    )
    user_id = fields.Many2one("res.users", string="Who", required=True)
    reason = fields.Char()
    token = fields.Char(help="The client's token: the same request twice is one step.")

    _one_open = models.UniqueIndex("(appeal_id) WHERE ended_at IS NULL")
    _token_uniq = models.UniqueIndex("(appeal_id, token) WHERE token IS NOT NULL")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The history of an appeal cannot be deleted."))


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    def _start_intervals(self):
        """Write the first step of appeals that were just made."""
        if not self:
            return
        self.env.flush_all()
        now = fields.Datetime.now()
        changes = self.env["cc.journal.change"]
        # SQL: the model has no overrides, its values stand in the appeals' rows. The
        # work lists are noted with it: a statement of its own is a journey of its own
        self.env.cr.execute(
            """
            WITH noted AS (
                INSERT INTO cc_journal_change (model, res_id, user_id, what, noted_at)
                SELECT 'cc.appeal', id, %(uid)s, 'created', %(noted_at)s
                  FROM unnest(%(ids)s) AS id WHERE %(is_told)s
            )
            INSERT INTO cc_appeal_interval (
                appeal_id, direction_id, client_id, state, owner_id, department_id,
                started_at, transition, user_id,
                create_uid, create_date, write_uid, write_date
            )
            SELECT id, direction_id, client_id, state, owner_id, department_id,
                   %(now)s, 'register', %(uid)s, %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM cc_appeal WHERE id = ANY(%(ids)s) ORDER BY id
            """,
            {
                "now": now,
                "uid": self.env.uid,
                "ids": self.ids,
                "is_told": changes._is_told(),
                "noted_at": changes._moment(),
            },
        )
        self.invalidate_recordset(["interval_ids"], flush=False)

    def _open_intervals(self, transition, reason=None, token=None):
        """End the running interval of each appeal and start the next one."""
        if not self:
            return
        now = fields.Datetime.now()
        # sudo: history is written by the system only; the step itself was checked
        intervals = self.env["cc.appeal.interval"].sudo()
        running = intervals.search(
            [("appeal_id", "in", self.ids), ("ended_at", "=", False)]
        )
        running.write({"ended_at": now})
        self.env.flush_all()
        intervals.create(
            [
                {
                    "appeal_id": appeal.id,
                    "state": appeal.state,
                    "owner_id": appeal.owner_id.id,
                    "department_id": appeal.department_id.id,
                    "started_at": now,
                    "transition": transition,
                    "user_id": self.env.uid,
                    "reason": reason,
                    "token": token,
                }
                for appeal in self
            ]
        )
