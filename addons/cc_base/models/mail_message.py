from odoo import models

from .cc_unseen import is_guarded


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["cc.unseen", "mail.message"]
    _cc_checks_links = False

    def _cc_unseen(self):
        """Return what is not there, or hangs on what is not there for the user."""
        there = self.exists()
        # sudo: what they hang on; it stays here
        targets = {
            each.id: (each.model, each.res_id)
            for each in there.sudo()
            if each.res_id and is_guarded(self.env.get(each.model))
        }
        unseen = self._cc_unseen_targets(set(targets.values()))
        return (self - there) | there.filtered(
            lambda each: targets.get(each.id) in unseen
        )

    def _check_access(self, operation):
        denied = super()._check_access(operation)
        if not denied and operation != "create" and (gone := self - self.exists()):
            # Odoo allows everything with a message that was deleted
            return gone, gone._cc_not_there
        return denied
