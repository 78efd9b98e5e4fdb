"""Who carried tables of appeals away: how many rows, and what they were chosen by."""

from odoo import models
from odoo.http import request


class CcAppealExport(models.Model):
    _inherit = "cc.appeal.export"

    def write(self, vals):
        state = vals.get("state")
        moved = self.filtered(
            lambda each: state in ("waiting", "done") and each.state != state
        )
        result = super().write(vals)
        moved._log_table("export.asked" if state == "waiting" else "export.ready")
        return result

    def _log_table(self, action):
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": action,
                    "model": each._name,
                    "res_id": each.id,
                    # names of fields only: what was typed may be a person's
                    "detail": {
                        "kind": each.kind,
                        "row_count": each.row_count,
                        "with_text": each.with_text,
                        "chosen_by": each._chosen_by(),
                    },
                }
                for each in self
            ]
        )

    def _chosen_by(self):
        """Return the names of the fields the search asks, sorted."""
        conditions = self._domain().iter_conditions()
        return sorted({each.field_expr for each in conditions if each.field_expr})


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _compute_raw(self):
        result = super()._compute_raw()
        self._cc_log_taken()
        return result

    def _to_http_stream(self):
        self._cc_log_taken()
        return super()._to_http_stream()

    def _cc_log_taken(self):
        """Tell who took a table, once per request however often it is read."""
        # sudo: whose file it is, and what the table was; ids, codes and counts leave
        files = self.sudo().filtered(lambda file: file.res_model == "cc.appeal.export")
        if not files or not request:
            return
        told = self.env.cr.cache.setdefault("cc_appeals.export_taken", set())
        fresh = set(files.mapped("res_id")) - told
        told |= fresh
        tables = self.env["cc.appeal.export"].sudo().browse(sorted(fresh)).exists()
        tables._log_table("export.downloaded")


class CcAppeal(models.Model):
    _inherit = "cc.appeal"

    def export_data(self, fields_to_export):
        """Hand appeals out from a list; that they were is an entry too."""
        self.check_access("read")
        self.env["cc.audit.entry"]._log(
            [
                {
                    "action": "appeal.exported",
                    "model": self._name,
                    "detail": {"count": len(self), "fields": fields_to_export},
                }
            ]
        )
        return super().export_data(fields_to_export)


class CcAuditEntry(models.Model):
    _inherit = "cc.audit.entry"

    def _action_texts(self):
        return super()._action_texts() | {
            "appeal.exported": self.env._("Exported appeals from a list"),
            "export.asked": self.env._("Asked for a table of appeals"),
            "export.ready": self.env._("Table of appeals ready"),
            "export.downloaded": self.env._("Downloaded a table of appeals"),
        }
