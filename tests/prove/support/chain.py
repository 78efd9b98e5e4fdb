"""The audit log after a fault: sealed to its end and checked as an outsider would."""

import contextlib
import io
from pathlib import Path

from runner import audit
from runner.database import Database

WAITING = """
SELECT count(*) FROM cc_audit_entry e
 WHERE NOT EXISTS (SELECT FROM cc_audit_seal s WHERE s.entry_id = e.id)
"""
SECONDS = 60
# a sealer at work beside us sends us away, and rows wait for transactions older than
# they: a server's cron, PostgreSQL's own
SEAL = f"""
import time
ends = time.monotonic() + {SECONDS}
while time.monotonic() < ends:
    env["cc.audit.seal"]._seal()
    env.cr.commit()
    env.cr.execute({WAITING!r})
    if not env.cr.fetchone()[0]:
        break
    time.sleep(0.2)
env.cr.commit()
"""


def bar(stage, title: str, odoo) -> None:
    """Print whether the log of a driven or live Odoo, sealed before, is whole."""
    instance = odoo.instance
    database = Database(instance.cluster, instance.database, Path())
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = audit.verify(database, [])
    lines = said.getvalue().strip().splitlines()
    waiting = odoo.query(WAITING)
    verdict = next((line for line in lines if line.startswith(("WHOLE", "BAD"))), "")
    text = f"audit after {title}: {int(waiting[0][0])} rows not sealed; {verdict[:60]}"
    holds = code == 0 and int(waiting[0][0]) == 0
    stage.bar(text, holds, lines)
