"""The disk is full: letters stay where they are, and come once when there is room.

PostgreSQL and the attachments are on a file system that really is full (ENOSPC of the
kernel, nothing is made up): at the ledger's tables, at the file of a large letter and at
the attachments of a letter that is being registered. Where a container allows no mount,
the ledger's tables and the attachments are on its small /dev/shm instead.
"""

import base64
import shutil
import tempfile
import threading
import time
from pathlib import Path

from boxes import Box, make_letter
from dovecot import Dovecot
from odoo_driver import OdooDriver, OdooError

from runner.cluster import ROLE

from . import letter_keys
from .own_cluster import own_odoo
from .small_disk import MEGABYTE, small_disk

TITLE = "disk full"
LETTERS = 50
LARGE = 5
LIMIT = 60
PATIENCE = 120
# what cron and job runner do each for themselves: whatever is due by now
ROUND = """
now = env.cr.now()
for box in env["cc.mailbox"].search(["|", ("next_fetch_at", "=", False),
                                     ("next_fetch_at", "<=", now)]):
    box._job_fetch()
env["cc.inbox.event"]._job_drain()
"""
FETCH = 'env["cc.mailbox"].browse(number)._job_fetch()'
DRAIN = 'env["cc.inbox.event"]._job_drain()'
SAID = """
box = env["cc.mailbox"].browse(number)
result = box.error_code, box.last_error
"""
STATES = """
SELECT state, coalesce(reason, ''), count(*) FROM cc_inbox_event GROUP BY 1, 2
"""

LEDGER = """
SELECT relkind, relname FROM pg_class WHERE relkind IN ('r', 'i')
   AND relnamespace = 'public'::regnamespace AND relname LIKE 'cc_inbox%'
"""
WAITING = """
SELECT state, coalesce(sum(fault_count), 0) FROM cc_inbox_event GROUP BY 1
"""


def run(stage):
    """Fill the disk under a mailbox's letters; free it; all are there once."""
    from .program import PASSWORD

    users = ["ledger", "large", "files"]
    with small_disk() as disk:
        if disk is None:
            stage.bar("disk full: no file system of our own on this machine", False)
            return
        secrets = tempfile.mkdtemp(dir=disk.folder)
        Path(secrets, "e2e").write_text(PASSWORD)
        home = disk.folder / "run" / "clusters" / "disk" if disk.is_roomy else None
        with (
            own_odoo("disk", folder=home, data=disk.folder / "data") as instance,
            Dovecot(dict.fromkeys(users, PASSWORD)) as server,
            OdooDriver(instance, CC_SECRETS_DIR=secrets) as odoo,
        ):
            if not disk.is_roomy:
                _move_ledger(instance, disk.folder / "tables")
            _Scene(stage, odoo, server, disk, users).play()


def _move_ledger(instance, place):
    """Put the tables of the ledger, and nothing else, onto the small disk."""
    cluster = instance.cluster
    place.mkdir(mode=0o700)
    shutil.chown(place, cluster.data.owner())
    cluster.query_as_superuser(
        f"CREATE TABLESPACE small OWNER {ROLE} LOCATION '{place}'"
    )
    found = cluster.query(LEDGER, instance.database)
    for kind, name in found:
        what = "INDEX" if kind == "i" else "TABLE"
        statement = f'ALTER {what} "{name}" SET TABLESPACE small'
        cluster.query(statement, instance.database)
    print(f"     {len(found)} tables and indexes of the ledger are in {place}")


