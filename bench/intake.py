"""Letters a second: the ledger's whole path against Odoo's own mail gateway.

Ours writes each letter down, commits, parses it, finds its writer and registers an
appeal with its history. The peer makes a partner of each letter (`message_process`),
one transaction a letter, as its fetcher does.
"""

import json
import subprocess

from runner import cluster, toolchain
from runner.figure import Figure
from runner.progress import Progress
from runner.test_template import TestDatabases

DESCRIPTION = "letters a second, against Odoo's own mail gateway"
LETTERS = 500
SCRIPT = f"""
import json, time
LETTERS = {LETTERS}
def letters(prefix):
    for i in range(LETTERS):
        yield (
            f"From: Writer {{i}} <{{prefix}}{{i % 200}}@example.ru>\\r\\n"
            f"To: line@example.org\\r\\nSubject: Letter {{i}}\\r\\n"
            f"Message-ID: <{{prefix}}{{i}}@example.ru>\\r\\n"
            "Content-Type: text/plain; charset=utf-8\\r\\n\\r\\n"
            "Третий день нет горячей воды.\\r\\n"
        ).encode()
client = env["cc.client"].create({{"name": "Bench", "code": "BENCH"}})
direction = env["cc.direction"].create(
    {{"name": "Bench", "code": "BENCH", "client_ids": client.ids}}
)
channel = env["cc.channel"].create(
    {{"name": "Bench", "kind": "mail", "direction_id": direction.id}}
)
env.cr.commit()
inbox = env["cc.inbox.event"]
raws = list(letters("ours"))
start = time.perf_counter()
for at in range(0, LETTERS, 50):
    found = inbox._record(channel, [{{"raw": raw}} for raw in raws[at : at + 50]])
    env.cr.commit()
    inbox._drain_all([event.id for event, _is_new in found])
ours = LETTERS / (time.perf_counter() - start)
assert env["cc.appeal"].search_count([("channel_id", "=", channel.id)]) == LETTERS
raws = list(letters("peer"))
start = time.perf_counter()
for raw in raws:
    env["mail.thread"].message_process("res.partner", raw)
    env.cr.commit()
peer = LETTERS / (time.perf_counter() - start)
print("FIGURES", json.dumps([ours, peer]))
"""


def run(arguments, context):
    """Yield the figures of this bench."""
    progress = Progress(toolchain.STEPS + 1)
    tools = toolchain.ensure(context.paths, progress)
    where = cluster.test_cluster(context.paths, tools.postgres)
    databases = TestDatabases(context.paths, tools, where)
    with progress.step("A database for the bench") as step:
        instance = databases.fresh(["cc_appeals"], step)
    try:
        output = subprocess.run(
            instance.command("shell", "--no-http"),
            input=SCRIPT,
            env=instance.environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    finally:
        databases.drop(instance)
    ours, peer = json.loads(output.split("FIGURES", 1)[1].splitlines()[0])
    yield Figure(
        name="letters registered, one process",
        value=round(ours, 1),
        unit="1/s",
        peer="Odoo mail gateway into res.partner",
        peer_value=round(peer, 1),
    )
