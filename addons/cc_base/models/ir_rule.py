from odoo import models

from .cc_unseen import is_guarded


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Name no record the user may not see, nor tell that it is there."""
        if is_guarded(records) and operation != "create":
            if unseen := records._cc_unseen():
                return unseen._cc_not_there()
        return super()._make_access_error(operation, records)
