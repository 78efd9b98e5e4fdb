from odoo import api, fields, models
from odoo.exceptions import UserError

from ..asked import as_id
from .cc_appeal import GUARDED
from .cc_interaction import DESK

# joined and left by their own methods; an RPC write may not touch it
GUARDED.update({"incident_id"})


class CcAppeal(models.Model):
    """An appeal that is one of many about the same trouble."""

    _inherit = "cc.appeal"

    incident_id = fields.Many2one(
        "cc.incident",
        string="Mass incident",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=DESK,
    )
    incident_label = fields.Char(
        string="Is one of many",
        compute="_compute_incident_label",
        help="The mass incident and how many appeals it has.",
    )
    incident_note = fields.Text(
        string="What to tell people", compute="_compute_incident_note"
    )

    may_join_incident = fields.Boolean(
        compute="_compute_may_join_incident",
        help="An incident goes on where this appeal is, and it is in none.",
    )

    @api.depends("incident_id", "is_open", "direction_id", "client_id")
    def _compute_may_join_incident(self):
        going_on = {
            (direction, client)
            for _id, direction, client, _rule in self.env[
                "cc.incident"
            ]._active_scopes()
        }
        # sudo: yes or no leaves
        for appeal in self.sudo():
            scope = (appeal.direction_id.id, appeal.client_id.id)
            appeal.may_join_incident = (
                scope in going_on and appeal.is_open and not appeal.incident_id
            )

    @api.depends("incident_id")
    def _compute_incident_label(self):
        # sudo: a department sees that its appeal is one of many, not the incident
        appeals = self.sudo()
        counts = {}
        if incidents := appeals.incident_id:
            counts = dict(
                appeals._read_group(
                    [("incident_id", "in", incidents.ids)], ["incident_id"], ["__count"]
                )
            )
        for appeal in appeals:
            incident = appeal.incident_id
            appeal.incident_label = bool(incident) and self.env._(
                "%(name)s, %(count)s", name=incident.name, count=counts.get(incident, 0)
            )

    @api.depends("incident_id.note")
    def _compute_incident_note(self):
        # sudo: see above; the note is for whoever talks to the person
        for appeal in self.sudo():
            appeal.incident_note = appeal.incident_id.note

    def incident_offer(self):
        """Return the incidents that go on where this appeal is, likeliest first.

        :return: list of {"id", "name", "count", "fits"}
        """
        self.ensure_one()
        self.check_access("read")
        incidents = self.env["cc.incident"].search(
            [
                ("is_active", "=", True),
                ("direction_id", "=", self.direction_id.id),
                ("client_id", "=", self.client_id.id),
            ],
            limit=20,
        )
        found = [
            {
                "id": each.id,
                "name": each.name,
                "count": each.appeal_count,
                "fits": each._has_rule() and each._has_candidate(self),
            }
            for each in incidents
        ]
        return sorted(found, key=lambda each: not each["fits"])

    def action_join_incident(self, incident_id):
        """Join to a mass incident (an id), by hand."""
        incident = self.env["cc.incident"].browse(as_id(incident_id) or ())
        if not incident:
            raise UserError(self.env._("Choose a mass incident."))
        incident.check_access("read")
        if not self.env.su:
            self._check_desk()
        for appeal in self.sorted("id"):
            appeal._wait_for_others()
            if appeal.incident_id == incident:
                continue
            appeal._check_joining(incident)
            incident._join(appeal, "hand")
        return True

    def _check_joining(self, incident):
        self.ensure_one()
        if (self.direction_id, self.client_id) != (
            incident.direction_id,
            incident.client_id,
        ):
            raise UserError(
                self.env._(
                    "№ %(number)s is of another direction or client than "
                    "“%(incident)s”.",
                    number=self.number,
                    incident=incident.name,
                )
            )
        if not incident.is_active:
            raise UserError(
                self.env._("“%(incident)s” has ended.", incident=incident.name)
            )
        if not self.is_open:
            raise UserError(
                self.env._("№ %(number)s is closed already.", number=self.number)
            )
        if self.incident_id:
            raise UserError(
                self.env._(
                    "№ %(number)s is in “%(incident)s”: take it out of there first.",
                    number=self.number,
                    incident=self.incident_id.name,
                )
            )

    def action_leave_incident(self):
        """Take out of the mass incident; its rule does not join it again."""
        self._check_desk()
        for incident, appeals in self.grouped("incident_id").items():
            if not incident:
                continue
            # sudo: a guarded field, and an incident an operator reads; checked above
            appeals.sudo().write({"incident_id": False})
            incident.sudo().left_appeal_ids |= appeals
            appeals._log_incident_step(
                "appeal.incident_left", {"incident_id": incident.id}
            )
        return True

    def action_open_incident(self):
        """Open the mass incident of this appeal."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "cc.incident",
            "res_id": self.incident_id.id,
            "views": [(False, "form")],
        }

    def _log_incident_step(self, action, detail):
        self.env["cc.audit.entry"]._log(
            # sudo: the audit reads what the step was checked for
            [appeal._bulk_audit(action, detail) for appeal in self.sudo()]
        )

    def _bulk_snapshot(self, kind):
        found = super()._bulk_snapshot(kind)
        if kind == "leave":
            # sudo: kept for the way back only
            for appeal in self.sudo():
                found[appeal.id]["incident_id"] = appeal.incident_id.id
        return found

    def _bulk_put_back(self, kind, before, token):
        if kind not in ("join", "leave"):
            return super()._bulk_put_back(kind, before, token)
        # no step of the status line was made: none is undone
        self._check_desk()
        incident = self.incident_id
        if kind == "leave":
            incident = self.env["cc.incident"].browse(before["incident_id"])
            # sudo: an operator reads incidents; that he left it here was checked
            incident.sudo().left_appeal_ids -= self
            return incident._join(self, "undo")
        # sudo: a guarded field; who undoes what was checked by the run
        self.sudo().write({"incident_id": False})
        return self._log_incident_step(
            "appeal.incident_left", {"incident_id": incident.id}
        )
