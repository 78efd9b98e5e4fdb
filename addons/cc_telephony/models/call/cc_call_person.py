"""Who called: offered when several share the number, said by the operator."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.cc_appeals.asked import as_id


class CcCall(models.Model):
    _inherit = "cc.call"

    chosen_by_id = fields.Many2one(
        "res.users",
        string="Person named by",
        readonly=True,
        ondelete="restrict",
        help="Who said which of the people it was; building again leaves that alone.",
    )

    @api.model
    def _cc_by_hand(self):
        """Return the fields people write; all others come from the PBX."""
        return {"partner_id"}

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if vals.keys() - self._cc_by_hand():
            raise UserError(
                self.env._("What the PBX told of a call is not changed by hand.")
            )
        if "partner_id" not in vals:
            return super().write(vals)
        self.check_access("write")
        rest = {name: value for name, value in vals.items() if name != "partner_id"}
        result = super().write(rest)
        self._name_person(self.env["res.partner"].browse(vals["partner_id"] or []))
        return result

    def action_choose(self, partner_id):
        """Say that it was this person; the contact goes to them as well."""
        self.ensure_one()
        person = self.env["res.partner"].browse(as_id(partner_id) or []).exists()
        if not person:
            raise UserError(
                self.env._("This is not there any more, or is not yours to see.")
            )
        return self.write({"partner_id": person.id})

    def _name_person(self, person):
        """Write who it was; the user may write these calls, the person is checked."""
        person.check_access("read")
        for call in self:
            if person and person.cc_client_id != call.client_id:
                raise UserError(
                    self.env._("The person belongs to another client than this call.")
                )
            # sudo: the rights of both ends were checked; the number is hidden
            found = call.sudo()
            same = self.env["cc.identity"].sudo()
            if person and found.number_text:
                same = same._find("phone", found.number_text, call.client_id)
                same = same.filtered(lambda each: each.partner_id == person)
            vals = {"partner_id": person.id, "identity_id": same[:1].id}
            found.write(
                vals
                | {"chosen_by_id": self.env.uid, "candidate_ids": [Command.clear()]}
            )
            found.interaction_id.write(vals)
        self._log_chosen()

    def _log_chosen(self):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": "call.person_named",
                    "model": self._name,
                    "res_id": call.id,
                    "direction_id": call.direction_id.id,
                    "client_id": call.client_id.id,
                    "subject_id": call.partner_id.id,
                    "detail": {},
                }
                for call in self
            ]
        )
