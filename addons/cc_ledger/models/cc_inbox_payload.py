"""Raw bytes of what came: small ones in a table that WAL, replica and dump cover,
large ones in files that are fsynced before the row is committed."""

import contextlib
import logging
import os
import uuid
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models, tools
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

SMALL = 64 * 1024


class CcInboxPayload(models.AbstractModel):
    _name = "cc.inbox.payload"
    _description = "Raw input"

    def init(self):
        result = super().init()
        self.env.cr.execute(
            """
            CREATE TABLE IF NOT EXISTS cc_inbox_payload (
                event_id integer NOT NULL,
                received_at timestamp NOT NULL,
                raw bytea NOT NULL,
                PRIMARY KEY (event_id, received_at)
            ) PARTITION BY RANGE (received_at);
            CREATE TABLE IF NOT EXISTS cc_inbox_payload_default
                PARTITION OF cc_inbox_payload DEFAULT;
            """
        )
        self._ensure_partitions()
        return result

    @api.model
    def _ensure_partitions(self, months=3):
        """Make the partitions of this month and the next ones; a day of cron ahead."""
        first = fields.Date.context_today(self).replace(day=1)
        for step in range(months):
            start = first + relativedelta(months=step)
            if not self._partition_exists(start) and not self._strays(start):
                self.env.cr.execute(
                    SQL(
                        "CREATE TABLE %s PARTITION OF cc_inbox_payload "
                        "FOR VALUES FROM (%s) TO (%s)",
                        SQL.identifier(f"cc_inbox_payload_{start:%Y_%m}"),
                        start,
                        start + relativedelta(months=1),
                    )
                )

    @api.model
    def _partition_exists(self, start: date):
        return tools.sql.table_exists(self.env.cr, f"cc_inbox_payload_{start:%Y_%m}")

    @api.model
    def _strays(self, start: date):
        """Tell whether the default partition holds this month: then it keeps it."""
        self.env.cr.execute(
            "SELECT 1 FROM cc_inbox_payload_default "
            "WHERE received_at >= %s AND received_at < %s LIMIT 1",
            (start, start + relativedelta(months=1)),
        )
        return bool(self.env.cr.fetchone())

    @api.model
    def _put(self, events, raws):
        """Keep the bytes of each event (same order); call before the commit."""
        small = []
        for event, raw in zip(events, raws, strict=True):
            if len(raw) <= SMALL:
                small.append((event.id, event.received_at, raw))
            else:
                self._write_file(event.sha256, raw)
        if small:
            self.env.cr.execute_values(
                "INSERT INTO cc_inbox_payload (event_id, received_at, raw) VALUES %s",
                small,
            )

    @api.model
    def _get(self, event):
        """Return the bytes of one event; FileNotFoundError names the event."""
        event.ensure_one()
        if event.size > SMALL:
            with open(self._path(event.sha256), "rb") as file:
                return file.read()
        self.env.cr.execute(
            "SELECT raw FROM cc_inbox_payload WHERE event_id = %s AND received_at = %s",
            (event.id, event.received_at),
        )
        row = self.env.cr.fetchone()
        if row is None:
            raise FileNotFoundError(f"no payload of inbox event {event.id}")
        return bytes(row[0])

    @api.model
    def _get_all(self, events):
        """Return {event id: bytes} of those whose bytes are where they were put."""
        found = {}
        for event in events.filtered(lambda each: each.size > SMALL):
            try:
                found[event.id] = self._get(event)
            except FileNotFoundError:
                _logger.error("the payload of inbox event %s is gone", event.id)
        small = [each for each in events if each.size <= SMALL]
        if small:
            # the months named one by one: the other partitions are not looked into
            self.env.cr.execute(
                """
                SELECT event_id, raw FROM cc_inbox_payload
                 WHERE event_id = ANY(%s) AND received_at = ANY(%s)
                """,
                (
                    [each.id for each in small],
                    list({each.received_at for each in small}),
                ),
            )
            found |= {event_id: bytes(raw) for event_id, raw in self.env.cr.fetchall()}
        return found

    @api.model
    def _path(self, sha256):
        # inside the database's own folder: renamed, copied and backed up with it
        root = os.path.join(tools.config.filestore(self.env.cr.dbname), "cc_ledger")
        return os.path.join(root, sha256[:2], sha256)

    @api.model
    def _write_file(self, sha256, raw):
        """Write through a temporary name; on disk, directory included, on return."""
        path = self._path(sha256)
        if os.path.exists(path) and os.path.getsize(path) == len(raw):
            return
        folder = os.path.dirname(path)
        os.makedirs(folder, exist_ok=True)
        part = f"{path}.{uuid.uuid4().hex}.part"
        try:
            with open(part, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        except OSError:
            # halves of a full disk would keep it full, one more at each try
            with contextlib.suppress(OSError):
                os.unlink(part)
            raise
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
