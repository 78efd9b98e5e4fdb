"""Deliveries through a mail server that is down, busy, silent or dies in the middle.

A scripted server in a process of its own, Odoo in another that really commits and may
be killed at S1 (marked as being sent, not yet sent) and S2 (accepted, not yet written
down). Time is moved, not waited for: between two rounds the rows that wait become due
and the lease of a killed worker ends, as if half an hour had passed; the breaker's
minute likewise. A silent server is given up after seconds instead of a minute.

The check is one of sets, by Message-ID: every delivery accepted, none that was not
asked for, and more than once only what is marked "maybe repeated".
"""

import json
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from runner import toolchain
from runner.progress import Progress
from tests.e2e import odoo_driver

DESCRIPTION = "outgoing letters through outages and kills: all go out, none is doubled"
LETTERS = 500
# of the scenes beside the four main ones
FEWER = 200
SERVER = Path(odoo_driver.__file__).with_name("faulty_smtp.py")
LONGEST_ROUNDS = 60
# seconds after which a server is silent that answers others: no good answer is so late
SILENT_AT_SOME = 6

SETUP = """
client = env["cc.client"].create({"name": "Outage", "code": "OUTAGE"})
direction = env["cc.direction"].create(
    {"name": "Outage", "code": "OUTAGE", "client_ids": client.ids}
)
account = env["cc.mail.account"].create(
    {
        "name": "Outage",
        "host": "127.0.0.1",
        "security": "none",
        "port": port,
        "sender": "line@example.org",
        "bounce_sign": "+",
        "connections": 8,
    }
)
channel = env["cc.channel"].create(
    {
        "name": "Outage",
        "kind": "mail",
        "direction_id": direction.id,
        "mail_account_id": account.id,
    }
)
people = env["res.partner"].create(
    [
        {"name": f"Person {n}", "is_cc_applicant": True, "cc_client_id": client.id}
        for n in range(50)
    ]
)
env["cc.identity"].create(
    [
        {"partner_id": each.id, "kind": "email", "value": f"person{n}@example.net"}
        for n, each in enumerate(people)
    ]
)
result = account.id, channel.id
"""
ENQUEUE = """
channel = env["cc.channel"].browse(channel)
identities = env["cc.identity"].search([("value", "=like", "person%@example.net")])
made = env["cc.outbox.delivery"]._enqueue(
    [
        {
            "channel_id": channel.id,
            "identity_id": identities[number % len(identities)].id,
            "kind": "reply",
            "subject": f"{mode} {number}",
            "body": "Hot water is back.",
            "res_model": "cc.channel",
            "res_id": channel.id,
            "version": f"{mode} {number}",
        }
        for number in range(count)
    ]
)
result = made.mapped("message_id")
"""
SEND = """
from odoo.addons.cc_appeals import smtp_line
from odoo.addons.cc_ledger import outbox_run
smtp_line.ANSWER_SECONDS = smtp_line.CONNECT_SECONDS = 20
smtp_line.ACCEPT_SECONDS = patience
outbox_run.RUN_SECONDS = 100
env["cc.outbox.delivery"]._job_send("cc.mail.account", account)
"""
POINT = """
env["cc.mail.account"].browse(account).port = port
"""
# half an hour later
LATER = """
env.cr.execute(
    "UPDATE cc_outbox_delivery SET next_try_at = now() AT TIME ZONE 'UTC'"
    " - interval '1 second' WHERE next_try_at IS NOT NULL"
)
env.cr.execute(
    "UPDATE cc_outbox_delivery SET lease_until = now() AT TIME ZONE 'UTC'"
    " - interval '1 second' WHERE state = 'sending'"
)
env.cr.execute("UPDATE cc_mail_account SET next_try_at = NULL")
"""
STATE = """
rows = env["cc.outbox.delivery"].search([("message_id", "in", names)])
result = [
    [row.message_id, row.state, row.attempts, row.is_maybe_repeated, row.error_text]
    for row in rows
]
"""


