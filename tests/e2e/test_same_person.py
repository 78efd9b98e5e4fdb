"""An operator and a letter bring the same new address at the same moment.

Two transactions that commit beside each other: the letter's stands before the form's
has looked, out of its sight.  Odoo begins the form's request anew, as it does of itself.
"""

pytest_plugins = ["boxes"]

CAST = """
client = env["cc.client"].create({"name": place, "code": place})
direction = env["cc.direction"].create(
    {"name": place, "code": place, "client_ids": client.ids}
)
channels = env["cc.channel"].create(
    [
        {"name": f"{place} {kind}", "kind": kind, "direction_id": direction.id}
        for kind in ("mail", "paper")
    ]
)
operator = env["res.users"].create(
    {
        "name": place,
        "login": place,
        "group_ids": env.ref("cc_base.cc_base_group_operator").ids,
        "cc_direction_ids": direction.ids,
    }
)
result = direction.id, client.id, channels.ids, operator.id
"""
CROSS = """
import contextlib
from unittest.mock import patch

from odoo import api
from odoo.service import model

begun = 0

def letter_comes():
    with env.registry.cursor() as cr:
        other = api.Environment(cr, api.SUPERUSER_ID, {})
        inbox = other["cc.inbox.event"]
        inbox._record(other["cc.channel"].browse(channel), [{"raw": raw.encode()}])
        cr.commit()
        inbox._job_drain()

def register():
    global begun
    begun += 1
    env["cc.client"].search_count([])  # from here on it sees the database as it is now
    if begun == 1:
        letter_comes()
    form = env["cc.appeal.intake"].with_user(operator).create(
        {
            "kind": "paper",
            "direction_id": direction,
            "client_id": client,
            "name": "On paper",
            "text": "The same person came",
            "person_name": "Anna",
            "person_email": address,
        }
    )
    form.action_register()

with patch.object(model.time, "sleep"):
    model.retrying(register, env)
result = begun
"""


def test_a_form_and_a_letter_make_one_person(odoo):
    place, address = "cross", "anna-cross@example.ru"
    direction, client, channels, operator = odoo.run(CAST, place=place)
    raw = (
        f"From: Anna <{address}>\r\nTo: line@example.org\r\nSubject: By mail\r\n"
        "Message-ID: <cross@example.ru>\r\n\r\nText\r\n"
    )
    begun = odoo.run(
        CROSS,
        channel=channels[0],
        direction=direction,
        client=client,
        operator=operator,
        address=address,
        raw=raw,
    )
    assert begun == 2, "the form was not begun anew"
    assert odoo.count("cc_inbox_event", "state = 'processed'") >= 1
    assert odoo.count("cc_identity", f"value = '{address}'") == 1
    people = odoo.query(
        f"SELECT count(*), count(DISTINCT applicant_id) FROM cc_appeal"
        f" WHERE direction_id = {direction}"
    )
    assert [tuple(map(int, row)) for row in people] == [(2, 1)]
