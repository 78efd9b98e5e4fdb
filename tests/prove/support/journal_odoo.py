"""A call centre with a day's letters in one operator's hands, for `prove journal`."""

from .sockets_odoo import SESSION, known_of

SETUP = """
client = env["cc.client"].create({"name": "Day", "code": "DAY"})
direction = env["cc.direction"].create(
    {"name": "Day", "code": "DAY", "client_ids": client.ids, "wrap_up_seconds": 1}
)
account = env["cc.mail.account"].create(
    {
        "name": "Day",
        "host": "127.0.0.1",
        "security": "none",
        "port": 9,
        "sender": "line@example.org",
        "bounce_address": "bounces@example.org",
        "bounce_sign": "+",
    }
)
channels = env["cc.channel"].create(
    [
        {
            "name": "Letters",
            "kind": "mail",
            "direction_id": direction.id,
            "mail_account_id": account.id,
        },
        {"name": "Line", "kind": "phone", "direction_id": direction.id},
    ]
)
mailbox, line = channels
topics = env["cc.topic"].create([{"name": f"Topic {at}"} for at in range(30)])
pbx = env["cc.pbx"].create(
    {"name": "PBX", "code": "place", "direction_id": direction.id}
)
env["cc.pbx.queue"].create({"pbx_id": pbx.id, "name": "support"})
env["cc.pbx.line"].create(
    {"pbx_id": pbx.id, "number": "+74950000001", "channel_id": line.id}
)
WORDS = (
    "There is no hot water for the third day, and nobody at the house knows when it"
    " comes back. We have written to the company of the house and got no answer.\\r\\n"
)
def letter(person, at):
    return (
        f"From: Person {person} Petrov <person{person}@example.ru>\\r\\n"
        f"Subject: No water in house {person}, letter {at}\\r\\n"
        f"Message-ID: <{person}-{at}@example.ru>\\r\\n\\r\\n"
        + WORDS * (2 + person % 8)
    ).encode()
def receive(raws):
    events = env["cc.inbox.event"]
    found = events._record(mailbox, [{"raw": raw} for raw in raws])
    env.cr.commit()
    events._drain_all([event.id for event, _is_new in found])
    env.cr.commit()
# whoever writes has written before, once to three times
receive([letter(each, at) for each in range(PEOPLE) for at in range(each % 3)])
env["cc.appeal"].search([("direction_id", "=", direction.id)]).action_close("answered")
receive([letter(each, 9) for each in range(PEOPLE)])
open_ones = env["cc.appeal"].search(
    [("direction_id", "=", direction.id), ("is_open", "=", True)], order="id"
)
users = env["res.users"].with_context(no_reset_password=True)
def make(name, lang):
    return users.create(
        {
            "name": name,
            "login": name,
            "lang": lang,
            "group_ids": env.ref("cc_base.cc_base_group_operator").ids,
            "cc_direction_ids": direction.ids,
        }
    )
operator, colleague = make("day_operator", "ru_RU"), make("day_colleague", "ru_RU")
env["cc.pbx.extension"].create(
    {"pbx_id": pbx.id, "number": "101", "user_id": operator.id}
)
open_ones.owner_id = operator
# those who also call
people = open_ones.applicant_id.sorted("id")
env["cc.identity"].create(
    [
        {"partner_id": each.id, "kind": "phone", "value": f"+7916555{at:04}"}
        for at, each in enumerate(people)
    ]
)
env["cc.presence"].with_user(operator)._move(
    operator, lambda current, now: type(current)("available", now)
)
# one who has come two thousand times
loyal = env["res.partner"].create(
    {"name": "Loyal Petrov", "is_cc_applicant": True, "cc_client_id": client.id}
)
env["cc.interaction"].create(
    [
        {
            "channel_id": mailbox.id,
            "client_id": client.id,
            "partner_id": loyal.id,
            "happened_at": Datetime.subtract(Datetime.now(), hours=3 * at),
            "subject": f"Once more, the {at} time",
            "body": WORDS,
            "needs_answer": False,
        }
        for at in range(LONG)
    ]
)
last = env["cc.interaction"].search([("partner_id", "=", loyal.id)], limit=1)
env["cc.appeal"].create(
    {
        "name": "Loyal and once more",
        "direction_id": direction.id,
        "client_id": client.id,
        "channel_id": mailbox.id,
        "applicant_id": loyal.id,
        "owner_id": operator.id,
        "interaction_ids": [(4, last.id)],
    }
)
token = pbx.action_new_token()
env.cr.commit()
known = {
    "token": token,
    "direction": direction.id,
    "client": client.id,
    "channel": mailbox.id,
    "loyal": loyal.id,
    "operator": session(operator),
    "colleague": session(colleague),
}
print("KNOWN " + json.dumps(known))
"""


def set_up(live, people: int, interactions: int) -> dict:
    """Make it.

    :param people: who wrote a letter that the operator has
    :param interactions: of the one person who comes most
    :return: sessions, the PBX's token and ids
    """
    words = f"PEOPLE, LONG = {people}, {interactions}\n"
    return known_of(live.shell(words + SESSION + SETUP))
