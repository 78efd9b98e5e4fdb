"""kill -9 at the five points between the bytes and the answer, as a plan says."""

import time

from boxes import Box, make_letter
from odoo_driver import Killed

from . import chain, letter_keys

TITLE = "kill -9 at K1 to K5"
LETTERS = 200
KILLS = 6
GROUP = 10
FETCH = f"""
from odoo.addons.cc_appeals import imap_fetch
imap_fetch.BATCH_LETTERS = {GROUP}
env["cc.mailbox"].browse(number)._job_fetch()
"""
DRAIN = f"""
from odoo.addons.cc_ledger.models import cc_inbox_event_drain
cc_inbox_event_drain.BATCH = {GROUP}
env["cc.inbox.event"]._job_drain()
"""
# a killed drain leaves rows that wait for their turn: here it has come
DUE = "UPDATE cc_inbox_event SET next_try_at = NULL WHERE state = 'received'"
# confirmations wait in the outbox: nobody listens where they should go
ACKNOWLEDGE = """
account = env["cc.mail.account"].create(
    {
        "name": f"Kills {channel}",
        "host": "127.0.0.1",
        "port": 9,
        "security": "none",
        "sender": f"line{channel}@example.org",
        "bounce_sign": "+",
    }
)
env["cc.channel"].browse(channel).write(
    {"mail_account_id": account.id, "is_acknowledged": True}
)
"""


def run(stage, odoo, server, users):
    """Kill the worker at each point, as often as planned; nothing may show."""
    for point in ("K1", "K2", "K3", "K4", "K5"):
        _Scene(stage, odoo, server, next(users), point).play()
    odoo.run(chain.SEAL)
    chain.bar(stage, "all kills", odoo)


class _Scene:
    """One point, one mailbox full of letters."""

    def __init__(self, stage, odoo, server, user, point):
        self.stage, self.odoo, self.server = stage, odoo, server
        self.point, self.user = point, user
        self.box = Box(odoo, server, user)
        self.acknowledged = letter_keys.has_table(odoo, "cc_mail_account")
        if self.acknowledged:
            odoo.run(ACKNOWLEDGE, channel=self.box.channel)
        self.history = stage.history(f"kill-{point}")
        self.early, self.kills = [], 0

    def play(self):
        since = time.monotonic()
        count = self.stage.part_of(LETTERS, least=20)
        keys = [f"{self.user}-{number}" for number in range(count)]
        self.history.note("invoked", keys)
        self.server.append(self.user, *map(make_letter, keys))
        in_fetch = self.point in ("K1", "K2", "K3")
        plan = self._plan(count // GROUP)
        if in_fetch:
            self._kill(FETCH, plan)
        self._run(FETCH)
        if not in_fetch:
            self._kill(DRAIN, plan)
        self._run(DRAIN)
        channel = self.box.channel
        found = letter_keys.everything(self.odoo, channel, self.acknowledged)
        planned = ",".join(str(n) for n in plan)
        title = f"kill -9 at {self.point}, {self.kills} of {len(plan)} kills"
        title += f" (at pass {planned})"
        self.stage.sets(title, self.history, found, since)
        self._tell_faults(found)

    def _plan(self, passes):
        """Draw at which pass each process dies, so that all of them come to theirs."""
        # the third death at one letter is that letter's quarantine: see poison
        least = 2 if self.point == "K4" else 1
        plan, left = [], passes
        kills = self.stage.part_of(KILLS, least=2)
        for later in reversed(range(kills)):
            # at K5 a pass is done when its process dies: leave one for each kill to come
            most = min(left - least * later, passes // 4)
            number = self.stage.random.randint(least, max(least, most))
            plan.append(number)
            left -= number
        self.stage.plan[self.point] = plan
        return plan

    def _kill(self, code, plan):
        for number in plan:
            self._run(code, f"{self.point}:{number}")

    def _run(self, code, fault=""):
        """Run once, then ask the mail server and the ledger what they know."""
        try:
            self.odoo.run(code, fault=fault, number=self.box.id)
        except Killed:
            self.kills += 1
        self.odoo.query(DUE)
        told = letter_keys.told(self.server, self.user)
        self.early += set(told) - set(letter_keys.rows(self.odoo, self.box.channel))
        self.history.note("acked", told)

    def _tell_faults(self, found):
        if self.early:
            text = f"told before the row at {self.point}: {len(self.early)} letters"
            self.stage.bar(text, False, self.early)
        missing = self.history.keys("invoked") - set(found["appeals"])
        if missing or self.kills != len(self.stage.plan[self.point]):
            text = f"at {self.point}: {self.kills} kills, {len(missing)} not appeals"
            self.stage.bar(text, False, sorted(missing))
