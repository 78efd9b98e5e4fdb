from odoo import api, models


class MailFollowers(models.Model):
    """Who follows a record of the centre works here."""

    _inherit = "mail.followers"

    @api.model_create_multi
    def create(self, vals_list):
        followers = super().create(vals_list)
        followers._cc_check_inside()
        return followers

    def write(self, vals):
        result = super().write(vals)
        if {"partner_id", "res_model", "res_id"} & vals.keys():
            self._cc_check_inside()
        return result

    def _cc_check_inside(self):
        outside = self.env["cc.outside"]
        # sudo: whoever subscribes may not read the rows
        ours = self.sudo().filtered(
            lambda each: outside._is_ours(each.res_model, each.res_id)
        )
        if ours:
            outside._check_colleagues(ours.partner_id)
