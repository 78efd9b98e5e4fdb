"""Milliseconds of an operator's screens over many appeals, beside a peer's.

The rows are made up by SQL (bench/inside/rows.py), the same for the same number; the
operator works in two of three directions, so each query carries the direction rule.
"""

from runner.bench_odoo import BenchOdoo
from runner.figure import Figure

DESCRIPTION = "an operator's screens over many appeals (--rows), against helpdesk_mgmt"
ROWS = 100_000
PEER = "odoo-addon-helpdesk_mgmt==19.0.1.3.2"


def run(arguments, context):
    """Yield the figures of this bench."""
    rows = arguments.rows or ROWS
    with BenchOdoo(context, ["cc_appeals"], PEER) as odoo:
        found = odoo.run("reads", rows=rows)
    yield Figure(f"rows written: {rows}", found["load"], "s")
    for name, value in found["ours"].items():
        yield Figure(
            name=f"{name}, {rows} appeals",
            value=value,
            unit="ms",
            peer="OCA helpdesk_mgmt 19.0.1.3.2" if name in found["theirs"] else None,
            peer_value=found["theirs"].get(name),
        )
