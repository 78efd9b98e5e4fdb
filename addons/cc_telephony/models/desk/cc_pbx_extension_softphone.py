"""A phone in the browser: its page gets what it logs in to the PBX with."""

from odoo import api, fields, models


class CcPbxExtension(models.Model):
    _inherit = "cc.pbx.extension"

    is_browser = fields.Boolean(
        string="In the browser",
        help="The operator talks by headset at the Journal, without another phone.",
    )
    browser_password = fields.Char(
        string="Password at the PBX",
        groups="cc_base.cc_base_group_admin",
        copy=False,
        help="Of this extension in the PBX. The page of its operator alone gets it.",
    )

    @api.model
    def softphone_start(self):
        """Return what the reader's own page needs to be his phone; False for none.

        :return: {"address": of the PBX's WebSocket, "number", "password"}
        """
        self.env["cc.presence"]._check_desk()
        # sudo: the reader's own phone alone
        phone = self.sudo().search(
            [
                ("user_id", "=", self.env.uid),
                ("is_browser", "=", True),
                ("browser_password", "!=", False),
                ("pbx_id.browser_address", "!=", False),
            ],
            order="id",
            limit=1,
        )
        return bool(phone) and {
            "address": phone.pbx_id.browser_address,
            "number": phone.number,
            "password": phone.browser_password,
        }
