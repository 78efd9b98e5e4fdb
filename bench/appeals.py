"""Appeals made a second: one by one and in batches, beside OCA helpdesk_mgmt.

Ours come with number, deadline, first step and, where the ledger has it, the audit's
row; topic and owner are given, as routing would. `--rows` says how many there are
before: with a million, creates must not be slower.
"""

from runner.bench_odoo import BenchOdoo
from runner.figure import Figure

DESCRIPTION = "appeals made a second, against helpdesk_mgmt; --rows: beside so many"
COUNT = 500
ROWS = 10_000
PEER = "odoo-addon-helpdesk_mgmt==19.0.1.3.2"


def run(arguments, context):
    """Yield the figures of this bench."""
    rows = arguments.rows or ROWS
    with BenchOdoo(context, ["cc_appeals"], PEER) as odoo:
        found = odoo.run("creates", count=COUNT, rows=rows)
    for name, value in found["ours"].items():
        yield Figure(
            name=f"appeals made, {name}, beside {rows}",
            value=value,
            unit="1/s",
            peer="OCA helpdesk_mgmt 19.0.1.3.2",
            peer_value=found["theirs"][name],
        )
