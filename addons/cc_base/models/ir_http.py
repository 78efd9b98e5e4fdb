from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def color_scheme(self):
        """Return light, dark or system: the user's own choice."""
        return self.env.user.cc_color_scheme or super().color_scheme()

    def session_info(self):
        """Show an administrator the first run first, while a step of it is left."""
        info = super().session_info()
        user = self.env.user
        info["cc_color_scheme"] = user.cc_color_scheme
        if not info.get("home_action_id") and user.has_group(
            "cc_base.cc_base_group_admin"
        ):
            if self.env["cc.health"]._has_todo():
                info["home_action_id"] = self.env.ref("cc_base.cc_health_action").id
        return info
