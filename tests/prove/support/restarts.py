"""PostgreSQL ends at once and comes back, while letters keep coming in.

A durable cluster of its own, a real prefork Odoo with cron and job runner, a real mail
server, filled steadily by a feeder. Nobody helps Odoo: it must find its way back.
"""

import contextlib
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from boxes import MAKE, make_letter
from dovecot import Dovecot
from live_odoo import LiveOdoo

from . import chain, letter_keys
from .own_cluster import own_odoo

TITLE = "PostgreSQL restarted at once"
RESTARTS = 5
PER_SECOND = 20
LIMIT = 60
# how long a restart that hangs is watched before it is called a failure
PATIENCE = 150
USER = "feed"
# what the drain waits for while this is held: the appeal is made, nothing committed
HOLD = "BEGIN; LOCK TABLE cc_appeal_interval IN SHARE MODE; SELECT pg_sleep(300);"
AT_K4 = """
SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'cc_appeal_interval'::regclass
"""


def run(stage):
    """Restart PostgreSQL as often as planned, once while a drain stands before commit."""
    from .program import PASSWORD

    with (
        tempfile.TemporaryDirectory() as secrets,
        own_odoo("restarts") as instance,
        Dovecot({USER: PASSWORD}) as server,
    ):
        Path(secrets, "e2e").write_text(PASSWORD)
        log = stage.folder.parent / "restarts-odoo.log"
        odoo = LiveOdoo(instance, log, CC_SECRETS_DIR=secrets)
        try:
            odoo.start()
            _Scene(stage, odoo, server).play()
        finally:
            odoo.stop()


class _Scene:
    """One server under load and its database that goes away again and again."""

    def __init__(self, stage, odoo, server):
        self.stage, self.odoo, self.server = stage, odoo, server
        self.history = stage.history("restarts")
        self.pid = odoo.process.pid

    def play(self):
        since = time.monotonic()
        count = self.stage.part_of(RESTARTS)
        at_k4 = self.stage.random.randrange(count)
        pauses = [
            round(self.stage.random.uniform(1, 8), 1) for _restart in range(count)
        ]
        self.stage.plan.update(at_k4=at_k4, pauses=pauses)
        channel = self._make_box()
        feeder = _Feeder(self.server, self.history)
        feeder.start()
        waits = []
        try:
            self._await(self._count_rows, "the first letters")
            for number, pause in enumerate(pauses):
                time.sleep(pause)  # the plan's moment, drawn from the seed
                waits.append(self._restart(number == at_k4))
        finally:
            feeder.stop()
        # all is measured: the rest is fetched by the button, not by the next minute
        self.odoo.shell("env['cc.mailbox'].search([])._wake()\nenv.cr.commit()\n")
        self._await(self._is_drained, "all letters to be appeals")
        self.history.note("acked", letter_keys.told(self.server, USER))
        found = letter_keys.everything(self.odoo, channel)
        rate = len(self.history.keys("invoked")) / feeder.seconds
        title = f"PostgreSQL restarted at once {count} times under {rate:.0f} letters/s"
        self.stage.sets(title, self.history, found, since)
        self._tell(waits, at_k4)
        self.odoo.shell(chain.SEAL)
        chain.bar(self.stage, f"{count} restarts", self.odoo)

    def _tell(self, waits, at_k4):
        words = ", ".join(f"{wait:.0f}" for wait in waits)
        self.stage.bar(
            f"from ready to the first new commit: {words} s, number {at_k4 + 1} at K4"
            f" (must be <= {LIMIT})",
            max(waits) <= LIMIT,
        )
        alive = self.odoo.process.poll() is None and self.odoo.process.pid == self.pid
        stuck = self.odoo.query(
            "SELECT method_name, state FROM queue_job WHERE state NOT IN"
            " ('done', 'pending', 'cancelled', 'failed')"
        )
        text = "Odoo is the same process, no job is stuck"
        self.stage.bar(f"{text}: {len(stuck)}", alive and not stuck, stuck)

    def _make_box(self):
        values = {
            "host": "127.0.0.1",
            "port": self.server.imap,
            "security": "none",
            "login": USER,
            "secret_ref": "e2e",
        }
        script = f"place, vals = 'feed', {values!r}\n{MAKE}\n"
        self.odoo.shell(script + "env['cc.mailbox']._cron_wake()\nenv.cr.commit()\n")
        return self.odoo.query("SELECT channel_id FROM cc_mailbox")[0][0]

    def _restart(self, at_k4):
        """Crash the database; return the seconds from ready to the first commit."""
        with self._standing_at_k4() if at_k4 else contextlib.nullcontext():
            self.odoo.instance.cluster.crash()
        ready, before = time.monotonic(), self._count_rows()
        self._await(lambda: self._count_rows() > before, "a new commit")
        return time.monotonic() - ready

    @contextlib.contextmanager
    def _standing_at_k4(self):
        """Hold a drain between its appeals and its commit."""
        cluster = self.odoo.instance.cluster
        psql = [cluster.postgres.programs / "psql", "-Xq", "-c", HOLD]
        holder = subprocess.Popen(
            [*psql, self.odoo.instance.database],
            env=cluster.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._await(lambda: self.odoo.query(AT_K4), "a drain to stand at K4")
            yield
        finally:
            holder.kill()
            holder.wait()

    def _count_rows(self):
        return int(self.odoo.query("SELECT count(*) FROM cc_inbox_event")[0][0])

    def _is_drained(self):
        waiting = self.odoo.query(
            "SELECT count(*) FROM cc_inbox_event WHERE state = 'received'"
        )
        with self.server.inbox(USER) as client:
            unseen = client.search("UNSEEN")
        return waiting == [["0"]] and not unseen

    def _await(self, condition, what):
        deadline = time.monotonic() + PATIENCE
        pause = threading.Event()
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{what} did not come; see {self.odoo.log}")
            pause.wait(0.2)


class _Feeder(threading.Thread):
    """Puts letters into a mailbox at a steady rate."""

    def __init__(self, server, history):
        super().__init__(daemon=True)
        self.server, self.history = server, history
        self.is_over, self.seconds = threading.Event(), 0.0

    def run(self):
        start, number = time.monotonic(), 0
        client = self.server.client(USER)
        while not self.is_over.wait(
            max(0, start + number / PER_SECOND - time.monotonic())
        ):
            key = f"{USER}-{number}"
            self.history.note("invoked", [key])
            client.append("INBOX", make_letter(key))
            number += 1
        self.seconds = time.monotonic() - start
        client.shutdown()

    def stop(self):
        self.is_over.set()
        self.join()
