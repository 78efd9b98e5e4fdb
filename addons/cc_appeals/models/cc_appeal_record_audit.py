from odoo import models


class CcAppeal(models.Model):
    """Leads from an appeal to what was done with it."""

    _inherit = "cc.appeal"

    def action_audit(self):
        """Open the audit entries of this appeal; the log's own rules apply."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cc_ledger.cc_audit_entry_action"
        )
        return action | {
            "name": self.env._("Audit of %(appeal)s", appeal=self.display_name),
            "domain": [("model", "=", self._name), ("res_id", "in", self.ids)],
            "context": {},
        }
