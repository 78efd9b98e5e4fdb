"""What a supervisor may do to a call that goes on: each is asked about, and audited."""

import uuid

from odoo import models
from odoo.exceptions import AccessError, UserError

SUPERVISOR = "cc_base.cc_base_group_supervisor"


class CcPbxLive(models.Model):
    _inherit = "cc.pbx.live"

    def action_listen(self):
        """Hear the call at one's own phone; nobody of it knows."""
        return self._listen("call.listened_in", is_whispering=False)

    def action_whisper(self):
        """Hear the call, and be heard by our operator alone."""
        return self._listen("call.whispered", is_whispering=True)

    def action_hang_up(self):
        """End the call for everybody in it."""
        self._check_commander()
        # without a phone the connector takes the channel that began the call
        params = {"linkedid": self.linked_id}
        self.env["cc.pbx.command"]._ask(self.pbx_id, "hang_up", params)
        self._log_command("call.hung_up")
        return self._notice(self.env._("The PBX is asked to end the call."))

    def _listen(self, action, is_whispering):
        self._check_commander()
        pbx = self.pbx_id
        phones = (self.talking or "").split()
        if not phones:
            raise UserError(self.env._("Nobody of ours talks in this call now."))
        own = pbx._phone_of_user()
        if not own:
            raise UserError(
                self.env._(
                    "You have no phone on the PBX “%(pbx)s”: name yourself at an "
                    "extension first.",
                    pbx=pbx.name,
                )
            )
        if not own.is_registered:
            raise UserError(
                self.env._(
                    "Your phone %(number)s is not registered: turn it on first.",
                    number=own.number,
                )
            )
        if own.number in phones:
            raise UserError(self.env._("This is your own call."))
        self.env["cc.pbx.command"]._ask(
            pbx,
            "spy",
            {
                "extension": own.number,
                "target": phones[0],
                "is_whispering": is_whispering,
                "channel_id": f"cc-spy-{uuid.uuid4().hex}",
            },
        )
        self._log_command(action, operator=phones[0])
        return self._notice(
            self.env._(
                "Your phone %(number)s rings: pick it up to be with the call.",
                number=own.number,
            )
        )

    def _check_commander(self):
        self.ensure_one()
        if not self.exists():
            raise UserError(self.env._("This call is over."))
        self.check_access("read")
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._("Only a supervisor joins or ends calls of others.")
            )

    def _log_command(self, action, **detail):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": "cc.pbx",
                    "res_id": self.pbx_id.id,
                    "direction_id": self.direction_id.id,
                    "client_id": self.client_id.id,
                    "subject_id": self.partner_id.id,
                    "detail": {"call": self.linked_id} | detail,
                }
            ]
        )

    def _notice(self, sentence):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": sentence, "type": "info"},
        }
