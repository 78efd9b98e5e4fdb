from odoo import models

from .cc_unseen import is_guarded


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def message_post(self, **kwargs):
        if is_guarded(self) and not self.env.su:
            self.check_access("read")
        return super().message_post(**kwargs)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Keep to colleagues: who was named and is none is refused with a sentence.

        Who only follows and is no colleague any more is left out.
        """
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        outside = self.env["cc.outside"]
        values = msg_vals or {}
        # sudo: whose record the message is about; it stays here
        known = message.sudo()
        model = values.get("model") or known.model
        if not outside._is_ours(model, values.get("res_id") or known.res_id):
            return recipients
        named = set(values.get("partner_ids") or known.partner_ids.ids)
        inside = [each for each in recipients if each["uid"] and not each["ushare"]]
        if any(
            not each["id"] or each["id"] in named
            for each in recipients
            if each not in inside
        ):
            outside._refuse()
        return inside
