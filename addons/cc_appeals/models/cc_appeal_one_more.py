from odoo import api, models
from odoo.exceptions import UserError


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    @api.model_create_multi
    def create(self, vals_list):
        # the form does not send it; whether the appeal waits is read from it
        if given := self.env.context.get("default_interaction_ids"):
            vals_list = [{"interaction_ids": given} | vals for vals in vals_list]
        return super().create(vals_list)

    def action_one_more_appeal(self):
        """Open the form of another appeal out of the last contact of the person."""
        self.ensure_one()
        came = self.interaction_ids.filtered(lambda each: not each.is_outbound)
        if not came:
            raise UserError(
                self.env._("No contact of a person is kept here to take another from.")
            )
        last = came.sorted(lambda each: (each.happened_at, each.id))[-1]
        return last.action_one_more_appeal()
