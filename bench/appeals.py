"""Appeals made a second: one by one and in batches, beside OCA helpdesk_mgmt.

Each is one `create` by an operator under the record rules, with a commit. Ours come
with number, term, first step of the history, the audit's entry and the events other
rooms listen to; topic and owner are given, as routing would. The peer's tickets are
made as it ships: followers, its message of creation, mail left to Odoo's queue. They
get no owner, whom it would write to. Both commit without waiting for the disk, and
take turns, so that what else the machine does falls on both.

`--rows` says how many appeals there are before. When it is not the usual number, the
usual one is measured too, in a database of its own: creating must not grow slower with
what is there. The peer's table is empty each time. CPU is that of Odoo and of
PostgreSQL's backend.
"""

from runner.bench_odoo import BenchOdoo
from runner.figure import Figure

DESCRIPTION = "appeals made a second, against helpdesk_mgmt; --rows: beside so many"
COUNT = 500
ROWS = 10_000
PEER = "odoo-addon-helpdesk_mgmt==19.0.1.3.2"
NAME = "OCA helpdesk_mgmt 19.0.1.3.2"


def run(arguments, context):
    """Yield the figures of this bench."""
    rows = arguments.rows or ROWS
    found = {}
    for each in dict.fromkeys((ROWS, rows)):
        with BenchOdoo(context, ["cc_appeals"], PEER) as odoo:
            found[each] = odoo.run("creates", count=COUNT, rows=each)
        yield from _against_peer(found[each], each)
    if rows != ROWS:
        yield from _against_fewer(found, rows)


def _against_peer(spent, rows):
    for way, wall in spent["wall"]["ours"].items():
        yield Figure(
            name=f"appeals made, {way}, beside {rows}",
            value=round(1000 / wall, 1),
            unit="1/s",
            peer=NAME,
            peer_value=round(1000 / spent["wall"]["theirs"][way], 1),
        )
        yield Figure(
            name=f"CPU an appeal, {way}, beside {rows}",
            value=round(spent["cpu"]["ours"][way], 2),
            unit="ms",
            peer=NAME,
            peer_value=round(spent["cpu"]["theirs"][way], 2),
        )


def _against_fewer(found, rows):
    """Yield what creating costs beside many against beside few, in peer's creates.

    The two are minutes apart: the peer, whose table is empty both times, tells how
    fast the machine was.
    """

    def cost(spent, way):
        return round(spent["cpu"]["ours"][way] / spent["cpu"]["theirs"][way], 4)

    for way in found[rows]["cpu"]["ours"]:
        yield Figure(
            name=f"CPU an appeal, {way}, beside {rows}, against beside {ROWS}",
            value=cost(found[rows], way),
            unit="peer's creates",
            peer=f"the same beside {ROWS}",
            peer_value=cost(found[ROWS], way),
        )
