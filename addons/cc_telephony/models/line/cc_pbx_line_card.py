from odoo import api, models


class CcPbxLine(models.Model):
    """A line is known by its name, and by its number where it has none."""

    _inherit = "cc.pbx.line"

    @api.depends("name", "number")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.name or line.number
