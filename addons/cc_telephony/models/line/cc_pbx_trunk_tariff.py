from odoo import api, fields, models

from .cc_pbx_tariff import WHO_PAYS


class CcPbxTrunk(models.Model):
    """A trunk may cost: a minute has its price by the number called."""

    _inherit = "cc.pbx.trunk"

    tariff_ids = fields.One2many(
        "cc.pbx.tariff", "trunk_id", string="Tariffs", groups=WHO_PAYS
    )
    tariff_text = fields.Char(
        string="Tariffs of numbers", compute="_compute_tariff_text", groups=WHO_PAYS
    )

    @api.depends("tariff_ids.prefix")
    def _compute_tariff_text(self):
        for trunk in self:
            names = dict.fromkeys(trunk.tariff_ids.mapped("display_name"))
            trunk.tariff_text = ", ".join(names)
