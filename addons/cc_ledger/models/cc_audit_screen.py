"""The audit log in words: what was done, to what, and whether it is sealed."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

OPERATIONS = ("create", "write", "unlink")


class CcAuditEntry(models.Model):
    _inherit = "cc.audit.entry"

    seal_seq = fields.Integer(
        string="Seal",
        readonly=True,
        aggregator=None,
        help="Its place in the chain; nothing while it waits to be sealed.",
    )
    is_sealed = fields.Boolean(
        string="Sealed", compute="_compute_is_sealed", search="_search_is_sealed"
    )
    seal_hash = fields.Char(compute="_compute_seal_hash", string="Seal's hash")
    action_text = fields.Char(string="What", compute="_compute_action_text")
    record_text = fields.Char(string="Record", compute="_compute_record_text")
    detail_text = fields.Char(string="Details", compute="_compute_detail_text")

    @property
    def _table_query(self):
        # what was deleted since must not make the log unreadable
        return SQL(
            """
            SELECT entry.id, entry.logged_at, users.id AS user_id, entry.origin,
                   entry.action, entry.model, entry.res_id,
                   direction.id AS direction_id, client.id AS client_id,
                   subject.id AS subject_id, entry.detail, entry.reason,
                   seal.seq AS seal_seq
              FROM public.cc_audit_entry entry
              LEFT JOIN public.cc_audit_seal seal ON seal.entry_id = entry.id
              LEFT JOIN res_users users ON users.id = entry.user_id
              LEFT JOIN cc_direction direction ON direction.id = entry.direction_id
              LEFT JOIN cc_client client ON client.id = entry.client_id
              LEFT JOIN res_partner subject ON subject.id = entry.subject_id
            """
        )

    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{entry.action_text} #{entry.id}"

    @api.depends("seal_seq")
    def _compute_is_sealed(self):
        for entry in self:
            entry.is_sealed = bool(entry.seal_seq)

    @api.model
    def _search_is_sealed(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = set(value)
        if wanted == {True, False}:
            return fields.Domain.TRUE
        return [("seal_seq", "!=" if True in wanted else "=", False)]

    def _compute_seal_hash(self):
        self.env.cr.execute(
            "SELECT entry_id, encode(hash, 'hex') FROM public.cc_audit_seal"
            " WHERE entry_id = ANY(%s)",
            (self.ids,),
        )
        hashes = dict(self.env.cr.fetchall())
        for entry in self:
            entry.seal_hash = hashes.get(entry.id)

    @api.depends("action")
    @api.depends_context("lang")
    def _compute_action_text(self):
        texts = self._action_texts()
        other = self.env._("Another action")
        for entry in self:
            entry.action_text = texts.get(entry.action, other)

    @api.model
    def _action_texts(self):
        """Return {action: words}; a room adds those of its actions."""
        return {
            "audit.exported": self.env._("Exported the audit log"),
            "identity.revealed": self.env._("Looked at a contact"),
            "inbox.dismissed": self.env._("Dismissed from quarantine"),
            "inbox.put_back": self.env._("Put back into quarantine"),
            "inbox.processed": self.env._("Processed what came"),
            "inbox.quarantined": self.env._("Set aside into quarantine"),
            "inbox.replayed": self.env._("Replayed from quarantine"),
            "outbox.bounced": self.env._("Delivery bounced"),
            "outbox.doubtful": self.env._("Delivery without an answer"),
            "outbox.failed": self.env._("Delivery failed"),
            "outbox.retried": self.env._("Delivery tried again"),
            "outbox.sent": self.env._("Delivery sent"),
            "raw.downloaded": self.env._("Opened the raw source"),
            "settings.changed": self.env._("Changed settings"),
        }

    @api.depends("model", "res_id")
    @api.depends_context("lang")
    def _compute_record_text(self):
        names = self._model_names()
        for entry in self:
            name = names.get(entry.model)
            entry.record_text = name and self.env._(
                "%(name)s No. %(number)s", name=name, number=entry.res_id or "–"
            )

    @api.model
    def _model_names(self):
        # sudo: what models are called, no data of theirs
        models_ = self.env["ir.model"].sudo()
        return {
            model: models_._get(model).name
            for model in set(self.mapped("model"))
            if model in self.env
        }

    @api.depends("model", "detail")
    @api.depends_context("lang")
    def _compute_detail_text(self):
        for entry in self:
            entry.detail_text = entry._in_words()

    def _in_words(self):
        """Return the details a person has words for: the record's own fields."""
        known = self.env[self.model]._fields if self.model in self.env else {}
        detail, words = self.detail or {}, []
        for key, value in detail.items():
            if key == "fields" and isinstance(value, list):
                words += [
                    known[name]._description_string(self.env)
                    for name in value
                    if name in known
                ]
            elif key in known:
                label = known[key]._description_string(self.env)
                words.append(f"{label}: {self._value_text(known[key], value)}")
        text = ", ".join(words)
        if detail.get("operation") in OPERATIONS:
            done = self._operation_text(detail["operation"])
            text = f"{done}: {text}" if text else done
        return text

    @api.model
    def _operation_text(self, operation):
        return {
            "create": self.env._("Added"),
            "write": self.env._("Changed"),
            "unlink": self.env._("Deleted"),
        }[operation]

    @api.model
    def _value_text(self, field, value):
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if field.type == "many2one" and isinstance(value, int):
            return self._record_name(field.comodel_name, value)
        if (field.model_name, field.name) == ("cc.inbox.event", "reason"):
            return self.env["cc.inbox.event"]._reason_texts().get(value, value)
        return value

    @api.model
    def _record_name(self, model, res_id):
        """Return what the reader may know of a record, else its number alone."""
        record = self.env[model].browse(res_id).exists()
        may = record and record.has_access("read")
        return record.display_name if may else f"#{res_id}"

    # actions
    def action_open_record(self):
        """Open what the entry tells of; its own rights are checked there."""
        self.ensure_one()
        self.check_access("read")
        model = self.env.get(self.model) if self.model else None
        if model is None or not model.browse(self.res_id or 0).exists():
            raise UserError(self.env._("This record is not there any more."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_chain_state(self):
        """Show the head of the chain and its last anchor; asks for no record."""
        self.browse().check_access("read")
        head = self.env["cc.audit.seal"]._head()
        anchors = self.env["cc.audit.anchor"]
        title, words = self.env._("Nothing is sealed yet"), []
        if head.seq:
            title = self.env._("Seal %(seq)s", seq=head.seq)
            words = [self.env._("Hash %(hash)s", hash=f"{head.hash.hex()[:16]}…")]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": title,
                "message": " · ".join(
                    [
                        *words,
                        *anchors._sentences(),
                        self.env["cc.health.audit"]._check()[1],
                    ]
                ),
                "type": "warning" if anchors._is_overdue() else "info",
                "sticky": True,
            },
        }

    def export_data(self, fields_to_export):
        """Hand the log out; that it was is an entry too.

        To each who may read it, whatever he may export elsewhere: an auditor works on
        such tables. What lies behind an entry (a person's fields) asks for that right.
        """
        self.check_access("read")
        self._log(
            [
                {
                    "action": "audit.exported",
                    "model": self._name,
                    "detail": {"count": len(self), "fields": fields_to_export},
                }
            ]
        )
        own = self._fields.keys() - {"id"}  # “id” would make external ids
        if not own.issuperset(fields_to_export):
            return super().export_data(fields_to_export)
        return {"datas": self._export_rows([[name] for name in fields_to_export])}
