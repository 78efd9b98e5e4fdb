"""Faults of the surroundings, raised at the n-th call: letters wait, none is lost.

What is raised really happens inside a process that commits; then the fault is lifted,
the wait is over, and all letters must be there once.
"""

import pytest
from boxes import make_letter

pytest_plugins = ["boxes"]

LETTERS = 50
RECORD = """
channel = env["cc.channel"].search([("name", "=", place)])
if not channel:
    direction = env["cc.direction"].search([("code", "=", "E2E")]) or env[
        "cc.direction"
    ].create(
        {
            "name": "E2E",
            "code": "E2E",
            "client_ids": env["cc.client"].create({"name": "E2E", "code": "E2E"}).ids,
        }
    )
    channel = env["cc.channel"].create(
        {"name": place, "kind": "mail", "direction_id": direction.id}
    )
items = [{"raw": text.encode()} for text in texts]
env["cc.inbox.event"]._record(channel, items)
env.cr.commit()
result = channel.id
"""
# hooks: what is called, what comes instead of its n-th call
FAULTY = """
import errno, os, psycopg2, signal
from odoo.addons.cc_appeals import letter_reader

calls = 0

def raising(original, fault, matches=lambda *args: True):
    def call(self, *args, **kwargs):
        global calls
        if matches(*args):
            calls += 1
            if calls >= nth and calls < nth + times:
                fault()
        return original(self, *args, **kwargs)
    return call

def throw(error):
    def fault():
        raise error
    return fault

def inserts(query, *args):
    text = query.code if hasattr(query, "code") else str(query)
    return text.lstrip().upper().startswith(f"INSERT INTO {table}")

def kill_parser():
    helper = letter_reader._helper._process.pid
    with open(f"/proc/{helper}/task/{helper}/children") as file:
        for child in file.read().split():
            os.kill(int(child), signal.SIGKILL)

cursor = type(env.cr)
reader = env.registry["cc.channel.mail"]
files = env.registry["ir.attachment"]
full = OSError(errno.ENOSPC, "No space left on device")
"""
TABLE = "table = '\"CC_APPEAL\"'\n"
HOOKS = {
    "connection": TABLE
    + 'cursor.execute = raising(cursor.execute, throw(psycopg2.OperationalError("gone")), inserts)',
    "serialization": TABLE + "cursor.execute = raising(cursor.execute,"
    " throw(psycopg2.errors.SerializationFailure()), inserts)",
    "lock": TABLE + "cursor.execute = raising(cursor.execute,"
    " throw(psycopg2.errors.LockNotAvailable()), inserts)",
    "disk": "files._file_write = raising(files._file_write, throw(full))",
    "parser": "child = letter_reader._Child\n"
    "child.ask = raising(child.ask, kill_parser)",
    "service": "reader._read_letters ="
    ' raising(reader._read_letters, throw(TimeoutError("no answer")))',
}
# batches small enough that a third call comes before any fault does
DRAIN = """
from odoo.addons.cc_ledger.models import cc_inbox_event_drain
cc_inbox_event_drain.BATCH = 15
env["cc.inbox.event"]._job_drain()
result = calls
"""
LIFTED = 'env["cc.inbox.event"]._job_drain()'


def letter(key):
    """Return a letter with a file, so that attachments are written too."""
    head, _blank, text = make_letter(key).decode().partition("\r\n\r\n")
    return (
        f"{head}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"
        f"\r\n--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
        "--b\r\nContent-Type: application/octet-stream\r\n"
        f"Content-Disposition: attachment; filename=a.bin\r\n\r\nfile of {key}\r\n"
        "--b--\r\n"
    )


@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize("hook", HOOKS)
def test_a_fault_that_passes_loses_and_doubles_nothing(odoo, hook, nth):
    place = f"{hook}-{nth}"
    keys = [f"{place}-{number}" for number in range(LETTERS)]
    channel = odoo.run(RECORD, place=place, texts=[letter(key) for key in keys])
    # long enough to reach the letters one by one, after their batch is split; a parser
    # that dies twice at one letter is that letter's fault
    times = 1 if hook == "parser" else 9
    calls = odoo.run(FAULTY + HOOKS[hook] + DRAIN, nth=nth, times=times)
    assert calls >= nth, "the hook was not reached"
    mine = f"channel_id = {channel}"
    assert odoo.count("cc_inbox_event", f"{mine} AND state = 'quarantined'") == 0
    odoo.query(f"UPDATE cc_inbox_event SET next_try_at = NULL WHERE {mine}")
    odoo.run(LIFTED)
    names = odoo.query(f"SELECT name FROM cc_appeal WHERE {mine}")
    assert sorted(names) == sorted((f"letter {key}",) for key in keys)
    assert odoo.count("cc_inbox_event", f"{mine} AND state = 'processed'") == LETTERS
