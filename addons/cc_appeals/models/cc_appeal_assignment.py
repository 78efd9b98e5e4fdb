from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

ACTIVE = ("waiting", "done")
DAY = timedelta(days=1)
# kept by the desk by hand; everything else is moved by the steps of the assignment
DESK_MAY = {"part", "text", "due_on", "answer"}


class CcAppealAssignment(models.Model):
    """Who does which part of an appeal: the lead department and co-executors."""

    _name = "cc.appeal.assignment"
    _inherit = "cc.unseen"
    _description = "Executor of an appeal"
    _order = "appeal_id, role desc, id"

    appeal_id = fields.Many2one(
        "cc.appeal", required=True, ondelete="cascade", index=True
    )
    direction_id = fields.Many2one(
        related="appeal_id.direction_id", store=True, index=True, precompute=True
    )
    client_id = fields.Many2one(
        related="appeal_id.client_id", store=True, index=True, precompute=True
    )
    # stored: the inbox of a department must not walk through what is long closed
    is_open = fields.Boolean(
        related="appeal_id.is_open", store=True, string="Appeal is open"
    )
    role = fields.Selection(
        [("lead", "Lead executor"), ("co", "Co-executor")],
        required=True,
        default="co",
        readonly=True,
    )
    department_id = fields.Many2one("hr.department", required=True, ondelete="restrict")
    part = fields.Char(help="What part of the appeal is theirs, in a few words.")
    text = fields.Text(string="What to do")
    due_on = fields.Date(string="By", help="Own term; empty: the term of the appeal.")
    due_at = fields.Datetime(string="Due", compute="_compute_due_at", store=True)
    warn_at = fields.Datetime(compute="_compute_due_at", store=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("withdrawn", "Withdrawn")],
        required=True,
        default="waiting",
        readonly=True,
        copy=False,
    )
    is_waiting = fields.Boolean(compute="_compute_is_waiting")
    answer = fields.Text(copy=False, help="What the department found and did.")
    done_at = fields.Datetime(readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    may_answer = fields.Boolean(compute="_compute_may_answer")
    may_edit = fields.Boolean(compute="_compute_may_answer")

    _one_lead = models.UniqueIndex(
        "(appeal_id) WHERE role = 'lead' AND state IN ('waiting', 'done')",
        "An appeal has one lead executor.",
    )
    _department_uniq = models.UniqueIndex(
        "(appeal_id, department_id) WHERE state IN ('waiting', 'done')",
        "This department already works on the appeal.",
    )
    _department_idx = models.Index("(department_id, appeal_id)")
    # as the record rules ask, and as the inbox does: exactly these words
    _co_idx = models.Index(
        "(department_id, appeal_id) WHERE role = 'co' AND state IN ('waiting', 'done')"
    )
    _inbox_idx = models.Index(
        "(department_id, appeal_id) "
        "WHERE role = 'co' AND state = 'waiting' AND is_open IS TRUE"
    )

    @api.depends("department_id", "role")
    def _compute_display_name(self):
        for assignment in self:
            assignment.display_name = assignment.department_id.name or ""

    @api.depends("due_on", "direction_id.tz")
    def _compute_due_at(self):
        for assignment in self:
            due_at = warn_at = False
            if assignment.due_on:
                # sudo: an executor sees his part but not the direction's settings
                zone = ZoneInfo(assignment.direction_id.sudo().tz or "UTC")
                midnight = datetime.combine(assignment.due_on + DAY, time(), zone)
                due_at = midnight.astimezone(UTC).replace(tzinfo=None)
                warn_at = due_at - DAY
            assignment.due_at, assignment.warn_at = due_at, warn_at

    @api.depends("state", "appeal_id.is_open")
    def _compute_is_waiting(self):
        for assignment in self:
            assignment.is_waiting = assignment.state == "waiting" and assignment.is_open

    @api.depends("department_id", "state", "role")
    @api.depends_context("uid")
    def _compute_may_answer(self):
        desk = self._is_desk()
        mine = self.env.user.cc_department_ids
        for assignment in self:
            assignment.may_edit = desk
            assignment.may_answer = assignment.state == "waiting" and (
                desk or assignment.department_id in mine
            )

    @api.constrains("department_id")
    def _check_department(self):
        for assignment in self:
            if not assignment.department_id.active:
                raise ValidationError(
                    self.env._(
                        "“%(department)s” is archived: choose a department that works.",
                        department=assignment.department_id.name,
                    )
                )

    @api.constrains("due_on", "appeal_id")
    def _check_due_on(self):
        for assignment in self:
            # sudo: the rule is about the records, whoever may see them
            appeal = assignment.sudo().appeal_id
            if not assignment.due_at or not appeal.due_at:
                continue
            if assignment.due_at > appeal.due_at:
                raise ValidationError(
                    self.env._(
                        "%(department)s: the part would end after the term of the "
                        "appeal itself. Choose an earlier day.",
                        department=assignment.department_id.name,
                    )
                )

    @api.model
    def _is_desk(self):
        return self.env.su or self.env.user.has_group("cc_base.cc_base_group_operator")

    @api.model_create_multi
    def create(self, vals_list):
        clean = self
        if not self.env.su:
            # a co-executor is asked by hand; the lead comes with the hand-over
            keep = DESK_MAY - {"answer"} | {"appeal_id", "department_id"}
            vals_list = [
                {key: value for key, value in vals.items() if key in keep}
                for vals in vals_list
            ]
            context = {
                key: value
                for key, value in self.env.context.items()
                if not key.startswith("default_") or key[len("default_") :] in keep
            }
            # pylint: disable=context-overridden
            clean = self.with_context(context)  # drops defaults, adds nothing else
        assignments = super(CcAppealAssignment, clean).create(vals_list)
        assignments = assignments.with_env(self.env)
        for assignment in assignments:
            if not assignment.is_open:
                raise UserError(
                    self.env._(
                        "№ %(number)s is closed: open it again before asking a "
                        "department.",
                        number=assignment.appeal_id.number,
                    )
                )
        return assignments

    def write(self, vals):
        if vals and not self.env.su:
            self._check_hands(vals)
        return super().write(vals)

    def _check_hands(self, vals):
        """Refuse by hand what the steps do; a department writes its answer only."""
        self.check_access("write")
        if vals.keys() - DESK_MAY:
            raise UserError(
                self.env._(
                    "A part is answered, asked again or withdrawn by its buttons; for "
                    "another department add a new one."
                )
            )
        if not self._is_desk() and vals.keys() - {"answer"}:
            raise AccessError(
                self.env._("A department writes its answer; the rest is the desk's.")
            )
        if "answer" in vals and self.filtered(lambda each: each.state != "waiting"):
            raise UserError(
                self.env._("The answer was given: ask again if something is missing.")
            )

    def action_answer(self):
        """Give the part back done, with the answer that was written."""
        for assignment in self._for_step():
            if assignment.state == "done":
                continue
            if not assignment.may_answer or not assignment.is_open:
                raise UserError(
                    self.env._("This part waits for no answer of your department.")
                )
            if not (assignment.answer or "").strip():
                raise UserError(self.env._("Write the answer first."))
            # sudo: guarded fields; access, department and state were checked just now
            assignment.sudo().write(
                {
                    "state": "done",
                    "done_at": fields.Datetime.now(),
                    "done_by_id": self.env.uid,
                }
            )
            assignment._tell(
                self.env._(
                    "%(department)s has done its part.",
                    department=assignment.department_id.name,
                )
            )
        return True

    def action_ask_again(self):
        """Open a part that was answered, or withdrawn, once more."""
        self._check_desk_step()
        for assignment in self._for_step():
            if assignment.role == "lead":
                raise UserError(
                    self.env._("The lead executor is asked again by the status line.")
                )
            if not assignment.is_open:
                raise UserError(self.env._("The appeal is closed."))
            # sudo: guarded fields; the desk's access was checked just now
            assignment.sudo().write({"state": "waiting", "done_at": False})
        return True

    def action_withdraw(self):
        """Ask the department no more; it does not see the appeal any longer."""
        self._check_desk_step()
        for assignment in self._for_step():
            if assignment.role == "lead":
                raise UserError(
                    self.env._("The lead executor is taken back by the status line.")
                )
            # sudo: guarded fields; the desk's access was checked just now
            assignment.sudo().state = "withdrawn"
        return True

    def _check_desk_step(self):
        if not self._is_desk():
            raise AccessError(self.env._("Only the desk decides who is asked."))

    def _for_step(self):
        """Lock the parts and return them fresh: a button pressed twice is one step."""
        self.check_access("write")
        self.env.cr.execute(
            "SELECT id FROM cc_appeal_assignment WHERE id = ANY(%s) "
            "ORDER BY id FOR NO KEY UPDATE",
            (self.ids,),
        )
        self.invalidate_recordset(["state"])
        return self

    def _to_chip(self):
        """Return what the card shows of a co-executor."""
        return {
            "id": self.id,
            "name": self.department_id.name,
            "part": self.part or "",
            "isDone": self.state == "done",
            "dueAt": fields.Datetime.to_string(self.due_at) or False,
            "warnAt": fields.Datetime.to_string(self.warn_at) or False,
        }

    def _tell(self, text):
        """Note on the appeal for colleagues; the executor may not post there."""
        # sudo: a co-executor reads the appeal only; the text holds no data of a person
        self.appeal_id.sudo().message_post(
            body=text, author_id=self.env.user.partner_id.id
        )
