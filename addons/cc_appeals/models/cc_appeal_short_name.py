from odoo import api, models


class CcAppeal(models.Model):
    """Names an appeal by its number alone, where the matter stands beside it."""

    _inherit = "cc.appeal"

    @api.depends_context("cc_number_only")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        if self.env.context.get("cc_number_only"):
            for appeal in self.filtered("number"):
                appeal.display_name = f"№ {appeal.number}"
        return result