def run(arguments, context) -> int:
    """Prove it; see the module's first lines."""
    proof = _Proof(arguments.share)
    with tempfile.TemporaryDirectory(prefix="outage-") as scratch:
        proof.run(Path(scratch), context.paths)
    print(f"\n{proof.passed} passed, {proof.failed} failed")
    return 1 if proof.failed else 0


@dataclass
class _Server:
    """The scripted server; its letters outlive a restart."""

    python: str
    folder: Path
    process: subprocess.Popen = None
    port: int = 0

    def __enter__(self):
        self.folder.mkdir()
        self.script()
        self.process = subprocess.Popen(
            [self.python, str(SERVER), str(self.folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *exception):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def script(self, *rules: dict) -> None:
        """Plan faults; without any it is healthy."""
        fresh = self.folder / "rules.new"
        fresh.write_text(json.dumps(rules))
        fresh.rename(self.folder / "rules.json")

    def accepted(self) -> Counter:
        """Return how often each Message-ID was accepted."""
        path = self.folder / "accepted.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return Counter(json.loads(line)["message_id"].strip("<>") for line in lines)


@dataclass
class _Proof:
    share: float
    passed: int = 0
    failed: int = 0
    odoo: object = field(default=None)
    server: object = field(default=None)
    #: seconds; a healthy server may be slow on a busy machine
    patience: float = 20

    def run(self, scratch: Path, paths) -> None:
        python = toolchain.ensure(paths, Progress(toolchain.STEPS)).env.python
        with (
            _Server(str(python), scratch / "server") as self.server,
            odoo_driver.OdooDriver() as self.odoo,
        ):
            port = self.server.port
            self.account, self.channel = self.odoo.run(SETUP, port=port)
            for prove in (
                self._refused,
                self._busy,
                self._silent,
                self._silent_at_some,
                self._kept,
                self._lost,
                self._killed_before,
                self._killed_after,
            ):
                self.server.script()
                self.patience = _Proof.patience
                prove()

    # the scenes
    def _refused(self) -> None:
        names = self._enqueue("refused")
        free = self._free_port()
        self.odoo.run(POINT, account=self.account, port=free)
        for _round in range(4):
            self._round()
        tries = sum(row[2] for row in self._rows(names))
        self.odoo.run(POINT, account=self.account, port=self.server.port)
        self._finish("refused", names, doubles=False)
        self.bar("refused: tries burnt while it was down", tries, "==", 0)

    def _busy(self) -> None:
        names = self._enqueue("busy")
        self.server.script({"stage": "connect", "fault": "421 4.3.2 busy"})
        self._round(3)
        third = len(names) // 3
        self.server.script(
            {"stage": "mail", "fault": "421 4.3.2 closing", "times": 7},
            {"stage": "rcpt", "fault": "451 4.7.1 grey", "times": third},
            {"stage": "data", "fault": "451 4.3.0 disk", "times": third // 2},
            {"stage": "accept", "fault": "451 4.3.0 filter", "times": third // 2},
        )
        self._finish("421/451", names, doubles=False)

    def _silent(self) -> None:
        names = self._enqueue("silent")
        self.patience = 1
        self.server.script({"stage": "accept", "fault": "silent"})
        self._round(6)
        self.server.script()
        # on a busy machine a good answer may take more than a second, too
        self.patience = _Proof.patience
        self._finish("silent after DATA, 6 rounds", names, doubles=False)

    def _silent_at_some(self) -> None:
        names = self._enqueue("some", FEWER)
        self.patience = SILENT_AT_SOME
        self.server.script(_one_in_five("silent"))
        self._finish("silent after DATA at one in five", names, doubles=False)

    def _kept(self) -> None:
        names = self._enqueue("kept", FEWER)
        self.patience = SILENT_AT_SOME
        self.server.script(_one_in_five("kept"))
        self._finish("kept, then silent, one in five", names, doubles=True)

    def _lost(self) -> None:
        names = self._enqueue("lost")
        self.server.script(_one_in_five("lost"))
        self._finish("answer lost after acceptance, one in five", names, doubles=True)

    def _killed_before(self) -> None:
        names = self._enqueue("S1", FEWER)
        self._finish("kill -9 at S1", names, doubles=True, kill="S1")

    def _killed_after(self) -> None:
        names = self._enqueue("S2", FEWER)
        self._finish("kill -9 at S2", names, doubles=True, kill="S2")

    # plumbing
    def _enqueue(self, mode: str, count: int = LETTERS) -> list[str]:
        count = max(10, int(count * self.share))
        return self.odoo.run(ENQUEUE, channel=self.channel, mode=mode, count=count)

    def _round(self, times: int = 1, fault: str = "") -> bool:
        """Send for a while, then let half an hour pass; tell whether it was killed."""
        is_killed = False
        for _time in range(times):
            try:
                self.odoo.run(
                    SEND, fault=fault, account=self.account, patience=self.patience
                )
            except odoo_driver.Killed:
                is_killed = True
            self.odoo.run(LATER)
        return is_killed

    def _finish(self, what, names, doubles, kill="") -> None:
        """Go on until nothing waits, then compare the sets."""
        kills = 0
        for number in range(LONGEST_ROUNDS):
            # planned, not random: at the first, and ever further into the run
            plan = f"{kill}:{1 + 7 * number}" if kill and number < 8 else ""
            kills += self._round(fault=plan)
            if all(row[1] == "sent" for row in self._rows(names)):
                break
        self._compare(what, names, doubles, kills)

    def _compare(self, what, names, doubles, kills) -> None:
        asked, rows = set(names), self._rows(names)
        accepted = self.server.accepted()
        known = {name: count for name, count in accepted.items() if name in asked}
        twice = {name for name, count in known.items() if count > 1}
        marked = {row[0] for row in rows if row[3]}
        total = len(asked)
        print(
            f"     {what}: {total} asked for, {sum(known.values())} accepted, "
            f"{len(twice)} twice, {len(marked)} marked"
            + (f", {kills} kills" if kills else "")
        )
        self.bar(f"{what}: accepted, of {total}", len(known), "==", total)
        sent = sum(row[1] == "sent" for row in rows)
        self.bar(f"{what}: rows that say so, of {total}", sent, "==", total)
        others = Counter((row[1], row[4]) for row in rows if row[1] != "sent")
        for (state, words), count in others.items():
            print(f"       {count} {state}: {words}")
        if doubles:
            self.bar(f"{what}: twice without a mark", len(twice - marked), "==", 0)
            # each kill may hit the repeat of what the last one hit
            most, limit = max(known.values(), default=0), 4 if kills else 2
            self.bar(f"{what}: how often at most", most, "<=", limit)
        else:
            self.bar(f"{what}: twice", len(twice), "==", 0)
        strange = set(accepted) - self._every_name()
        self.bar(f"{what}: accepted and never asked for", len(strange), "==", 0)

    def _rows(self, names) -> list:
        return self.odoo.run(STATE, names=names)

    def _every_name(self) -> set[str]:
        rows = self.odoo.query("SELECT message_id FROM cc_outbox_delivery")
        return {row[0] for row in rows}

    def _free_port(self) -> int:
        # bound and closed again: nobody listens there
        code = (
            "import socket\nwith socket.create_server(('127.0.0.1', 0)) as one:\n"
            "    result = one.getsockname()[1]\n"
        )
        return self.odoo.run(code)

    def bar(self, name: str, value, sign: str, limit) -> None:
        holds = {"==": value == limit, "<=": value <= limit}[sign]
        self.passed, self.failed = self.passed + holds, self.failed + (not holds)
        print(f"{'ok  ' if holds else 'FAIL'} {name}: {value} (must be {sign} {limit})")


def _one_in_five(fault: str) -> dict:
    """Return the rule that fails 3 of 16 letters, each once."""
    match = r"(?m)^Message-ID: <cc\.[0-9a-f-]{35}[0-2]@"
    return {"stage": "accept", "fault": fault, "match": match, "once": True}
