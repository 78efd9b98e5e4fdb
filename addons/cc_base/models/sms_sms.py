from odoo import api, models


class SmsSms(models.Model):
    """Odoo's short messages know neither the stop list nor the outbox."""

    _inherit = "sms.sms"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        outside = self.env["cc.outside"]
        # sudo: whoever sends may not read the row of the queue
        for sms in messages.sudo():
            about = sms.mail_message_id
            if sms.partner_id.is_cc_applicant or outside._is_guarded(
                about.model, about.res_id
            ):
                outside._refuse()
        return messages
