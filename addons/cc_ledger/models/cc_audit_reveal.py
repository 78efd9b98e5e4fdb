"""Each look at a contact is an entry of the audit log too."""

from odoo import api, models


class CcIdentityReveal(models.Model):
    _inherit = "cc.identity.reveal"

    @api.model
    def _record(self, identity, reason):
        look = super()._record(identity, reason)
        # sudo: the value leaves as an HMAC under the person's own key
        plain = identity.sudo()
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": "identity.revealed",
                    "model": "cc.identity",
                    "res_id": plain.id,
                    "client_id": plain.client_id.id,
                    "subject_id": plain.partner_id.id,
                    "detail": {"kind": plain.kind},
                    "values": {plain.kind: plain.value},
                    "reason": reason,
                }
            ]
        )
        return look
