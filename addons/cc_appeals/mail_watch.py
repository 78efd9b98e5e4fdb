"""The mail watcher: hears that a letter came, between two polls.

One thread per mailbox waits in IMAP IDLE, in the process of the cron that started the
watcher; an advisory lock lets a database have one watcher only.  It holds no cursor
and writes nothing: all it does is to queue the fetch a little earlier.  Whatever
happens to it, the poll of every minute finds the letter.
"""

import contextlib
import logging
import threading
import time

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.sql_db import connection_info_for

from odoo.addons.cc_ledger.exceptions import place_of

from .imap_fault import MailboxFault
from .imap_fetch import open_mailbox

_logger = logging.getLogger(__name__)

# advisory locks of watched mailboxes: (this, id); (this, 0) is the watcher's own
LOCK_SPACE = 0x6D62
REFRESH_SECONDS = 15
BACK_OFF_SECONDS, LONGEST_SECONDS = 30, 300
# a mailbox that failed, or whose server cannot tell of news, is left to the poll
SHUN_SECONDS = 900

_watchers = {}


def ensure(database):
    """Start the watcher of a database unless this process has it already."""
    found = _watchers.get(database)
    if not (found and found.is_alive()):
        _watchers[database] = found = Watcher(database)
        found.start()
    return found


class Watcher(threading.Thread):
    """Keeps a post at every mailbox that can be watched."""

    def __init__(self, database):
        super().__init__(name=f"mail watcher of {database}", daemon=True)
        self.database = database
        self.posts, self._shunned = {}, {}
        self._over = threading.Event()
        self._line = None

    def run(self):
        """Watch until the process, or the connection to the database, ends."""
        try:
            _name, info = connection_info_for(self.database)
            with contextlib.closing(psycopg2.connect(**info)) as self._line:
                self._line.autocommit = True
                if self._mark(0, True):
                    self._oversee()
        except psycopg2.Error:
            _logger.info("mail watcher of %s: database gone", self.database)
        except Exception as fault:  # the poll goes on; its words may be a password's
            place = type(fault).__name__, place_of(fault)
            _logger.error("mail watcher of %s: %s in %s", self.database, *place)
        finally:
            self.stop()

    def stop(self):
        """Let all posts go; they notice within seconds."""
        self._over.set()
        for post in self.posts.values():
            post.over.set()

    def _oversee(self):
        while not self._over.is_set():
            wanted = self._wanted()
            if wanted is None:
                return
            for number, post in list(self.posts.items()):
                if not post.is_alive() or wanted.get(number) != post.account:
                    post.over.set()
                    del self.posts[number]
            for number, account in wanted.items():
                if number not in self.posts:
                    self.posts[number] = Post(self, number, account)
                    self.posts[number].start()
            self._over.wait(REFRESH_SECONDS)
            with self._line.cursor() as cr:
                cr.execute("SELECT 1")  # raises when the lock went with the connection

    def _wanted(self):
        """Return {mailbox id: account} of what is to be watched; None for no room."""
        with self.environment() as env:
            if "cc.mailbox" not in env.registry:
                return None
            limit, found = env["cc.mailbox"]._to_watch()
        now = time.monotonic()
        for number, is_well, _account in found:
            if not is_well:
                self._shunned[number] = now + SHUN_SECONDS
        well = [
            (number, account)
            for number, is_well, account in found
            if is_well and self._shunned.get(number, 0) <= now
        ]
        return dict(well[:limit])

    def shun(self, number):
        """Leave a mailbox to the poll for a while."""
        self._shunned[number] = time.monotonic() + SHUN_SECONDS

    @contextlib.contextmanager
    def environment(self):
        """Yield an environment for a moment; what is done in it is committed."""
        with Registry(self.database).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def wake(self, number):
        """Queue the fetch of a mailbox."""
        with self.environment() as env:
            env["cc.mailbox"].browse(number).exists()._wake()

    @contextlib.contextmanager
    def marked(self, number):
        """Show in the database that a mailbox is being watched."""
        self._mark(number, True)
        try:
            yield
        finally:
            with contextlib.suppress(psycopg2.Error):
                self._mark(number, False)

    def _mark(self, number, is_on):
        function = "pg_try_advisory_lock" if is_on else "pg_advisory_unlock"
        with self._line.cursor() as cr:
            cr.execute(f"SELECT {function}(%s, %s)", (LOCK_SPACE, number))
            return cr.fetchone()[0]


class Post(threading.Thread):
    """Waits at one mailbox."""

    def __init__(self, watcher, number, account):
        super().__init__(name=f"mail watch {number}", daemon=True)
        self.watcher, self.number, self.account = watcher, number, account
        self.over = threading.Event()

    def run(self):
        """Wait for news; connect again, later each time, when the line breaks."""
        pause = BACK_OFF_SECONDS
        while not self.over.is_set():
            since = time.monotonic()
            try:
                self._watch()
            except MailboxFault as fault:
                # the poll says on the mailbox's page what is wrong
                _logger.info("mailbox %s is not watched: %s", self.number, fault.code)
            except psycopg2.Error:
                _logger.info("mailbox %s: not woken, the poll will", self.number)
            if time.monotonic() - since > LONGEST_SECONDS:
                pause = BACK_OFF_SECONDS
            self.over.wait(pause)
            pause = min(pause * 2, LONGEST_SECONDS)

    def _watch(self):
        with open_mailbox(self.account, read_only=True) as box:
            if not box.can_wait:
                self.watcher.shun(self.number)
                self.over.set()
                return
            with self.watcher.marked(self.number):
                # whatever came before the waiting began
                self.watcher.wake(self.number)
                seen = box.place
                while not self.over.is_set():
                    box.wait(self.over.is_set)
                    box.look()
                    if box.place != seen:
                        seen = box.place
                        self.watcher.wake(self.number)
