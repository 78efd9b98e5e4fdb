from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ...engine.tariff import cost
from ..line.cc_pbx_tariff import WHO_PAYS


class CcCall(models.Model):
    """What a call out cost, by the tariff of the day it was made."""

    _inherit = "cc.call"

    cost = fields.Float(
        readonly=True,
        digits=(12, 4),
        aggregator="sum",
        groups=WHO_PAYS,
        help="By the tariff of the trunk it went over, in the company's currency.",
    )

    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", groups=WHO_PAYS
    )

    @api.depends_context("company")
    def _compute_currency_id(self):
        self.currency_id = self.env.company.currency_id

    def _built(self):
        result = super()._built()
        self._price()
        return result

    def _price(self):
        """Tell the cost of calls out; two statements where there are tariffs."""
        made = self.filtered(lambda each: each.kind in ("out", "dialer"))
        trunks = made.pbx_id.trunk_ids
        if not trunks.tariff_ids:
            return
        tariffs = {each: each.tariff_ids._as_told() for each in trunks}
        for call in made:
            told = tariffs.get(call._trunk(), [])
            zone = ZoneInfo(call.direction_id.tz)
            day = call.started_at.replace(tzinfo=UTC).astimezone(zone).date()
            paid = cost(call.number_key or "", call.talk_seconds, day, told)
            if paid != call.cost:
                call.cost = paid

    def _trunk(self):
        """Return what it went over; where the lines do not say it, the only one."""
        self.ensure_one()
        trunks = self.pbx_id.trunk_ids
        peers = set(self.leg_ids.filtered("is_outside").mapped("peer"))
        found = trunks.filtered(lambda each: each.peer in peers)
        return found[:1] or (trunks if len(trunks) == 1 else found)
