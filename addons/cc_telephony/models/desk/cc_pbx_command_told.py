from odoo import api, models

#: what an operator asked for himself, and waits for
OWN = ("originate", "hang_up", "transfer", "attended_transfer")


class CcPbxCommand(models.Model):
    """Who asked for something hears when the PBX says no."""

    _inherit = "cc.pbx.command"

    @api.model
    def _settle(self, pbx, results):
        result = super()._settle(pbx, results)
        ids = [each.get("id") for each in results if isinstance(each, dict)]
        refused = self.search(
            [
                ("pbx_id", "=", pbx.id),
                ("id", "in", [each for each in ids if isinstance(each, int)]),
                ("state", "=", "refused"),
                ("action", "in", OWN),
            ]
        )
        for command in refused.filtered("user_id"):
            command.user_id._bus_send(
                "cc_telephony/refused",
                {"action": command.action, "sentence": command.sentence or ""},
            )
        return result
