from odoo import models

READERS = "cc_base.cc_base_group_data_officer,cc_base.cc_base_group_auditor"


class CcHealthAudit(models.AbstractModel):
    """Health: whether the audit log is out of everybody's reach."""

    _name = "cc.health.audit"
    _inherit = "cc.health.contract"
    _description = "Health: audit log"

    _cc_code = "audit"
    _cc_order = 60

    def _cc_title(self):
        return self.env._("Audit log")

    def _cc_lines(self):
        anchors = self.env["cc.audit.anchor"]
        anchored, owned = anchors._sentences()
        # before the first quarter of an hour is over there is nothing to miss
        overdue = "failing" if anchors._last() else "warning"
        more = {
            "action": self._open("cc_ledger.cc_audit_entry_action"),
            "action_label": self.env._("Open"),
            "groups": READERS,
        }
        return [
            self._line(
                "protection",
                self._cc_title(),
                "ok" if anchors._protection() == "protected" else "warning",
                owned,
                **more,
            ),
            self._line(
                "anchor",
                self.env._("Anchors of the audit log"),
                overdue if anchors._is_overdue() else "ok",
                anchored,
                **more,
            ),
        ]
