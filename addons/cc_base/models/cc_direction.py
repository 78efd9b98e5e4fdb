from odoo import api, fields, models, tools

from odoo.addons.base.models.res_partner import _tz_get

REVEAL_POLICIES = [
    ("nowhere", "Nowhere: every look needs a reason"),
    ("serving", "On the contact being served"),
    ("everywhere", "Everywhere"),
]


class CcDirection(models.Model):
    _name = "cc.direction"
    _description = "Direction"
    _order = "sequence, name, id"

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    client_ids = fields.Many2many(
        "cc.client",
        "cc_direction_client_rel",
        "direction_id",
        "client_id",
        string="Clients",
        required=True,
        help="One client, or several for a shared line of an outsourcer.",
    )
    product_ids = fields.Many2many("cc.product", string="Products")
    channel_ids = fields.One2many("cc.channel", "direction_id", string="Channels")
    member_ids = fields.Many2many(
        "res.users",
        "cc_direction_user_rel",
        "direction_id",
        "user_id",
        string="Members",
    )
    tz = fields.Selection(
        _tz_get,
        string="Time zone",
        required=True,
        default="Europe/Moscow",
        help="Deadlines are dates in this zone.",
    )
    reveal_policy = fields.Selection(
        REVEAL_POLICIES,
        required=True,
        default="serving",
        help="Where an operator opens a phone or an address without giving a reason. "
        "Each look is recorded all the same.",
    )
    member_count = fields.Integer(compute="_compute_member_count")
    channel_count = fields.Integer(compute="_compute_channel_count")

    _code_uniq = models.UniqueIndex("(lower(code))", "This direction code is taken.")

    @api.depends("member_ids")
    def _compute_member_count(self):
        for direction in self:
            direction.member_count = len(direction.member_ids)

    @api.depends("channel_ids")
    def _compute_channel_count(self):
        for direction in self:
            direction.channel_count = len(direction.channel_ids)

    @api.model_create_multi
    def create(self, vals_list):
        directions = super().create(vals_list)
        self.env.registry.clear_cache()
        return directions

    def write(self, vals):
        result = super().write(vals)
        # record rules are cached per user and read membership: a change must show
        if {"client_ids", "member_ids", "active"} & vals.keys():
            self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache("direction_id")
    def _client_ids_of(self, direction_id):
        """Return the ids of a direction's clients, for checks made on each contact."""
        # sudo: the rule is about the records, whoever may see them
        direction = self.sudo().with_context(active_test=True).browse(direction_id)
        return frozenset(direction.client_ids.ids)

    def _default_client(self):
        """Return the direction's client when it has exactly one, else none."""
        return self.client_ids if len(self.client_ids) == 1 else self.client_ids[:0]
