from odoo import fields, models

from .cc_pbx_tariff import WHO_PAYS


class CcPbxTrunk(models.Model):
    """A trunk may cost: a minute has its price by the number called."""

    _inherit = "cc.pbx.trunk"

    tariff_ids = fields.One2many(
        "cc.pbx.tariff", "trunk_id", string="Tariffs", groups=WHO_PAYS
    )
