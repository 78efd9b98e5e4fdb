from odoo import fields, models


class CcPbxQueue(models.Model):
    """A queue may be a department's: calls about its appeals ring there."""

    _inherit = "cc.pbx.queue"

    department_id = fields.Many2one(
        "hr.department",
        ondelete="restrict",
        index="btree_not_null",
        help="Who calls while this department has their appeal rings here.",
    )
