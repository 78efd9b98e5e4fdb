"""One comparison of a mailbox with the ledger; what is missing there is taken."""

import dataclasses
import hashlib
import time

from odoo import fields

from .engine.mail.header import message_ids
from .fetch_run import RUN_SECONDS, FetchRun, SettingsChanged
from .imap_fault import MailboxFault
from .imap_fetch import open_mailbox

STEP = 500
# looked at again each time: a server may show a letter after one that came later
RECHECKED = 1000


class ReconcileRun(FetchRun):
    """The state of one comparison.

    What the folder holds up to the last letter fetched must have a ledger row: by its
    UID, by Message-ID and size, or by its bytes. In the folder letters move to, what
    came since the mailbox was connected: somebody else may have moved a letter there
    before it was fetched.
    """

    def __init__(self, mailbox, found=0):
        super().__init__(mailbox)
        self.found, self.count, self.missing = found, 0, {}
        self._deadline = 0

    def check(self):
        """Compare and take; raises a MailboxFault for what is wrong."""
        mailbox = self.mailbox
        self._account = mailbox._account()
        validity, last = mailbox.uid_validity, mailbox.last_uid
        since = mailbox.create_date.date()
        self._commit()
        self._deadline = time.monotonic() + RUN_SECONDS
        try:
            is_numbered = self._check_folder(validity, last)
            if is_numbered and self._account.target and not self.is_more:
                self._check_target(since)
            if is_numbered and not self.is_more:
                self._conclude()
        except SettingsChanged:
            mailbox._start_again()
        if self._tell_fault:
            raise self._tell_fault

    def _check_folder(self, validity, last):
        """Compare the folder; false when its letters are numbered anew."""
        with open_mailbox(self._account) as self._box:
            self._begin(self._box.uid_validity, last, last)
            if self._box.uid_validity != validity:
                self.mailbox._wake()  # the fetch takes everything again
                return False
            self._compare(self._box.uids(1, last), "checked_place", "checked_uid")
        return True

    def _check_target(self, since):
        account = dataclasses.replace(
            self._account, folder=self._account.target, target=""
        )
        self._folder = account.folder
        with open_mailbox(account, read_only=True) as self._box:
            self._validity = self._box.uid_validity
            self._compare(self._box.since(since), "target_place", "target_uid")

    def _compare(self, uids, place_field, uid_field):
        """Go through a folder's UIDs from where the last comparison ended."""
        mailbox = self.mailbox
        self.count += len(uids)
        place = f"{self._folder};{self._validity}"
        is_known = mailbox[place_field] == place
        start = mailbox[uid_field] if is_known else 0
        self._commit()
        uids = [uid for uid in uids if uid > start]
        for index in range(0, len(uids), STEP):
            if time.monotonic() > self._deadline:
                self.is_more = True
                return
            some = uids[index : index + STEP]
            self._take_missing(some)
            self._advance({place_field: place, uid_field: some[-1]})
        if uids:
            self._advance({place_field: place, uid_field: max(uids[-1] - RECHECKED, 0)})

    def _advance(self, cursors):
        self.mailbox.write(cursors)
        self._commit()

    def _take_missing(self, uids):
        """Take those of `uids` the ledger does not know."""
        strange = self._unmarked(self._unnamed(uids))
        self.missing |= strange
        for group in self._box.letters(sorted(strange)):
            unknown = self._unknown(group)
            if unknown:
                taken = self._write_down(unknown)
                self.found += len(unknown)
                self._tell(taken, 0)
                self.inbox._wake()
                self._commit()
            for letter in group:
                del self.missing[letter.uid]
        gone = strange.keys() - set(self._box.uids(1)) if self.missing else ()
        for uid in gone:
            self.missing.pop(uid, None)

    def _unnamed(self, uids):
        """Return the UIDs no ledger row names as its source."""
        refs = {self._ref(uid): uid for uid in uids}
        known = {refs[event.source_ref] for event in self._events(refs)}
        self._commit()
        return [uid for uid in uids if uid not in known]

    def _unmarked(self, uids):
        """Return {uid: when it came} of letters no row has Message-ID and size of."""
        if not uids:
            return {}
        marks = self._box.marks(uids)
        names = {
            uid: next(iter(message_ids(mark.message_id)), "")
            for uid, mark in marks.items()
        }
        rows = self.inbox.search_fetch(
            [
                ("channel_id", "=", self.mailbox.channel_id.id),
                ("message_id", "in", list(filter(None, names.values()))),
            ],
            ["message_id", "size"],
        )
        known = {(row.message_id, row.size) for row in rows}
        self._commit()
        return {
            uid: mark.at
            for uid, mark in marks.items()
            if (names[uid], mark.size) not in known
        }

    def _unknown(self, group):
        """Return the letters whose bytes the ledger does not hold."""
        hashes = {hashlib.sha256(each.raw).hexdigest(): each for each in group}
        rows = self.inbox.search_fetch(
            [
                ("channel_id", "=", self.mailbox.channel_id.id),
                ("sha256", "in", list(hashes)),
            ],
            ["sha256"],
        )
        known = set(rows.mapped("sha256"))
        self._commit()
        return [each for digest, each in hashes.items() if digest not in known]

    def _tell(self, uids, last):
        """Tell the server of letters it still has in the folder they are taken from."""
        if self._folder == self._account.folder:
            try:
                self._box.tell(uids)
            except MailboxFault as refusal:
                self._tell_fault = refusal

    def _keep_cursors(self, **counts):
        """Write counts only: the fetch goes on where it was."""
        self._check_settings()
        self.mailbox.write(counts)

    def _conclude(self):
        self._check_settings()
        self.mailbox.write(
            {
                "reconciled_at": fields.Datetime.now(),
                "reconciled_count": self.count,
                "found_count": self.found,
            }
        )
