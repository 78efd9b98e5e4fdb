import base64
import contextlib
import itertools
import logging
import tempfile
from pathlib import Path

import pytz

from odoo import api, fields, models

from odoo.addons.cc_base.table_writer import TABLES
from odoo.addons.cc_ledger.exceptions import place_of

_logger = logging.getLogger(__name__)

BATCH = 1000
# what a row holds, in order; contacts are the masks every screen shows
COLUMNS = (
    "number",
    "old_number",
    "received_at",
    "registered_at",
    "due_at",
    "closed_at",
    "state",
    "closing_method",
    "name",
    "text",
    "applicant_id",
    "applicant_phone",
    "applicant_email",
    "direction_id",
    "client_id",
    "product_id",
    "topic_id",
    "department_id",
    "owner_id",
    "channel_id",
    "priority",
    "is_formal",
)


class CcAppealExport(models.Model):
    """The writing: a cursor on the server, a batch in memory, progress on the way."""

    _inherit = "cc.appeal.export"

    def _job_write(self):
        """Write the table and keep it with the request; called by the queue."""
        if self.state != "waiting":
            return  # a second wake-up
        try:
            with tempfile.TemporaryDirectory(prefix="cc-export-") as folder:
                path = Path(folder) / f"appeals.{self.kind}"
                count = self._write_file(path)
                data = base64.b64encode(path.read_bytes())
        except Exception as error:
            # what people wrote may be in the exception: the log gets its place only
            _logger.error("export %s failed: %s", self.id, place_of(error))
            self._tell(state="failed", error=self.env._("The table was not written."))
            return
        day = fields.Date.context_today(self)
        self._tell(
            state="done",
            done_count=count,
            row_count=count,
            file=data,
            file_name=f"appeals-{day}.{self.kind}",
        )

    def _write_file(self, path):
        """Write all rows the user may see; return how many."""
        names = [name for name in COLUMNS if self.with_text or name != "text"]
        count = 0
        with self._reading() as appeals:
            described = appeals.fields_get(names, ["string"])
            headings = [described[name]["string"] for name in names]
            cells = [self._cell(appeals, name) for name in names]
            with TABLES[self.kind](path, headings) as table:
                for batch in self._batches(appeals):
                    for appeal in batch:
                        table.add([cell(appeal) for cell in cells])
                    count += len(batch)
                    batch.env.invalidate_all(flush=False)
                    self._tell(done_count=count)
        return count

    @contextlib.contextmanager
    def _reading(self):
        """Give the appeals in a transaction of their own: one picture of them all.

        The job's own transaction commits its progress meanwhile.
        """
        with self.pool.cursor() as cr:
            # the asking user: record rules and field groups are his
            env = api.Environment(cr, self.env.uid, dict(self.env.context))
            yield env["cc.appeal"]

    def _batches(self, appeals):
        """Yield recordsets; ids come over a cursor that stays on the server."""
        query = appeals._search(self._domain(), order="id")
        sql = query.select()
        appeals.env.flush_all()
        with appeals.env.cr._cnx.cursor(name=f"cc_export_{self.id}") as ids:
            ids.itersize = BATCH
            ids.execute(sql.code, sql.params)
            rows = (row[0] for row in ids)
            while batch := list(itertools.islice(rows, BATCH)):
                yield appeals.browse(batch)

    def _cell(self, appeals, name):
        """Return the function from an appeal to what stands in a column."""
        field = appeals._fields[name]
        if field.type == "selection":
            labels = dict(field._description_selection(appeals.env))
            return lambda appeal: labels.get(appeal[name], "")
        if field.type == "many2one":
            return lambda appeal: appeal[name].display_name or ""
        if field.type == "boolean":
            yes = self.env._("yes")
            return lambda appeal: yes if appeal[name] else ""
        if field.type == "datetime":
            zone = pytz.timezone(self.env.user.tz or "Europe/Moscow")
            return lambda appeal: _local(appeal[name], zone)
        return lambda appeal: appeal[name] or ""

    def _tell(self, **values):
        """Commit how it goes, so that the screen shows it while it goes."""
        self.write(values)
        self._boundary()


def _local(moment, zone):
    if not moment:
        return None
    return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)
