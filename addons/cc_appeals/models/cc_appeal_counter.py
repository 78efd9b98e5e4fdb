from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .cc_appeal import GUARDED

COUNTERS = {
    "answered_at",
    "rework_count",
    "reopen_count",
    "first_closed_at",
    "first_closed_in_time",
}
# counted by the steps alone; an RPC write may not touch them
GUARDED.update(COUNTERS)


class CcAppeal(models.Model):
    """What the steps of the status line leave behind for statistics."""

    _inherit = "cc.appeal"

    closing_method = fields.Selection(
        selection_add=[
            ("correspondence_stopped",),
            ("abusive", "Threats or insults"),
            ("withdrawn", "Withdrawn by the person"),
            ("silence", "No answer came"),
            ("not_for_us",),
            ("spam",),
        ],
        ondelete=dict.fromkeys(("abusive", "withdrawn", "silence"), "set answered"),
    )
    answered_at = fields.Datetime(
        string="Answer came", readonly=True, copy=False, help="The awaited answer."
    )
    rework_count = fields.Integer(
        string="Reworks",
        readonly=True,
        copy=False,
        help="How often an answer was not good enough.",
    )
    reopen_count = fields.Integer(
        string="Openings again",
        readonly=True,
        copy=False,
        help="How often it was opened again after closing.",
    )
    first_closed_at = fields.Datetime(string="First closed", readonly=True, copy=False)
    first_closed_in_time = fields.Boolean(
        string="First closed in time",
        readonly=True,
        copy=False,
        help="Whether the first closing kept the term; later ones do not change it.",
    )

    def _count_step(self, name, new):
        """Return what the step `name`, which writes `new`, adds to the counters."""
        self.ensure_one()
        if name == "rework":
            return {"rework_count": self.rework_count + 1, "answered_at": False}
        if name in ("reopen", "reopen_to_department"):
            return {"reopen_count": self.reopen_count + 1, "answered_at": False}
        if name == "close" and not self.first_closed_at:
            closed_at = new["closed_at"]
            return {
                "first_closed_at": closed_at,
                "first_closed_in_time": not self.due_at or closed_at <= self.due_at,
            }
        return {}

    def _is_in_reopen_window(self):
        """Tell whether the direction's policy still lets a closed appeal be opened."""
        self.ensure_one()
        if not self.closed_at or not self.direction_id:
            return True
        directions = self.env["cc.direction"]
        days, _policy = directions._card_settings_of(self.direction_id.id)
        if not days:
            return True
        return fields.Datetime.now() <= self.closed_at + timedelta(days=days)

    def _reopen_refusal(self):
        return self.env._(
            "№ %(number)s was closed on %(day)s, too long ago to be opened again: "
            "register a new appeal of this person.",
            number=self.number,
            day=format_date(self.env, self.closed_at),
        )

    def action_answer_came(self, note=None):
        """Record that the awaited answer is there; what follows is a person's step."""
        self.check_access("write")
        for appeal in self.sorted("id"):
            appeal._wait_for_others()
            if appeal.state != "feedback":
                raise UserError(
                    self.env._(
                        "№ %(number)s awaits no answer: it is not in feedback now.",
                        number=appeal.number,
                    )
                )
            if appeal.answered_at:
                continue
            # sudo: a guarded field; access and the state were checked just now
            appeal.sudo().answered_at = fields.Datetime.now()
            appeal.message_post(body=note or self.env._("The awaited answer came."))
        return True
