"""A supervisor sets somebody's presence: said to him, and in the audit."""

from odoo import models
from odoo.exceptions import AccessError, UserError

from ...asked import as_text
from ...engine import presence as engine
from .cc_presence_request import LONGEST


class CcPresenceInterval(models.Model):
    _inherit = "cc.presence.interval"

    def action_set(self, state, note=""):
        """Set the presence of the operators of open intervals.

        :param state: available, busy, break or offline
        :raise AccessError: the reader is no supervisor
        """
        self.check_access("read")
        if not self.env.user.has_group("cc_base.cc_base_group_supervisor"):
            raise AccessError(self.env._("A supervisor sets others' presence."))
        if state not in ("available", "busy", "break", "offline"):
            raise UserError(
                self.env._("There is no such presence: load the page anew.")
            )
        note = as_text(note).strip()[:LONGEST]

        def step(current, now):
            return engine.choose(current, state, now, cause=engine.SUPERVISOR)

        # sudo: the role was checked, and that the reader sees these operators
        users = self.sudo().user_id
        self.env["cc.presence"].sudo()._move(users, step, self.env.user, note)
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": "presence.set",
                    "model": "res.users",
                    "res_id": user.id,
                    "detail": {"state": state},
                    "reason": note,
                }
                for user in users
            ]
        )
        return True

    def action_set_offline(self):
        """For who left without a word: his calls go to others."""
        return self.action_set("offline")

    def action_set_available(self):
        """For who forgot to come back from a break."""
        return self.action_set("available")
