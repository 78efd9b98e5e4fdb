from odoo import fields, models


class CcAppealImport(models.Model):
    """An import whose job failed or is gone goes on, or says that it stopped."""

    _inherit = "cc.appeal.import"

    has_failed = fields.Boolean(
        string="Given up",
        readonly=True,
        copy=False,
        help="Its work failed several times; nobody stopped it.",
    )

    def _give_up(self):
        state = "ready" if self.state == "checking" else "stopped"
        self.write({"state": state, "has_failed": True})
