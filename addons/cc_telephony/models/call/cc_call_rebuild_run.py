"""A range of calls being built again: asked for once, followed to its end."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

STATES = [
    ("draft", "To be started"),
    ("running", "Going on"),
    ("done", "Done"),
    ("lost", "Broken off"),
]
# a job says after each thousand calls how far it is; one that is killed says nothing
SILENT = timedelta(minutes=15)
ASKED = {"pbx_id", "begins_at", "ends_at"}


class CcCallRebuild(models.Model):
    _name = "cc.call.rebuild"
    _description = "Calls built again"
    _order = "id desc"
    _rec_name = "pbx_id"

    pbx_id = fields.Many2one("cc.pbx", required=True, ondelete="cascade", index=True)
    begins_at = fields.Datetime(string="Calls since", help="Empty: from the first one.")
    ends_at = fields.Datetime(string="Calls before", help="Empty: up to the last one.")
    state = fields.Selection(STATES, required=True, default="draft", readonly=True)
    asked_count = fields.Integer(string="Calls", readonly=True)
    built_count = fields.Integer(string="Built again", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    started_at = fields.Datetime(readonly=True)
    ended_at = fields.Datetime(readonly=True)
    call_count = fields.Integer(
        string="Calls in the range", compute="_compute_call_count"
    )
    sentence = fields.Char(string="How it goes", compute="_compute_sentence")

    @api.depends("pbx_id", "begins_at", "ends_at")
    def _compute_call_count(self):
        for run in self:
            # sudo: how many, whoever may see which
            run.call_count = self.env["cc.call"].sudo().search_count(run._range())

    @api.depends("state", "asked_count", "built_count", "started_at", "ended_at")
    def _compute_sentence(self):
        for run in self:
            run.sentence = run._told()

    @api.constrains("begins_at", "ends_at")
    def _check_order(self):
        for run in self:
            if run.begins_at and run.ends_at and run.begins_at >= run.ends_at:
                raise UserError(self.env._("The range ends before it begins."))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {name: vals[name] for name in vals if name in ASKED}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and (
            vals.keys() - ASKED or any(run.state != "draft" for run in self)
        ):
            raise UserError(self.env._("What was started is not written by hand."))
        return super().write(vals)

    def action_start(self):
        """Have the range built again; the form goes on telling how far it is."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("It was started already."))
        going = self.search(
            [("pbx_id", "=", self.pbx_id.id), ("state", "=", "running")]
        )
        going -= going._give_up_silent()
        if going:
            raise UserError(
                self.env._(
                    "Calls of “%(pbx)s” are being built again already, for %(user)s: "
                    "wait for its end.",
                    pbx=self.pbx_id.name,
                    user=going[:1].user_id.name,
                )
            )
        calls = self.env["cc.call"].with_context(cc_rebuild_run=self.id)
        calls.action_rebuild_range(self.pbx_id.id, self.begins_at, self.ends_at)
        # sudo: the right to start it was checked above
        self.sudo().write(
            {
                "state": "running",
                "asked_count": self.call_count,
                "user_id": self.env.uid,
                "started_at": fields.Datetime.now(),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Build calls again"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _give_up_silent(self):
        """Say which of these nobody works at any more; return them."""
        late = fields.Datetime.now() - SILENT
        silent = self.filtered(lambda run: run.write_date < late)
        # sudo: the right to start another one was checked
        silent.sudo().write({"state": "lost", "ended_at": fields.Datetime.now()})
        return silent

    def _step(self, count, is_over):
        """Count what was built; called by the job (as the superuser)."""
        for run in self.exists():
            vals = {"built_count": run.built_count + count}
            if is_over:
                vals |= {"state": "done", "ended_at": fields.Datetime.now()}
            run.write(vals)

    def _told(self):
        self.ensure_one()
        if self.state == "draft":
            return self.env._(
                "%(count)s calls fall into it. Cards change where a rule, a line or a "
                "phone was set up since; what people wrote stays.",
                count=self.call_count,
            )
        values = {"built": self.built_count, "all": self.asked_count}
        if self.state == "running":
            return self.env._("%(built)s of %(all)s built again …", **values)
        if self.state == "lost":
            return self.env._(
                "Broken off after %(built)s of %(all)s calls: start it again.", **values
            )
        return self.env._(
            "Done at %(at)s: %(built)s calls were built again.",
            at=format_datetime(self.env, self.ended_at),
            **values,
        )

    def _range(self):
        domain = [("pbx_id", "=", self.pbx_id.id)]
        if self.begins_at:
            domain.append(("started_at", ">=", self.begins_at))
        if self.ends_at:
            domain.append(("started_at", "<", self.ends_at))
        return domain
