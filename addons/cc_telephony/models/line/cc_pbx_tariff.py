from odoo import api, fields, models

from ...engine.tariff import Tariff

WHO_PAYS = (
    "cc_base.cc_base_group_supervisor,cc_base.cc_base_group_auditor,"
    "cc_base.cc_base_group_admin"
)


class CcPbxTariff(models.Model):
    """What a minute over a trunk costs, by the beginning of the number called."""

    _name = "cc.pbx.tariff"
    _description = "Tariff of a trunk"
    _order = "trunk_id, digits, since desc"
    _rec_name = "prefix"

    trunk_id = fields.Many2one(
        "cc.pbx.trunk", required=True, ondelete="cascade", index=True
    )
    prefix = fields.Char(
        help="How numbers begin, with the country's code: +7 916. Empty: all others."
    )
    digits = fields.Char(compute="_compute_digits", store=True, precompute=True)
    price = fields.Float(
        string="Price of a minute", required=True, digits=(12, 4), aggregator=None
    )
    step_seconds = fields.Integer(
        string="Paid in steps of, s", default=60, required=True, aggregator=None
    )
    since = fields.Date(help="The first day it holds. Empty: always.")

    _prefix_uniq = models.UniqueIndex(
        "(trunk_id, coalesce(digits, ''), coalesce(since, '-infinity'))",
        "There is a tariff for these numbers since that day.",
    )
    _positive = models.Constraint(
        "CHECK (price >= 0 AND step_seconds > 0)",
        "A price is not negative, a step is at least a second.",
    )

    @api.depends("prefix")
    def _compute_digits(self):
        for tariff in self:
            signs = tariff.prefix or ""
            # "" and not NULL: two tariffs for all others are one too many
            tariff.digits = "".join(each for each in signs if each.isdecimal())

    @api.depends("prefix")
    def _compute_display_name(self):
        for tariff in self:
            tariff.display_name = tariff.prefix or self.env._("All other numbers")

    def _as_told(self):
        """Return them for the engine."""
        return [
            Tariff(each.digits or "", each.price, each.step_seconds, each.since or None)
            for each in self
        ]
