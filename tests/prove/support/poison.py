"""A letter that kills its worker each time: it is set aside, its neighbours are not."""

import time

from boxes import Box, make_letter
from odoo_driver import Killed

from . import letter_keys

TITLE = "poison among neighbours"
LETTERS = 50
DEATHS = 3
FETCH = 'env["cc.mailbox"].browse(number)._job_fetch()'
# a worker that dies at a certain letter, as at an endless table of its attachment
DRAIN = """
import os, signal

plug = env.registry["cc.channel.mail"]
read = plug._read_letters

def read_and_die(self, raws):
    if any(word.encode() in raw for raw in raws):
        os.kill(os.getpid(), signal.SIGKILL)
    return read(self, raws)

plug._read_letters = read_and_die
env["cc.inbox.event"]._job_drain()
"""


def run(stage, odoo, server, users):
    """Put the poison somewhere into one batch; drain until no worker dies."""
    since, user = time.monotonic(), next(users)
    box = Box(odoo, server, user)
    keys = [f"{user}-{number}" for number in range(LETTERS)]
    poison = stage.random.choice(keys)
    stage.plan["poison"] = poison
    history = stage.history("poison")
    history.note("invoked", keys)
    server.append(user, *map(make_letter, keys))
    odoo.run(FETCH, number=box.id)
    history.note("acked", letter_keys.told(server, user))
    deaths = 0
    while deaths <= DEATHS and _dies(odoo, f"Subject: letter {poison}\r\n"):
        deaths += 1
    made = letter_keys.appeals(odoo, box.channel)
    stage.sets(TITLE, history, {"rows": letter_keys.rows(odoo, box.channel)}, since)
    held = odoo.query(
        "SELECT state, reason, stage, attempts FROM cc_inbox_event"
        f" WHERE channel_id = {box.channel} AND state <> 'processed'"
    )
    neighbours = sorted(set(keys) - {poison}) == sorted(made)
    aside = [row[:3] for row in held] == [("quarantined", "crashed", "worker")]
    stage.bar(
        f"{TITLE}: {deaths} workers died at one letter of {LETTERS}, {len(held)} set"
        f" aside as crashed, {len(made)} neighbours are appeals",
        neighbours and aside and deaths == DEATHS,
        held,
    )


def _dies(odoo, word):
    try:
        odoo.run(DRAIN, word=word)
    except Killed:
        return True
    return False
