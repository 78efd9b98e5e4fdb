from odoo import api, models

ADDRESSED = {"email_to", "email_cc", "recipient_ids", "model", "res_id"}


class MailMail(models.Model):
    """The one door of Odoo's own letters: posts, templates, composers, invitations."""

    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        mails._cc_check_inside()
        return mails

    def write(self, vals):
        result = super().write(vals)
        if ADDRESSED & vals.keys():
            self._cc_check_inside()
        return result

    def _cc_check_inside(self):
        outside = self.env["cc.outside"]
        # sudo: whoever sends may not read the row of the mail queue
        guarded = self.sudo().filtered(
            lambda mail: outside._is_guarded(mail.model, mail.res_id)
        )
        if guarded:
            outside._check_colleagues(
                guarded.recipient_ids,
                (guarded.mapped("email_to") + guarded.mapped("email_cc")),
            )
