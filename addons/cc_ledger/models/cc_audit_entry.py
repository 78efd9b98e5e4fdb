"""The audit log: who did what when. Rows are added in the transaction of what they tell
of, unchained; the sealer chains them later (docs/adr/0009)."""

import json

import psycopg2

from odoo import api, fields, models, tools
from odoo.http import request

from .cc_audit_subject_key import digest

TABLES = ("cc_audit_entry", "cc_audit_seal")
ORIGINS = [("web", "Screen"), ("job", "By itself"), ("shell", "Console")]
_INSERT = """
    INSERT INTO public.cc_audit_entry (
        user_id, origin, action, model, res_id, direction_id, client_id, subject_id,
        detail, hmacs, reason
    ) VALUES %s
"""
_KEYS = {
    "action",
    "model",
    "res_id",
    "direction_id",
    "client_id",
    "subject_id",
    "detail",
    "values",
    "reason",
}


class CcAuditEntry(models.Model):
    _name = "cc.audit.entry"
    _description = "Audit entry"
    _order = "id desc"
    # data/cc_audit.sql makes the table: another role than Odoo's owns it
    _auto = False
    _log_access = False

    logged_at = fields.Datetime(string="When", readonly=True)
    user_id = fields.Many2one("res.users", string="Who", readonly=True)
    origin = fields.Selection(ORIGINS, string="From where", readonly=True)
    action = fields.Char(readonly=True)
    model = fields.Char(readonly=True)
    res_id = fields.Integer(readonly=True, aggregator=None)
    direction_id = fields.Many2one("cc.direction", readonly=True)
    client_id = fields.Many2one("cc.client", readonly=True)
    subject_id = fields.Many2one("res.partner", string="About", readonly=True)
    detail = fields.Json(readonly=True)
    reason = fields.Char(readonly=True)

    def init(self):
        result = super().init()
        if self._may_change_tables():
            with tools.file_open("cc_ledger/data/cc_audit.sql") as file:
                self.env.cr.execute(file.read())
        return result

    @api.model
    def _may_change_tables(self):
        """Tell whether the tables are Odoo's own, or not there yet.

        Where `./run audit protect` gave them to another role, that step changes them.
        """
        self.env.cr.execute(
            """
            SELECT coalesce(bool_and(pg_has_role(relowner, 'USAGE')), true)
              FROM pg_class
             WHERE relnamespace = 'public'::regnamespace AND relname IN %s
            """,
            (TABLES,),
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _log(self, entries):
        """Write what was done, in the caller's transaction: one INSERT for all.

        :param entries: list of dicts: `action` (dotted words), and where they apply
            `model`, `res_id`, `direction_id`, `client_id`, `subject_id` (the person
            `values` are about), `detail` (dict of plain facts: states, codes, field
            names, ids, counts; never personal data), `values` (dict of field → value
            of personal data: only an HMAC under the person's key is kept), `reason`
        """
        if not entries:
            return
        if self.env.cr.readonly:
            # Odoo answers the request once more, on a connection that writes: what
            # was looked at leaves only when its entry is committed
            raise psycopg2.errors.ReadOnlySqlTransaction("an audited look must write")
        subjects = {e["subject_id"] for e in entries if e.get("values")}
        keys = self.env["cc.audit.subject.key"]._keys(subjects)
        whence = self._whence()
        self.env.cr.execute_values(
            _INSERT,
            [self._row(entry, whence, keys) for entry in entries],
            page_size=len(entries),
        )

    @api.model
    def _row(self, entry, whence, keys):
        if unknown := entry.keys() - _KEYS:
            raise ValueError(f"an audit entry has no {sorted(unknown)}")
        values = entry.get("values")
        key = values and keys[entry["subject_id"]]
        hmacs = values and {
            field: None if value in (None, False, "") else digest(key, field, value)
            for field, value in values.items()
        }
        return (
            self.env.uid,
            whence,
            entry["action"],
            entry.get("model") or None,
            entry.get("res_id") or None,
            entry.get("direction_id") or None,
            entry.get("client_id") or None,
            entry.get("subject_id") or None,
            _json(entry.get("detail")),
            _json(hmacs),
            # PostgreSQL keeps no NUL, and a log must not fail over one
            (entry.get("reason") or "").replace("\0", "") or None,
        )

    @api.model
    def _whence(self):
        context = self.env.context
        if context.get("job_uuid") or context.get("cron_id"):
            return "job"
        return "web" if request else "shell"

    @api.model
    def _forget_subject(self, partner):
        """Make the person's audited values unmatchable; the chain still verifies."""
        self.env["cc.audit.subject.key"]._forget(partner.ids)


def _json(facts):
    # PostgreSQL keeps no NUL, and a log must not fail over one
    return json.dumps(facts).replace("\\u0000", "\\ufffd") if facts else None
