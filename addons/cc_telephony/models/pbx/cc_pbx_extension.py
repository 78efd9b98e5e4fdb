from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CcPbxExtension(models.Model):
    """A phone of ours, and who sits at it."""

    _name = "cc.pbx.extension"
    _description = "Extension"
    _order = "pbx_id, number"
    _rec_name = "number"

    pbx_id = fields.Many2one("cc.pbx", required=True, ondelete="cascade", index=True)
    number = fields.Char(required=True)
    user_id = fields.Many2one(
        "res.users", string="Operator", ondelete="restrict", index="btree_not_null"
    )
    active = fields.Boolean(default=True)

    _number_uniq = models.UniqueIndex(
        "(pbx_id, number) WHERE active IS TRUE",
        "This PBX has a phone of that number already: one person sits at each.",
    )

    @api.constrains("user_id", "pbx_id", "active")
    def _check_user(self):
        for extension in self.filtered(lambda each: each.user_id and each.active):
            other = self.search(
                [
                    ("pbx_id", "=", extension.pbx_id.id),
                    ("user_id", "=", extension.user_id.id),
                    ("id", "!=", extension.id),
                ],
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "%(user)s already sits at %(number)s: one phone per person "
                        "and PBX.",
                        user=extension.user_id.name,
                        number=other.number,
                    )
                )
