from odoo import models
from odoo.fields import Domain


class CcHealthClient(models.AbstractModel):
    """First run: whose people and data it is."""

    _name = "cc.health.client"
    _inherit = "cc.health.contract"
    _description = "Setup: client"

    _cc_code = "client"
    _cc_section = "setup"
    _cc_order = 10

    def _cc_title(self):
        return self.env._("Client")

    def _cc_lines(self):
        clients = self.env["cc.client"].search(Domain.TRUE)
        if not clients:
            return [
                self._line(
                    "any",
                    self._cc_title(),
                    "todo",
                    self.env._(
                        "The agency or company whose people you serve: their data is "
                        "kept apart from everybody else's."
                    ),
                    action=self._add(
                        "cc_base.cc_client_action", self.env._("Add a client")
                    ),
                    action_label=self.env._("Add a client"),
                    groups="cc_base.cc_base_group_admin",
                )
            ]
        return [
            self._line(
                "any",
                self._cc_title(),
                "ok",
                self._list(clients),
                action=self._open("cc_base.cc_client_action"),
                action_label=self.env._("Open"),
            )
        ]
