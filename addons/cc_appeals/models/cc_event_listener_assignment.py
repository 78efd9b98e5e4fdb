"""The lead executor follows the status line: nobody keeps it by hand."""

from odoo import fields, models

from .cc_appeal_assignment import ACTIVE
from .cc_appeal_transition import HAND_OVERS


class CcEventListenerAssignment(models.AbstractModel):
    _name = "cc.event.listener.assignment"
    _inherit = "cc.event.listener.contract"
    _description = "Lead executor by the status line"

    _cc_code = "appeal_assignment"
    _cc_events = ("appeal.moved",)

    def _cc_on_event(self, event, records, values):
        transition = values["transition"]
        if transition in HAND_OVERS:
            self._hand_over(records)
        elif transition == "await_feedback":
            self._leads(records).filtered(lambda each: each.state == "waiting").write(
                {
                    "state": "done",
                    "done_at": fields.Datetime.now(),
                    "done_by_id": self.env.uid,
                }
            )
        elif transition == "take_back":
            self._leads(records).write({"state": "withdrawn"})

    def _leads(self, appeals):
        # sudo: the step was checked; who makes it may not write the lead by hand
        return (
            self.env["cc.appeal.assignment"]
            .sudo()
            .search(
                [
                    ("appeal_id", "in", appeals.ids),
                    ("role", "=", "lead"),
                    ("state", "in", ACTIVE),
                ]
            )
        )

    def _hand_over(self, appeals):
        """Make the department of each appeal its lead, whatever it was before."""
        leads = self._leads(appeals)
        stays = leads.filtered(
            lambda each: each.department_id == each.appeal_id.department_id
        )
        stays.write({"state": "waiting", "done_at": False})
        (leads - stays).write({"state": "withdrawn"})
        rest = appeals - stays.appeal_id
        # a co-executor that gets the whole appeal leads it from now on
        helpers = leads.search(
            [("appeal_id", "in", rest.ids), ("state", "in", ACTIVE)]
        ).filtered(lambda each: each.department_id == each.appeal_id.department_id)
        self.env.flush_all()
        helpers.write({"role": "lead", "state": "waiting", "done_at": False})
        leads.create(
            [
                {
                    "appeal_id": appeal.id,
                    "department_id": appeal.department_id.id,
                    "role": "lead",
                }
                for appeal in rest - helpers.appeal_id
            ]
        )
