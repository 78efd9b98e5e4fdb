from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CcChannel(models.Model):
    _inherit = "cc.channel"

    is_by_hand = fields.Boolean(
        compute="_compute_is_by_hand",
        search="_search_is_by_hand",
        help="Contacts are written down by operators: paper, visits, calls.",
    )

    @api.model
    def _kinds_by_hand(self):
        plugs = self.env["cc.extension"]._cc_all("channel")
        return [code for code, plug in plugs.items() if plug._cc_by_hand()]

    @api.depends("kind")
    def _compute_is_by_hand(self):
        kinds = self._kinds_by_hand()
        for channel in self:
            channel.is_by_hand = channel.kind in kinds

    def _search_is_by_hand(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("kind", "in", self._kinds_by_hand())
        return domain if True in value else ~domain

    @api.model
    def _by_hand_of(self, kind, direction, client):
        """Return the channel of this kind; a sentence if nobody has set one up."""
        channels = self.search(
            [
                ("kind", "=", kind),
                ("direction_id", "=", direction.id),
                ("client_id", "in", [False, client.id]),
            ]
        )
        if not channels:
            raise UserError(
                self.env._(
                    "“%(direction)s” has no channel “%(kind)s” yet: an administrator "
                    "adds one under Settings, Channels.",
                    direction=direction.name,
                    kind=self.env["cc.extension"]._cc_get("channel", kind)._cc_label(),
                )
            )
        return channels.sorted(lambda each: not each.client_id)[:1]
