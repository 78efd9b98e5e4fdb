from odoo import api, models

SHOWN = {"needs_answer", "appeal_ids", "partner_id", "subject", "claimed_appeal_id"}


class CcInteraction(models.Model):
    """The work lists hear of contacts that wait without an appeal."""

    _inherit = "cc.interaction"

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        lone = contacts._in_work_lists().filtered(
            lambda each: each.needs_answer and not each.appeal_ids
        )
        self.env["cc.journal.change"]._note(lone, "created")
        return contacts

    def write(self, vals):
        result = super().write(vals)
        if SHOWN & vals.keys():
            is_over = not vals.get("needs_answer", True)
            what = "settled" if is_over else "changed"
            self.env["cc.journal.change"]._note(self._in_work_lists(), what)
        return result

    def _in_work_lists(self):
        """Return those that can be rows themselves; a room leaves out its own."""
        return self
