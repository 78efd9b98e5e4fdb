from odoo import fields, models


class CcInboxEvent(models.Model):
    _inherit = "cc.inbox.event"

    interaction_id = fields.Many2one(
        "cc.interaction", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    def _finish(self, found):
        """Bind the row and what was made of it to each other."""
        result = super()._finish(found)
        if found.get("interaction_id"):
            self.interaction_id = found["interaction_id"]
            self.interaction_id.event_id = self
        return result
