"""The drain is killed: nothing is lost, nothing doubled, nobody else is blamed."""

import pytest
from odoo_driver import Killed

pytest_plugins = ["boxes"]

RECORD = """
client = env["cc.client"].create({"name": name, "code": name})
direction = env["cc.direction"].create(
    {"name": name, "code": name, "client_ids": client.ids}
)
channel = env["cc.channel"].create(
    {"name": name, "kind": "mail", "direction_id": direction.id}
)
env["cc.inbox.event"]._record(channel, [{"raw": raw.encode()} for raw in raws])
result = channel.id
"""
DRAIN = """
from odoo.addons.cc_ledger.models import cc_inbox_event_drain as drain
drain.BATCH = 20
while env["cc.inbox.event"]._drain(20):
    pass
"""
POISON = """
import os, signal
plug = env.registry["cc.channel.mail"]
register = plug._register_letters

def deadly(self, channel, incoming):
    if any("poison" in each.letter.subject for each in incoming):
        os.kill(os.getpid(), signal.SIGKILL)
    return register(self, channel, incoming)

plug._register_letters = deadly
"""


def letter(sender, subject):
    return (
        f"From: <{sender}@example.ru>\r\nSubject: {subject}\r\n"
        f"Message-ID: <{subject}.{sender}@example.ru>\r\n\r\nNo water.\r\n"
    )


def record(odoo, name, raws):
    """Write letters down; return the condition that finds their rows."""
    number = odoo.run(RECORD, name=name, raws=raws)
    return f"channel_id = {number}"


def appeals(odoo, where):
    rows = odoo.query(
        "SELECT subject, count(DISTINCT r.appeal_id) FROM cc_interaction i"
        " LEFT JOIN cc_appeal_interaction_rel r ON r.interaction_id = i.id"
        f" WHERE i.{where} GROUP BY i.subject"
    )
    return {subject: int(count) for subject, count in rows}


@pytest.mark.parametrize("point", ["K4", "K5"])
def test_a_killed_drain_goes_on_where_it_was(odoo, point):
    raws = [letter(f"w{n % 90}", f"{point}.{n}") for n in range(100)]
    where = record(odoo, point, raws)
    for nth in (1, 2, 1):
        with pytest.raises(Killed):
            odoo.run(DRAIN, fault=f"{point}:{nth}")
    odoo.run(DRAIN)
    assert odoo.count("cc_inbox_event", f"{where} AND state = 'processed'") == 100
    assert appeals(odoo, where) == {f"{point}.{n}": 1 for n in range(100)}
    assert odoo.count("cc_appeal", where) == 100
    assert odoo.count("cc_interaction", where) == 100
    client = f"client_id = (SELECT client_id FROM cc_inbox_event WHERE {where} LIMIT 1)"
    assert odoo.count("cc_identity", client) == 90
    assert odoo.count("cc_audit_entry", f"action = 'inbox.processed' AND {client}") == (
        100
    )


def test_a_letter_that_kills_its_worker_is_set_aside_alone(odoo):
    raws = [letter(f"p{n}", "poison" if n == 5 else f"good.{n}") for n in range(12)]
    where = record(odoo, "POISON", raws)
    for _crash in range(3):
        with pytest.raises(Killed):
            odoo.run(POISON + DRAIN)
    odoo.run(POISON + DRAIN)
    found = odoo.query(
        f"SELECT state, reason, count(*) FROM cc_inbox_event WHERE {where}"
        " GROUP BY 1, 2 ORDER BY 1"
    )
    assert [tuple(row) for row in found] == [
        ("processed", "", "11"),
        ("quarantined", "crashed", "1"),
    ]
    assert sum(appeals(odoo, where).values()) == 11


COUNTED_MEANWHILE = """
inbox = env["cc.inbox.event"]
rows = inbox.search([("channel_id", "=", number)], order="id")
with env.registry.cursor() as other:
    other.execute(
        "UPDATE cc_inbox_event SET redelivery_count = 1 WHERE id = %s", (rows[1].id,)
    )
    first = inbox._drain()
    other.commit()
result = first, inbox._drain()
"""


def test_a_row_somebody_is_at_waits_for_the_next_drain(odoo):
    where = record(odoo, "BUSY", [letter(f"b{n}", f"busy.{n}") for n in range(4)])
    number = int(where.rpartition(" ")[2])
    assert odoo.run(COUNTED_MEANWHILE, number=number) == [3, 1]
    assert odoo.count("cc_inbox_event", f"{where} AND state = 'processed'") == 4
    assert appeals(odoo, where) == {f"busy.{n}": 1 for n in range(4)}
