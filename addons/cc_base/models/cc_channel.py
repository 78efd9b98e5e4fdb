from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CcChannel(models.Model):
    _name = "cc.channel"
    _description = "Channel"
    _order = "sequence, name, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection="_selection_kind",
        required=True,
        help="What it is: the list grows with the installed rooms.",
    )
    icon = fields.Char(compute="_compute_icon")
    direction_id = fields.Many2one(
        "cc.direction", required=True, ondelete="restrict", index=True
    )
    client_id = fields.Many2one(
        "cc.client",
        ondelete="restrict",
        index="btree_not_null",
        help="Whose contacts come here. Needed when the direction has several clients.",
    )
    address = fields.Char(
        help="The mailbox, number or page people use; shown to operators."
    )
    active = fields.Boolean(default=True)

    @api.model
    def _selection_kind(self):
        plugs = self.env["cc.extension"]._cc_all("channel")
        return [(code, plug._cc_label()) for code, plug in plugs.items()]

    @api.depends("kind")
    def _compute_icon(self):
        plugs = self.env["cc.extension"]._cc_all("channel")
        for channel in self:
            plug = plugs.get(channel.kind)
            channel.icon = plug._cc_icon() if plug is not None else "circle-o"

    @api.constrains("direction_id", "client_id")
    def _check_client(self):
        for channel in self:
            clients = channel.direction_id.client_ids
            if channel.client_id and channel.client_id not in clients:
                raise ValidationError(
                    self.env._(
                        "The client of channel “%(channel)s” does not belong to the "
                        "direction “%(direction)s”.",
                        channel=channel.name,
                        direction=channel.direction_id.name,
                    )
                )
            if not channel.client_id and len(clients) > 1:
                raise ValidationError(
                    self.env._(
                        "Direction “%(direction)s” has several clients: say whose "
                        "contacts come to the channel “%(channel)s”.",
                        channel=channel.name,
                        direction=channel.direction_id.name,
                    )
                )

    def _plug(self):
        """Return the plug-in of this channel's kind."""
        self.ensure_one()
        return self.env["cc.extension"]._cc_get("channel", self.kind)

    def _client(self):
        """Return whose people write here."""
        self.ensure_one()
        return self.client_id or self.direction_id._default_client()
