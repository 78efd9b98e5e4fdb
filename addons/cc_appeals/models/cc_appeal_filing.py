from odoo import api, fields, models
from odoo.exceptions import ValidationError

IDENTIFICATIONS = [
    ("none", "Not identified"),
    ("named", "Said a name"),
    ("contact", "Known phone or address"),
    ("document", "Showed a document"),
    ("account", "Signed in with a state account"),
]


class CcAppeal(models.Model):
    """How the appeal was filed, how sure it is who filed it, and where it is about."""

    _inherit = "cc.appeal"

    identification = fields.Selection(
        IDENTIFICATIONS,
        help="How sure it is who the person is: an answer with personal data needs "
        "more than a name.",
    )
    territory_id = fields.Many2one(
        "cc.territory", index="btree_not_null", ondelete="restrict"
    )
    problem_address = fields.Char(
        string="Address of the problem", help="Where it is, not where the person lives."
    )

    @api.constrains("product_id", "client_id")
    def _check_product(self):
        for appeal in self.filtered("product_id"):
            # sudo: the rule is about the records, whoever may see them
            product = appeal.sudo().product_id
            if product.client_id != appeal.client_id:
                raise ValidationError(
                    self.env._(
                        "“%(product)s” is a product of another client.",
                        product=product.name,
                    )
                )
