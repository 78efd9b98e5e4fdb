from odoo import api, models


class MailScheduledMessage(models.Model):
    """A post that would be refused later is refused while somebody reads why."""

    _inherit = "mail.scheduled.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._cc_check_inside()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if "partner_ids" in vals:
            self._cc_check_inside()
        return result

    def _cc_check_inside(self):
        outside = self.env["cc.outside"]
        ours = self.filtered(lambda each: outside._is_ours(each.model, each.res_id))
        if ours:
            # sudo: people the user named may be hidden from him
            outside._check_colleagues(ours.sudo().partner_ids)
