from odoo import models

LIVE = "./run restore FILE --live"


class CcHealthCopy(models.AbstractModel):
    """Health: that a database is a copy; what it does not do is no fault of it."""

    _name = "cc.health.copy"
    _inherit = "cc.health.contract"
    _description = "Health: a copy"

    _cc_code = "copy"
    _cc_order = 1

    def _cc_title(self):
        return self.env._("A copy")

    def _cc_lines(self):
        if not self.env["cc.health"]._is_copy():
            return []
        return [
            self._line(
                "copy",
                self._cc_title(),
                "ok",
                self.env._(
                    "This database is here to look at: it fetches no letters, takes no "
                    "calls, sends nothing and does nothing by schedule. Nothing has to "
                    "be set up for that. %(command)s brings back one that works.",
                    command=LIVE,
                ),
                is_first=True,
            )
        ]
