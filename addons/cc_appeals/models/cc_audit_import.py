"""What an import did, and that it was taken back, in the audit log."""

from odoo import models

# states an import comes to, and what the log calls them
TOLD = {
    "running": "import.started",
    "stopped": "import.stopped",
    "done": "import.finished",
    "undoing": "import.undo_started",
    "undone": "import.undone",
}


class CcAppealImport(models.Model):
    _inherit = "cc.appeal.import"

    def write(self, vals):
        state = vals.get("state")
        moved = self.filtered(lambda each: state in TOLD and each.state != state)
        result = super().write(vals)
        if moved:
            self.env["cc.audit.entry"]._log([each._audit_entry() for each in moved])
        return result

    def _audit_entry(self):
        return {
            "action": TOLD[self.state],
            "model": self._name,
            "res_id": self.id,
            "direction_id": self.direction_id.id,
            "client_id": self.client_id.id,
            "detail": {
                "row_count": self.row_count,
                "bad_count": self.bad_count,
                "created_count": self.created_count,
                "kept_count": self.kept_count,
            },
        }


class CcAuditEntry(models.Model):
    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "import.started": self.env._("Started an import"),
            "import.stopped": self.env._("Stopped an import"),
            "import.finished": self.env._("Import finished"),
            "import.undo_started": self.env._("Took an import back"),
            "import.undone": self.env._("Import was taken back"),
        }
