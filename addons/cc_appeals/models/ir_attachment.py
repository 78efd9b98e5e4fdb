from odoo import api, models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        self._cc_check_received()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never_received(self):
        self._cc_check_received()

    def _cc_check_received(self):
        """Files of a received letter stay as they came."""
        if not self.env.su:
            files = self.filtered(lambda file: file.res_model == "cc.interaction")
            contacts = self.env["cc.interaction"].browse(files.mapped("res_id"))
            contacts._check_own_words()
