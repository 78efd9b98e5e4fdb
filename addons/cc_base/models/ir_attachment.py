from odoo import models

from .cc_unseen import is_guarded


class IrAttachment(models.Model):
    _name = "ir.attachment"
    _inherit = ["cc.unseen", "ir.attachment"]
    _cc_checks_links = False

    def _cc_unseen(self):
        """Return what is not there, or hangs on what is not there for the user."""
        there = self.exists()
        # sudo: what they hang on; it stays here
        targets = {
            each.id: (each.res_model, each.res_id)
            for each in there.sudo()
            if each.res_id and is_guarded(self.env.get(each.res_model))
        }
        unseen = self._cc_unseen_targets(set(targets.values()))
        return (self - there) | there.filtered(
            lambda each: targets.get(each.id) in unseen
        )
