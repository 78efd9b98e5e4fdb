"""Calls a second: events of a PBX taken down, and built into cards with contacts.

The events are a recording of a real Asterisk, its calls repeated with ids, moments and
numbers of their own, ten calls a second, in batches of 500 lines as the connector
sends them. Taking down is what the endpoint does before it answers: the batch is in
the ledger, and on disk. Building is the drain, by one process: lines are kept, calls
made with contact, person and phones; half of the callers are new. It is measured with
a backlog (many batches share a transaction) and as it comes (each batch is drained
before the next; calls that go on are built again).

`--rows` says how many calls there are before, with seven lines each. When it is not
the usual number, the usual one is measured too: neither may grow slower. The cluster
has the settings of config/postgres.conf.
"""

from runner.bench_odoo import BenchOdoo
from runner.figure import Figure

DESCRIPTION = "a PBX's events and calls a second; --rows: beside so many calls"
COUNT = 1000
ROWS = 10_000


def run(arguments, context):
    """Yield the figures of this bench."""
    rows = arguments.rows or ROWS
    found = {}
    for each in dict.fromkeys((ROWS, rows)):
        with BenchOdoo(context, ["cc_telephony"], is_durable=True) as odoo:
            found[each] = odoo.run("calls", count=COUNT, rows=each)
        beside = found[ROWS] if each != ROWS else None
        yield from _figures(found[each], each, beside)


def _figures(found, rows, beside):
    for name, key, unit, count in (
        ("events taken down", "accept", "1/s", found["lines"]),
        ("events kept and built, backlog", "backlog", "1/s", found["lines"]),
        ("calls built, backlog", "backlog", "1/s", COUNT),
        ("calls built as they come", "live", "1/s", COUNT),
    ):
        yield Figure(
            name=f"{name}, beside {rows} calls",
            value=round(count / found[key][0], 1),
            unit=unit,
            peer=f"the same beside {ROWS}" if beside else None,
            peer_value=round(count / beside[key][0], 1) if beside else None,
        )
    for key in ("accept", "backlog", "live"):
        yield Figure(
            name=f"CPU a call, {key}, beside {rows} calls",
            value=round(1000 * found[key][1] / COUNT, 2),
            unit="ms",
            peer=f"the same beside {ROWS}" if beside else None,
            peer_value=round(1000 * beside[key][1] / COUNT, 2) if beside else None,
        )
