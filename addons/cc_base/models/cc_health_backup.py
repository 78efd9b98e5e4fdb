from odoo import models


class CcHealthBackup(models.AbstractModel):
    """Health: nothing here makes backups, and that must not look like health."""

    _name = "cc.health.backup"
    _inherit = "cc.health.contract"
    _description = "Health: backups"

    _cc_code = "backup"
    _cc_order = 90

    def _cc_title(self):
        return self.env._("Backups")

    def _cc_lines(self):
        return [
            self._line(
                "known",
                self._cc_title(),
                "warning",
                self.env._(
                    "This system makes no backups itself: see that the database and "
                    "the file store are copied, together, every day."
                ),
            )
        ]
