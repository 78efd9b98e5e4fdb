"""The operator's one window over many appeals and calls: milliseconds and statements.

`--rows` is how many appeals and as many calls there are, made up by SQL: the same for
the same number. The operator is under the record rules of two of three directions; one
person has written 2,000 times and called 2,000 times. Each request is the whole RPC on
the server, its caches of records cold.
"""

from runner.bench_odoo import BenchOdoo
from runner.figure import Figure

DESCRIPTION = "the Journal over many appeals and as many calls (--rows)"
ROWS = 100_000


def run(arguments, context):
    """Yield the figures of this bench."""
    rows = arguments.rows or ROWS
    with BenchOdoo(context, ["cc_telephony"]) as odoo:
        found = odoo.run("journal", rows=rows)
    yield Figure(f"rows written: {rows} appeals, {rows} calls", found["load"], "s")
    for name, (milliseconds, statements, shown) in found["asked"].items():
        yield Figure(f"{name}, {shown} shown, beside {rows}", milliseconds, "ms")
        yield Figure(f"{name}, statements", statements, "")
