from odoo import api, fields, models


class CcTerritory(models.Model):
    """Where a problem is: districts and towns, for lists and reports."""

    _name = "cc.territory"
    _description = "Territory"
    _parent_store = True
    _order = "complete_name, id"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name"]

    name = fields.Char(required=True)
    complete_name = fields.Char(
        compute="_compute_complete_name", store=True, recursive=True
    )
    parent_id = fields.Many2one(
        "cc.territory", string="Part of", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    active = fields.Boolean(default=True)

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for each in self:
            above = each.parent_id.complete_name
            each.complete_name = f"{above}, {each.name}" if above else each.name
