from odoo import fields, models


class CcAppeal(models.Model):
    """Where an appeal of an older register came from."""

    _inherit = "cc.appeal"

    old_number = fields.Char(
        index="btree_not_null", copy=False, help="In the register it came from."
    )
    import_id = fields.Many2one(
        "cc.appeal.import",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
