from odoo import models
from odoo.fields import Domain


class CcHealthDirection(models.AbstractModel):
    """First run: a line of service, and whether anybody works in it."""

    _name = "cc.health.direction"
    _inherit = "cc.health.contract"
    _description = "Setup: direction"

    _cc_code = "direction"
    _cc_section = "setup"
    _cc_order = 20

    def _cc_title(self):
        return self.env._("Direction")

    def _cc_lines(self):
        directions = self.env["cc.direction"].search(Domain.TRUE)
        if not directions:
            return [
                self._line(
                    "any",
                    self._cc_title(),
                    "todo",
                    self.env._(
                        "A line of service with its own channels, people and answer "
                        "terms: a hot line, payments, staff questions."
                    ),
                    action=self._add(
                        "cc_base.cc_direction_action",
                        self.env._("Add a direction"),
                        client_ids=self._only("cc.client").ids,
                    ),
                    action_label=self.env._("Add a direction"),
                    groups="cc_base.cc_base_group_admin",
                )
            ]
        empty = directions.filtered(lambda direction: not direction.member_ids)
        return [
            self._line(
                "any",
                self._cc_title(),
                "warning" if empty else "ok",
                self.env._("Nobody works in: %(names)s.", names=self._list(empty))
                if empty
                else self._list(directions),
                action=self._open("cc_base.cc_direction_action"),
                action_label=self.env._("Open"),
            )
        ]
