from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.identity import normalise


class CcStopEntry(models.Model):
    """Nobody contacts this number or address: a client's, or the whole centre's."""

    _name = "cc.stop.entry"
    _inherit = "cc.contact.point"
    _description = "Stop list entry"
    _order = "create_date desc, id desc"

    client_id = fields.Many2one(
        "cc.client",
        ondelete="cascade",
        index="btree_not_null",
        help="Empty: everybody.",
    )
    reason = fields.Char(required=True)
    until_on = fields.Date(string="Until", help="Empty: for ever.")
    active = fields.Boolean(default=True)

    _value_uniq = models.UniqueIndex(
        "(kind, value, coalesce(client_id, 0)) WHERE active IS TRUE",
        "This contact is on the stop list already.",
    )

    @api.model
    def _is_stopped(self, kind, raw, client):
        """Tell whether `client` must not contact `raw`; the unreadable is."""
        found = normalise(kind, raw or "")
        if found is None:
            return True
        today = fields.Date.context_today(self)
        # sudo: values are hidden from every sender; only yes or no leaves
        return bool(
            self.sudo().search_count(
                Domain("kind", "=", kind)
                & Domain("value", "=", found.value)
                & Domain("client_id", "in", [client.id, False])
                & (Domain("until_on", "=", False) | Domain("until_on", ">=", today)),
                limit=1,
            )
        )

    @api.model
    def _stopped_among(self, identities):
        """Return those of `identities` their client must not contact: one query.

        What cannot be read is stopped too.
        """
        # sudo: values are hidden from every sender; only yes or no leaves
        identities = identities.sudo()
        today = fields.Date.context_today(self)
        entries = self.sudo().search_fetch(
            Domain("value", "in", identities.mapped("value"))
            & (Domain("until_on", "=", False) | Domain("until_on", ">=", today)),
            ["kind", "value", "client_id"],
        )
        stopped = {(each.kind, each.value, each.client_id.id) for each in entries}
        return identities.filtered(
            lambda each: (
                not each.value
                or (each.kind, each.value, each.client_id.id) in stopped
                or (each.kind, each.value, False) in stopped
            )
        )
