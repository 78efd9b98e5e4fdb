from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CcPbx(models.Model):
    _inherit = "cc.pbx"

    browser_address = fields.Char(
        string="Address for browsers",
        help="Where phones in browsers find the PBX, such as wss://pbx.example.org/ws. "
        "Empty: there are none.",
    )

    @api.constrains("browser_address")
    def _check_browser_address(self):
        for pbx in self.filtered("browser_address"):
            found = urlsplit(pbx.browser_address)
            if found.scheme not in ("ws", "wss") or not found.hostname:
                raise ValidationError(
                    self.env._(
                        "“%(address)s” is no address for browsers: it begins with "
                        "wss:// (or ws:// on this machine itself).",
                        address=pbx.browser_address,
                    )
                )
