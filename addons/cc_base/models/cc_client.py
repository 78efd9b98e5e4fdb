from odoo import api, fields, models


class CcClient(models.Model):
    _name = "cc.client"
    _description = "Client"
    _order = "name, id"

    name = fields.Char(required=True)
    code = fields.Char(
        required=True, help="Short code, used in numbers, files and exchange."
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Company",
        ondelete="restrict",
        domain=[("is_company", "=", True)],
        index="btree_not_null",
        help="The agency or company whose people and data it is: the data controller.",
    )
    direction_ids = fields.Many2many(
        "cc.direction",
        "cc_direction_client_rel",
        "client_id",
        "direction_id",
        string="Directions",
    )
    product_ids = fields.One2many("cc.product", "client_id", string="Products")
    active = fields.Boolean(default=True)
    note = fields.Text()

    _code_uniq = models.UniqueIndex("(lower(code))", "This client code is taken.")

    # access scopes are cached with the record rules: a new client changes them
    @api.model_create_multi
    def create(self, vals_list):
        clients = super().create(vals_list)
        self.env.registry.clear_cache()
        return clients

    def write(self, vals):
        result = super().write(vals)
        if {"direction_ids", "active"} & vals.keys():
            self.env.registry.clear_cache()
        return result
