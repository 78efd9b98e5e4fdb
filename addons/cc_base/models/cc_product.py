from odoo import fields, models


class CcProduct(models.Model):
    _name = "cc.product"
    _description = "Client's product or service"
    _order = "client_id, name, id"

    name = fields.Char(required=True)
    client_id = fields.Many2one(
        "cc.client", required=True, ondelete="cascade", index=True
    )
    active = fields.Boolean(default=True)
