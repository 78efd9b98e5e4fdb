from odoo import Command, models
from odoo.exceptions import UserError


class CcInteraction(models.Model):
    _inherit = "cc.interaction"

    def action_one_more_appeal(self):
        """Open the form of another appeal out of this contact, its people filled in."""
        self.ensure_one()
        if self.is_outbound:
            raise UserError(
                self.env._("It is an answer of ours: an appeal comes from a person.")
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("One more appeal"),
            "res_model": "cc.appeal",
            "views": [(False, "form")],
            "context": {
                "default_direction_id": self.direction_id.id,
                "default_client_id": self.client_id.id,
                "default_channel_id": self.channel_id.id,
                "default_applicant_id": self.partner_id.id,
                "default_is_anonymous": not self.partner_id,
                # it came when the contact did; its term runs from registration
                "default_received_at": self.happened_at,
                "default_interaction_ids": [Command.link(self.id)],
            },
        }
