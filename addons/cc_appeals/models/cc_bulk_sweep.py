from odoo import fields, models


class CcBulkRun(models.Model):
    """A run whose job failed or is gone goes on by itself, or says that it stopped."""

    _inherit = "cc.bulk.run"

    def _give_up(self):
        self.write({"state": "stopped", "ended_at": fields.Datetime.now()})
        self._tell()
