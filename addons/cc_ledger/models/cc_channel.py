from odoo import models
from odoo.exceptions import UserError


class CcChannel(models.Model):
    _inherit = "cc.channel"

    def write(self, vals):
        """Keep what came where it came: its direction and client decide who sees it."""
        for name in {"direction_id", "client_id"} & vals.keys():
            moved = self.filtered(
                lambda channel, name=name: channel[name].id != (vals[name] or False)
            )
            # sudo: what the user does not see counts too; yes or no leaves
            events = self.env["cc.inbox.event"].sudo()
            if events.search_count([("channel_id", "in", moved.ids)], limit=1):
                raise UserError(
                    self.env._(
                        "“%(channel)s” has received letters already: archive it and "
                        "add another channel.",
                        channel=moved[0].name,
                    )
                )
        return super().write(vals)
