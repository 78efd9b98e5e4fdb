from odoo import models
from odoo.fields import Domain


class CcJournalSourceInteraction(models.AbstractModel):
    _inherit = "cc.journal.source.interaction"

    def _kinds(self):
        """A call that waits is owed a call-back: that is its row."""
        return super()._kinds() & Domain("kind", "!=", "phone_call")

    def _stands(self, contact):
        return super()._stands(contact) and contact.kind != "phone_call"
