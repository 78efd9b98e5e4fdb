import ast

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.cc_base.table_writer import TABLES

KEPT_DAYS = 7


class CcAppealExport(models.Model):
    """A table of appeals somebody asked for; a job writes it, as that user."""

    _name = "cc.appeal.export"
    _inherit = "cc.transaction"
    _description = "Export of appeals"
    _order = "id desc"

    kind = fields.Selection(
        [("xlsx", "XLSX"), ("csv", "CSV")], default="xlsx", required=True
    )
    domain = fields.Char(
        string="Which appeals", default="[]", required=True, help="As on the list."
    )
    res_model = fields.Char(default="cc.appeal", readonly=True, store=False)
    with_text = fields.Boolean(string="With the text", default=True)
    state = fields.Selection(
        [
            ("new", "New"),
            ("waiting", "Being written"),
            ("done", "Ready"),
            ("failed", "Failed"),
        ],
        default="new",
        required=True,
        readonly=True,
        copy=False,
    )
    row_count = fields.Integer(string="Appeals", readonly=True, copy=False)
    done_count = fields.Integer(string="Written", readonly=True, copy=False)
    progress = fields.Integer(compute="_compute_progress")
    error = fields.Char(readonly=True, copy=False)
    file = fields.Binary(attachment=True, readonly=True, copy=False)
    file_name = fields.Char(readonly=True, copy=False)

    @api.depends("file_name")
    def _compute_display_name(self):
        for each in self:
            each.display_name = each.file_name or self.env._("New table")

    @api.depends("row_count", "done_count")
    def _compute_progress(self):
        for each in self:
            count = each.row_count
            each.progress = 100 * each.done_count // count if count else 0

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if "domain" in fields_list and "active_domain" in self.env.context:
            values["domain"] = str(self.env.context["active_domain"])
        return values

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_export()
        return super().create(vals_list)

    @api.autovacuum
    def _erase_old(self):
        """Erase tables of people's data once they were fetched long enough ago."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("create_date", "<", limit)]).unlink()

    def action_start(self):
        """Let a job write the table."""
        self.ensure_one()
        if self.state not in ("new", "failed"):
            raise UserError(self.env._("This table is being written already."))
        self.check_access("write")
        self._check_may_export()
        count = self.env["cc.appeal"].search_count(self._domain())
        most = TABLES[self.kind].most_rows
        if most and count > most:
            raise UserError(
                self.env._(
                    "%(count)s appeals are more than a workbook holds (%(most)s): "
                    "narrow the search, or take CSV.",
                    count=count,
                    most=most,
                )
            )
        self.write(
            {"state": "waiting", "row_count": count, "done_count": 0, "error": False}
        )
        self.with_delay()._job_write()
        return True

    def _domain(self):
        """Return the domain; what cannot be read as one is told, not run."""
        try:
            return Domain(ast.literal_eval(self.domain or "[]"))
        except (ValueError, SyntaxError, TypeError, MemoryError) as error:
            raise UserError(self.env._("The search cannot be read.")) from error

    @api.model
    def _check_may_export(self):
        """Ask for Odoo's own right to export, as lists do."""
        if not self.env.user.has_group("base.group_allow_export"):
            raise AccessError(
                self.env._("You may not export. An administrator gives this right.")
            )
