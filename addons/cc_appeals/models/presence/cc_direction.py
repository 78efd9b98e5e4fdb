from odoo import fields, models


class CcDirection(models.Model):
    _inherit = "cc.direction"

    wrap_up_seconds = fields.Integer(
        string="Wrap-up, s",
        default=30,
        help="After a call the operator gets no other one for so long; 0: at once.",
    )
    missed_limit = fields.Integer(
        string="Calls left ringing",
        default=2,
        help="After so many in a row the operator is busy until he says otherwise; "
        "0: never.",
    )

    _wrap_up_check = models.Constraint(
        "CHECK (wrap_up_seconds BETWEEN 0 AND 3600)", "Wrap-up lasts an hour at most."
    )
