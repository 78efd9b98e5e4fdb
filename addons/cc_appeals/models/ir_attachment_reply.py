"""Files of answers: copied without moving a byte, bounded in size, fixed when sent."""

from odoo import models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

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
