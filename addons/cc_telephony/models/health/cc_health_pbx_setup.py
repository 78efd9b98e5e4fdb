from odoo import models

from .cc_health_of_pbx import ADMIN

MOST = 100


class CcHealthPbxSetup(models.AbstractModel):
    """First run: a PBX with its connector, the lines people call, phones of people."""

    _name = "cc.health.pbx.setup"
    _inherit = "cc.health.contract"
    _description = "Setup: PBX"

    _cc_code = "pbx_setup"
    _cc_section = "setup"
    _cc_order = 50
    _cc_rests_on_copy = True

    def _cc_title(self):
        return self.env._("Telephone")

    def _cc_lines(self):
        pbx = self.env["cc.pbx"].search([], limit=1)
        state, sentence = self._stand(pbx)
        if pbx:
            action = self._open_form(pbx)
        else:
            action = self._add("cc_telephony.cc_pbx_action", self.env._("New PBX"))
        return [
            self._line(
                "any",
                self._cc_title(),
                state,
                sentence,
                action=action,
                action_label=self.env._("Open") if pbx else self.env._("Add a PBX"),
                groups=ADMIN,
            )
        ]

    def _stand(self, pbx):
        if not pbx:
            return "todo", self.env._(
                "Add the PBX, the numbers people call and the phones of operators: "
                "then every call becomes a card."
            )
        every = self.env["cc.pbx"].search([], limit=MOST)
        if not every.line_ids:
            return "todo", self.env._(
                "Add the numbers people call: each belongs to a direction."
            )
        if not every.extension_ids.user_id:
            return "todo", self.env._(
                "Say who sits at which phone: without it nobody has the calls."
            )
        unheard = every.filtered(lambda each: not each.has_token or not each.seen_at)
        if unheard:
            return "warning", self.env._(
                "Not connected yet: %(names)s. Make a token, give it to the connector "
                "and start it.",
                names=self._list(unheard),
            )
        return "ok", self.env._(
            "Lines: %(lines)s, phones with an operator: %(phones)s.",
            lines=len(every.line_ids),
            phones=len(every.extension_ids.filtered("user_id")),
        )
