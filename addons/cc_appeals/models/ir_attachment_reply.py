"""Files of answers: copied without moving a byte, bounded in size, fixed when sent."""

from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

DRAFT = "cc.reply.draft"
MB = 1024 * 1024
# what most servers take is 25 MB, and in a letter files grow by a third
LIMIT_MB = 18


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        added = defaultdict(int)
        for vals in vals_list:
            if vals.get("res_model") == DRAFT and vals.get("res_id"):
                added[vals["res_id"]] += _size(vals)
        if not self.env.su:
            self._check_sent_contacts(vals_list)
        if not added:
            return super().create(vals_list)
        # before anything is kept: the upload's door swallows what is raised later
        self._check_reply_sum(added)
        # a letter is sent with them later: on the disk before the commit
        return super(IrAttachment, self.with_context(cc_durable=True)).create(vals_list)

    def write(self, vals):
        result = super().write(vals)
        if {"res_model", "res_id"} & vals.keys():
            # nothing is slipped into an answer that waits to be sent
            self._cc_check_received()
        return result

    @api.model
    def _check_sent_contacts(self, vals_list):
        contacts = self.env["cc.interaction"]
        ids = {
            vals.get("res_id")
            for vals in vals_list
            if vals.get("res_model") == contacts._name
        }
        # sudo: yes or no leaves; an executor may not read the outbox
        if contacts.sudo().browse(filter(None, ids)).exists().delivery_id:
            contacts._refuse_sent()

    @api.model
    def _check_reply_sum(self, added):
        """Refuse files a draft has no room for; `added` is {draft id: bytes}."""
        # sudo: sizes alone, of files their owner adds to
        groups = self.sudo()._read_group(
            [("res_model", "=", DRAFT), ("res_id", "in", list(added))],
            ["res_id"],
            ["file_size:sum"],
        )
        there = dict(groups)
        if any(
            there.get(key, 0) + size > self._reply_limit()
            for key, size in added.items()
        ):
            self._refuse_reply_size()

    def _check_reply_room(self):
        """Refuse files that are too large for one letter together."""
        if sum(self.mapped("file_size")) > self._reply_limit():
            self._refuse_reply_size()

    def _refuse_reply_size(self):
        raise UserError(
            self.env._(
                "The files of one answer are %(limit)s MB together at most: most mail "
                "servers take no more. Leave one out, or make it smaller.",
                limit=self._reply_limit() // MB,
            )
        )

    @api.model
    def _reply_limit(self):
        """Return how many bytes the files of one answer have at most."""
        # sudo: a setting, no data of a person
        param = self.env["ir.config_parameter"].sudo()
        found = param.get_param("cc_appeals.reply_limit_mb") or ""
        return (int(found) if found.isdecimal() else LIMIT_MB) * MB

    def _whole(self):
        """Return the content; a file that is lost or torn is not sent as another."""
        self.ensure_one()
        content = self.raw or b""
        if len(content) != self.file_size:
            raise LostFile(self.id)
        return content

    def _copy_to(self, records):
        """Attach copies of these files to each of `records`: one query.

        Rows alone, the content is shared. The caller has checked that the user may
        read the files and write there.
        """
        self.flush_recordset()
        self.env.cr.execute(
            """
            INSERT INTO ir_attachment (
                name, type, mimetype, file_size, checksum, store_fname, db_datas,
                index_content, res_model, res_id, company_id, public,
                create_uid, create_date, write_uid, write_date)
            SELECT file.name, file.type, file.mimetype, file.file_size, file.checksum,
                   file.store_fname, file.db_datas, file.index_content,
                   %(model)s, target.id, file.company_id, false,
                   %(user)s, now() AT TIME ZONE 'UTC', %(user)s,
                   now() AT TIME ZONE 'UTC'
              FROM ir_attachment AS file
             CROSS JOIN unnest(%(targets)s) AS target (id)
             WHERE file.id = ANY(%(files)s) AND file.type = 'binary'
             ORDER BY target.id, file.id
            """,
            {
                "model": records._name,
                "targets": list(records.ids),
                "files": list(self.ids),
                "user": self.env.uid,
            },
        )
        records.invalidate_recordset()


class LostFile(Exception):
    """A file's content is not on the disk as it was kept."""


def _size(vals):
    if raw := vals.get("raw"):
        return len(raw)
    datas = vals.get("datas") or b""
    return len(datas) * 3 // 4 if isinstance(datas, (bytes, str)) else 0
