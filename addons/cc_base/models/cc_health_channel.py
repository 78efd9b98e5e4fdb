from odoo import models
from odoo.fields import Domain


class CcHealthChannel(models.AbstractModel):
    """First run: what people reach a direction by."""

    _name = "cc.health.channel"
    _inherit = "cc.health.contract"
    _description = "Setup: channel"

    _cc_code = "channel"
    _cc_section = "setup"
    _cc_order = 30

    def _cc_title(self):
        return self.env._("Channel")

    def _cc_lines(self):
        channels = self.env["cc.channel"].search(Domain.TRUE)
        if not channels:
            return [
                self._line(
                    "any",
                    self._cc_title(),
                    "todo",
                    self.env._("What people reach a direction by: mail to begin with."),
                    action=self._add(
                        "cc_base.cc_channel_action",
                        self.env._("Add a channel"),
                        direction_id=self._only("cc.direction").id,
                    ),
                    action_label=self.env._("Add a channel"),
                    groups="cc_base.cc_base_group_admin",
                )
            ]
        directions = self.env["cc.direction"].search(Domain.TRUE)
        silent = directions - channels.direction_id
        return [
            self._line(
                "any",
                self._cc_title(),
                "warning" if silent else "ok",
                self.env._("No channel leads to: %(names)s.", names=self._list(silent))
                if silent
                else self._list(channels),
                action=self._open("cc_base.cc_channel_action"),
                action_label=self.env._("Open"),
            )
        ]
