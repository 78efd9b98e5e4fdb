"""The export of many appeals: seconds, memory, and whether a cell is live.

One subject of twenty begins like a formula or a link. The table is read back and
compared with the database, row by row.
"""

from runner.bench_odoo import BenchOdoo
from runner.fault import Fault
from runner.figure import Figure

DESCRIPTION = "a table of many appeals (--rows): seconds, memory, live cells"
ROWS = 100_000


def run(arguments, context):
    """Yield the figures of this bench."""
    rows = arguments.rows or ROWS
    with BenchOdoo(context, ["cc_appeals"]) as odoo:
        found = odoo.run("exports", rows=rows)
    yield Figure(f"export of {found['rows']} appeals", found["seconds"], "s")
    yield Figure("memory of the process at most", found["peak"], "MB")
    yield Figure("memory before the export", found["before"], "MB")
    yield Figure("the workbook", found["megabytes"], "MB")
    yield Figure("live cells", found["live"], "cells")
    yield Figure("rows that differ when read back", found["different"], "rows")
    if found["live"] or found["different"]:
        raise Fault("A table must hold what was written, and nothing that runs.")
