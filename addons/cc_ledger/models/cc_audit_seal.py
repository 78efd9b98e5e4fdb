"""The sealer: chains the rows whose transactions have ended, one process at a time."""

# its connection is its own
# pylint: disable=invalid-commit

import contextlib
import logging

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

from odoo import api, models
from odoo.sql_db import db_connect

from ..engine.chain import FIELDS, START, Seal, seal
from ..session_lock import GONE, session_lock

_logger = logging.getLogger(__name__)

LOCK_NAME = "cc_ledger.seal"
BATCH = 2000

# what a row is in the chain: tools/export_audit.sql says the same to an outsider
COLUMNS = """
    id, (extract(epoch FROM logged_at) * 1000000)::bigint, cluster::text,
    xid::text::bigint, user_id, origin, action, model, res_id, direction_id,
    client_id, subject_id, detail::text, hmacs::text, reason
"""
_ROWS = f"""
    SELECT {COLUMNS}
      FROM public.cc_audit_entry entry
     WHERE cluster = %(cluster)s
       AND (xid, id) > (%(xid)s::text::xid8, %(id)s)
       AND (%(is_over)s OR xid < %(horizon)s::text::xid8)
     ORDER BY entry.xid, entry.id  -- the column: `xid` alone is what is put out
     LIMIT %(limit)s
"""
# The oldest transaction of this database that still runs: all older ones have ended, so
# no row of theirs can come any more. pg_snapshot_xmin would wait for those of other
# databases of the cluster as well; one whose database is not known is taken for ours.
_HORIZON = """
    WITH elsewhere AS (
        SELECT lock.transactionid FROM pg_locks lock JOIN pg_stat_activity USING (pid)
         WHERE lock.locktype = 'transactionid' AND lock.granted
           AND lock.mode = 'ExclusiveLock'
           AND datid <> (SELECT oid FROM pg_database WHERE datname = current_database())
    )
    SELECT coalesce(
        (SELECT running FROM pg_snapshot_xip(pg_current_snapshot()) running
          WHERE running::xid NOT IN (SELECT transactionid FROM elsewhere)
          ORDER BY running LIMIT 1),
        pg_snapshot_xmax(pg_current_snapshot())
    )::text::bigint
"""
_CLUSTERS = """
    WITH RECURSIVE found AS (
        (SELECT cluster FROM public.cc_audit_entry ORDER BY cluster LIMIT 1)
        UNION ALL
        SELECT (SELECT cluster FROM public.cc_audit_entry
                 WHERE cluster > found.cluster ORDER BY cluster LIMIT 1)
          FROM found WHERE found.cluster IS NOT NULL
    )
    SELECT cluster, cluster = (SELECT system_identifier FROM pg_control_system())
      FROM found WHERE cluster IS NOT NULL ORDER BY 2, 1
"""
_LAST_OF_CLUSTER = """
    SELECT xid::text::bigint, id FROM public.cc_audit_entry entry
     WHERE cluster = %s
       AND EXISTS (SELECT FROM public.cc_audit_seal WHERE entry_id = entry.id)
     ORDER BY entry.xid DESC, entry.id DESC LIMIT 1
"""


class CcAuditSeal(models.AbstractModel):
    _name = "cc.audit.seal"
    _description = "Seals of the audit log"

    @api.model
    def _seal(self, limit=None):
        """Seal rows whose transactions have ended; return how many.

        Works on its own connection and commits per batch: a business transaction's
        snapshot would be older than its lock, and the chain would fork. Of several
        sealers one works, the others return 0 at once.
        """
        with contextlib.closing(db_connect(self.env.cr.dbname).cursor()) as cr:
            cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
            with _sole_sealer(cr) as is_sole:
                return _seal_all(cr, limit) if is_sole else 0

    @api.model
    def _head(self):
        """Return the last seal, the chain's START when there is none."""
        return _head(self.env.cr)

    @api.model
    def _cron_seal(self):
        """Seal what has come, let the anchor follow, check a stretch of the chain."""
        self._seal()
        self.env["cc.audit.anchor"]._follow()
        self.env["cc.audit.watch"]._watch()


@contextlib.contextmanager
def _sole_sealer(cr):
    with session_lock(cr, LOCK_NAME) as is_sole:
        cr.commit()
        try:
            yield is_sole
        finally:
            # a transaction that failed would refuse the unlocking
            with contextlib.suppress(*GONE):
                cr.rollback()


def _seal_all(cr, limit):
    head, done = _head(cr), 0
    # before the rows are read: what has ended by now is in every later snapshot
    cr.execute(_HORIZON)
    horizon = cr.fetchone()[0]
    cr.execute(_CLUSTERS)
    # rows of another cluster came with a restored backup: their transactions are over
    for cluster, is_here in cr.fetchall():
        cr.execute(_LAST_OF_CLUSTER, (cluster,))
        xid, number = cr.fetchone() or (0, 0)
        while limit is None or done < limit:
            size = BATCH if limit is None else min(BATCH, limit - done)
            cr.execute(
                _ROWS,
                {
                    "cluster": cluster,
                    "xid": xid,
                    "id": number,
                    "is_over": not is_here,
                    "horizon": horizon,
                    "limit": size,
                },
            )
            rows = [dict(zip(FIELDS, row, strict=True)) for row in cr.fetchall()]
            if not rows:
                break
            head = _write(cr, head, rows)
            xid, number, done = rows[-1]["xid"], rows[-1]["id"], done + len(rows)
    cr.commit()
    return done


def _write(cr, head, rows):
    seals = list(seal(head, rows))
    cr.execute_values(
        "INSERT INTO public.cc_audit_seal (seq, entry_id, hash) VALUES %s",
        [(one.seq, one.entry_id, one.hash) for one in seals],
        page_size=len(seals),
    )
    cr.commit()
    return seals[-1]


def _head(cr):
    cr.execute(
        "SELECT seq, entry_id, hash FROM public.cc_audit_seal ORDER BY seq DESC LIMIT 1"
    )
    row = cr.fetchone()
    return Seal(row[0], row[1], bytes(row[2])) if row else START