class _Scene:
    """Three mailboxes: small letters, large ones, ones with attachments."""

    def __init__(self, stage, odoo, server, disk, users):
        self.stage, self.odoo, self.server, self.disk = stage, odoo, server, disk
        self.users = users
        self.boxes = {user: Box(odoo, server, user) for user in users}
        self.histories = {user: stage.history(f"disk-{user}") for user in users}

    def play(self):
        since = time.monotonic()
        self._put("files", self.stage.part_of(LARGE, least=3), _with_file)
        self._put("large", self.stage.part_of(LARGE, least=3), _large)
        self._put("ledger", self.stage.part_of(LETTERS, least=20), make_letter)
        self._fetch("files")
        self._spare_log()
        self._at_attachment()
        self._at_payload()
        self._at_ledger()
        self._recover()
        for user in self.users:
            found = letter_keys.everything(self.odoo, self.boxes[user].channel)
            self.histories[user].note("acked", letter_keys.told(self.server, user))
            title = f"disk full, letters of “{user}”"
            self.stage.sets(title, self.histories[user], found, since)
        quarantined = [
            row for row in self.odoo.query(STATES) if row[0] not in ("processed",)
        ]
        text = "disk full: letters quarantined or left over"
        self.stage.bar(f"{text}: {len(quarantined)}", not quarantined, quarantined)
        self._no_leftovers()

    def _spare_log(self):
        """Let PostgreSQL's log have a file with room before there is none on the disk.

        Without a next file it ends at once: that is another fault than a full table.
        """
        cluster = self.odoo.instance.cluster
        cluster.query_as_superuser("SELECT pg_switch_wal()")
        # the next file is made by the first that writes to it
        cluster.query_as_superuser("CHECKPOINT")

    def _at_attachment(self):
        free = self.disk.fill(MEGABYTE // 2)
        self._try(DRAIN)
        waiting = self.odoo.query(WAITING)
        holds = {row[0] for row in waiting} == {"received"} and waiting[0][1] != "0"
        text = f"attachments with {free // 1024} KB left: the letters wait, faults"
        self.stage.bar(f"{text} counted: {waiting[0][1]}", holds, waiting)

    def _at_payload(self):
        self.disk.release()
        free = self.disk.fill(MEGABYTE // 2)
        self._fetch("large")
        self._refused("large", f"a large letter with {free // 1024} KB left")

    def _at_ledger(self):
        free = self.disk.fill()
        self._fetch("ledger")
        self._refused("ledger", f"the ledger with {free // 1024} KB left")

    def _refused(self, user, what):
        """The letters that have no row must be unread, and the page must say why."""
        told = set(letter_keys.told(self.server, user))
        rows = set(letter_keys.rows(self.odoo, self.boxes[user].channel))
        invoked = self.histories[user].keys("invoked")
        self.histories[user].note("refused", invoked - told)
        code, sentence = self.odoo.run(SAID, number=self.boxes[user].id)
        holds = told <= rows and len(rows) < len(invoked) and code == "disk_full"
        text = (
            f"{what}: {len(rows)} rows, {len(told)} told of {len(invoked)}; the page: "
        )
        self.stage.bar(text + f"“{sentence}”", holds)

    def _recover(self):
        """Free the disk and let what is due run, as cron does; take the time."""
        self.disk.release()
        start, pause = time.monotonic(), threading.Event()
        while not self._is_settled():
            if time.monotonic() - start > PATIENCE:
                break
            self._try(ROUND)
            pause.wait(0.5)
        seconds = time.monotonic() - start
        text = f"disk full: all settled {seconds:.0f} s after there was room"
        self.stage.bar(f"{text} (must be <= {LIMIT})", seconds <= LIMIT)

    def _is_settled(self):
        states = {row[0] for row in self.odoo.query(STATES)}
        told = all(
            set(letter_keys.told(self.server, user))
            == self.histories[user].keys("invoked")
            for user in self.users
        )
        return told and "received" not in states

    def _no_leftovers(self):
        parts = list((self.disk.folder / "data").rglob("*.part"))
        text = "disk full: halves of files left in the store"
        self.stage.bar(f"{text}: {len(parts)}", not parts, parts)

    def _put(self, user, count, make):
        keys = [f"{user}-{number}" for number in range(count)]
        self.histories[user].note("invoked", keys)
        self.server.append(user, *map(make, keys))

    def _fetch(self, user):
        self._try(FETCH, number=self.boxes[user].id)

    def _try(self, code, **values):
        try:
            self.odoo.run(code, **values)
        except OdooError as fault:
            last = str(fault).strip().splitlines()[-1]
            print(f"     a job failed: {last[:150]}", flush=True)


def _large(key):
    return make_letter(key) + (b"x" * 76 + b"\r\n") * (2 * MEGABYTE // 78)


def _with_file(key):
    """Return a letter with a megabyte attached; each file's content is its own."""
    content = base64.encodebytes(key.encode() * (MEGABYTE // len(key)))
    head = (
        f"From: Anna <{key}@example.ru>\r\nTo: line@example.org\r\n"
        f"Subject: letter {key}\r\nMessage-ID: <{key}@example.ru>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n"
        "--b\r\nContent-Type: application/octet-stream\r\n"
        f"Content-Disposition: attachment; filename={key}.bin\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + content.replace(b"\n", b"\r\n") + b"--b--\r\n"
