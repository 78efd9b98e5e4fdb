"""The fetch of a mailbox: a job each, woken every minute, never two at a time."""

import contextlib
import errno
import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.cc_base.secret import read_secret
from odoo.addons.cc_ledger.exceptions import place_of
from odoo.addons.cc_ledger.session_lock import GONE, session_lock
from odoo.addons.queue_job.job import identity_exact

from ..fetch_run import FetchRun
from ..imap_fault import MailboxFault
from ..imap_fetch import Account, open_mailbox
from ..letter_reader import HelperLost

_logger = logging.getLogger(__name__)

# short: a scheduler that was started anew asks at once, and must find the mailbox due
PAUSE = timedelta(seconds=5)
TEST_SECONDS = 10
LOCK_NAME = "cc_appeals.mailbox"


class CcMailbox(models.Model):
    _inherit = "cc.mailbox"

    _tried_fields = (
        "host",
        "port",
        "security",
        "login",
        "secret_ref",
        "folder",
        "after",
        "target_folder",
    )
    _tried_checks = ("_check_server", "_check_secret_ref", "_check_target_folder")

    @api.model
    def _cron_wake(self):
        """Queue a fetch for every mailbox whose time has come."""
        now = fields.Datetime.now()
        due = Domain("next_fetch_at", "=", False) | Domain("next_fetch_at", "<=", now)
        for box in self.search(due):
            box._wake()

    def _wake(self):
        """Queue one fetch of each; a second one while it waits adds nothing."""
        # sudo: the job writes the ledger; who may wake a mailbox was checked before
        for box in self.sudo():
            box.with_delay(identity_key=identity_exact)._job_fetch()

    def _job_fetch(self):
        """Take what is new in this mailbox; the queue calls it, maybe repeatedly."""
        # sudo: letters are written into the ledger, which no user may do himself
        box = self.sudo().exists()
        if not box.active:
            return
        with box._alone() as is_alone:
            if is_alone:
                box._fetch_or_fail()

    def _works_again(self):
        """Fetch at once; what was wrong is seen to be over."""
        if self.error_count:
            self.write(
                {
                    "error_code": False,
                    "error_detail": False,
                    "error_count": 0,
                    "next_fetch_at": False,
                }
            )
        self.filtered("active")._wake()

    def _test(self):
        account = self._account()
        # the one place where a cursor waits for the network: somebody is looking on,
        # and for ten seconds at most
        with open_mailbox(account, read_only=True, seconds=TEST_SECONDS) as found:
            found.check_target()
            is_known = found.uid_validity == self._origin.uid_validity
            fresh = found.uids(self._origin.last_uid + 1 if is_known else 1)
            return self.env._(
                "Connected: %(count)s letters in “%(folder)s”, %(fresh)s of them not "
                "taken yet.",
                count=found.count,
                folder=self.folder,
                fresh=len(fresh),
            )

    def _account(self):
        """Return where to connect; raises when the password is not there."""
        password = read_secret(self.secret_ref)
        if password is None:
            raise MailboxFault("secret_missing")
        return Account(
            host=self.host,
            port=self.port,
            security=self.security,
            login=self.login,
            folder=self.folder,
            target=self.target_folder if self.after == "move" else "",
            password=password,
        )

    @contextlib.contextmanager
    def _alone(self):
        """Yield whether no other process is at this mailbox."""
        with session_lock(self.env.cr, f"{LOCK_NAME}:{self.id}") as is_alone:
            try:
                yield is_alone
            except BaseException:
                with contextlib.suppress(*GONE):
                    self._start_again()
                raise

    def _fetch_or_fail(self):
        """Fetch; what goes wrong is written on the mailbox in a sentence."""
        run = FetchRun(self)
        try:
            run.fetch()
        except (MailboxFault, psycopg2.errors.DiskFull, OSError) as fault:
            self._start_again()
            fault = _as_fault(fault)
            if fault.code in ("ledger", "no_parser"):
                _logger.error("mailbox %s: %s %s", self.id, fault.code, fault.detail)
            self._fail(fault, run.suspect)
        except psycopg2.OperationalError:
            self._start_again()
            raise  # nothing can be written now; the queue or the cron tries again
        except Exception as fault:  # no mailbox may stop for ever without a word
            self._start_again()
            # the message of a fault may quote a letter: only its place is logged
            _logger.error(
                "mailbox %s: %s in %s", self.id, type(fault).__name__, place_of(fault)
            )
            self._fail(MailboxFault("internal", type(fault).__name__))
        else:
            self._succeed(run)
        self.env["cc.inbox.event"]._boundary()

    def _succeed(self, run):
        if not self.exists():
            return
        now = fields.Datetime.now()
        self.write(
            {
                "last_fetch_at": now,
                "next_fetch_at": now if run.is_more else now + PAUSE,
                "folder_count": run.folder_count,
                "error_code": False,
                "error_detail": False,
                "error_count": 0,
                "suspect_uid": 0,
                "suspect_count": 0,
            }
        )
        if run.is_more:
            self._wake()


def _as_fault(error):
    """Return the fault for an error of the disk; a mailbox's own stays as it is."""
    if isinstance(error, MailboxFault):
        return error
    if isinstance(error, HelperLost):
        return MailboxFault("no_parser", str(error))
    full = (errno.ENOSPC, errno.EDQUOT)
    if isinstance(error, psycopg2.errors.DiskFull) or error.errno in full:
        return MailboxFault("disk_full")
    return MailboxFault("ledger", error.strerror or type(error).__name__)
