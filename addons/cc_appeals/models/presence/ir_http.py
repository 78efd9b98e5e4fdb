import time

from odoo import models

from .cc_presence import DESK


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell every page what time it is, and an operator's that it must beat."""
        info = super().session_info()
        info["cc_clock"] = int(time.time() * 1000)
        if self.env.user.has_group(DESK):
            info["cc_presence"] = self.env["cc.presence"]._of_session()
        return info


class CcPresence(models.AbstractModel):
    _inherit = "cc.presence"

    def _of_session(self):
        """Return {"state", "cause"} of the reader; reads only."""
        found = self.env["cc.presence.interval"].search_read(
            [("user_id", "=", self.env.uid), ("to_at", "=", False)],
            ["state", "cause"],
            limit=1,
        )
        return {name: found[0][name] for name in ("state", "cause")} if found else {}
