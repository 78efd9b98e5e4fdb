"""An operator who went away without a word: the supervisor has nothing ring him."""

from odoo import models
from odoo.exceptions import AccessError, UserError

from ..live.cc_pbx_live_command import SUPERVISOR


class CcPbxExtension(models.Model):
    _inherit = "cc.pbx.extension"

    def action_pause(self):
        """Have no queue ring this phone until it is let again."""
        return self._pause(True, "phone.paused")

    def action_resume(self):
        """Let the queues ring this phone again."""
        return self._pause(False, "phone.resumed")

    def _pause(self, is_paused, action):
        self.ensure_one()
        self.check_access("read")
        directions = self._directions()
        is_mine = directions & self.env.user.cc_direction_ids
        if not self.env.user.has_group(SUPERVISOR) or not is_mine:
            raise AccessError(
                self.env._("Only a supervisor of the operator's direction may do that.")
            )
        if not self.queue_names:
            raise UserError(
                self.env._(
                    "%(number)s is in no queue: nothing rings it.", number=self.number
                )
            )
        params = {"extension": self.number, "is_paused": is_paused}
        self.env["cc.pbx.command"]._ask(self.pbx_id, "pause_member", params)
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": self._name,
                    "res_id": self.id,
                    "direction_id": is_mine[:1].id,
                    "detail": {},
                }
            ]
        )
        return True

    def _directions(self):
        """Return the directions of who sits there, of nobody those of the PBX."""
        # sudo: of a colleague, which directions he serves
        return self.user_id.sudo().cc_direction_ids or self.pbx_id.sudo().direction_id
