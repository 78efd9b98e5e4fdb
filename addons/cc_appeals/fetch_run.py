"""One run over a mailbox: read, write down, commit, and only then tell the server."""

import time

from odoo.addons.cc_ledger.exceptions import CcUnreadable
from odoo.addons.cc_ledger.fault import fault

from .disk_room import check_room
from .engine.letter import LetterError
from .imap_fault import MailboxFault
from .imap_fetch import BATCH_LETTERS, open_mailbox
from .letter_reader import read_letters

RUN_SECONDS = 60
SUSPICIONS = 2
STAGE = "fetch"


class SettingsChanged(Exception):
    """The mailbox means another place than when the run began."""


class FetchRun:
    """The state of one run. The mailbox's cursors move with the letters, in one commit.

    `last_uid`: recorded up to here. `told_uid`: the server was told up to here; it may
    lag behind after a break, and then the rest is told again, which changes nothing.
    """

    def __init__(self, mailbox):
        self.mailbox, self.env = mailbox, mailbox.env
        self.inbox = self.env["cc.inbox.event"]
        self.is_more, self.folder_count = False, 0
        self._box = self._account = self._tell_fault = self._folder = None
        self._validity = self._last = self._told = 0

    def fetch(self):
        """Take everything that is new; raises a MailboxFault for what is wrong."""
        mailbox = self.mailbox
        self._account = mailbox._account()
        suspect = mailbox.suspect_uid if mailbox.suspect_count >= SUSPICIONS else 0
        careful = BATCH_LETTERS if mailbox.error_count else 0
        cursors = mailbox.uid_validity, mailbox.last_uid, mailbox.told_uid
        # no transaction stays open while the network is waited for
        self._commit()
        deadline = time.monotonic() + RUN_SECONDS
        try:
            with open_mailbox(self._account) as self._box:
                self.folder_count = self._box.count
                self._begin(*cursors)
                self._tell_late()
                self._take(careful, suspect, deadline)
            self._keep_cursors()
        except SettingsChanged:
            mailbox._start_again()
            self.is_more = True
        if self._tell_fault:
            raise self._tell_fault

    def _begin(self, validity, last, told):
        """Start at the cursors, or over again when the UIDs are new ones.

        The ledger knows the bytes: a letter that is fetched again is not a new one.
        """
        self._validity, self._folder = self._box.uid_validity, self._account.folder
        if validity == self._validity:
            self._last, self._told = last, told

    def _take(self, careful, suspect, deadline):
        """Bring group after group into the ledger until none is left, or the time."""
        uids = self._box.uids(self._last + 1)
        if suspect and uids[:1] == [suspect]:
            self._pass_over(uids)
        for group in self._box.letters(uids, careful=careful):
            fault("K1")
            taken = self._write_down(group)
            fault("K3")
            self._tell(taken, group[-1].uid)
            self.inbox._wake()
            self._commit()
            if time.monotonic() > deadline:
                self.is_more = group[-1].uid < uids[-1]
                break

    def _pass_over(self, uids):
        """Set aside the letter the server broke off at, if others can be read.

        When the newest cannot be read either, it is not this letter's fault.
        """
        if len(uids) == 1:
            return
        newest = list(self._box.letters(uids[-1:]))
        if newest:
            self._write_down([self._box.stub(uids.pop(0), "unreadable_at_source")])

    @property
    def suspect(self):
        """Return the one letter that was being read when the run broke off, or 0."""
        reading = self._box.reading if self._box else []
        return reading[0] if len(reading) == 1 else 0

    def _commit(self):
        self.inbox._boundary()
        self.env.invalidate_all()

    # record
    def _write_down(self, group):
        """Record a group and commit; return the UIDs the server may be told of."""
        mailbox = self.mailbox
        check_room()  # a full disk would stop more than us: letters wait outside
        found = self.inbox._record(mailbox.channel_id, self._items(group))
        new = [is_new for _event, is_new in found]
        aside = 0
        for letter, (event, is_new) in zip(group, found, strict=True):
            if letter.fault and is_new:
                aside += 1
                self._quarantine(event, letter)
        self._last = max(self._last, group[-1].uid)
        mailbox._tally([letter.at for letter in group], new)
        self._keep_cursors(
            fetched_count=mailbox.fetched_count + len(group),
            recorded_count=mailbox.recorded_count + sum(new),
            repeat_count=mailbox.repeat_count + len(new) - sum(new),
            set_aside_count=mailbox.set_aside_count + aside,
        )
        self.env.flush_all()
        fault("K2")
        self._commit()
        return [letter.uid for letter in group if not letter.fault]

    def _keep_cursors(self, **counts):
        """Write how far this run has come; not onto settings that are new meanwhile."""
        self._check_settings()
        self.mailbox.write(
            {
                "uid_validity": self._validity,
                "last_uid": self._last,
                "told_uid": self._told,
            }
            | counts
        )

    def _check_settings(self):
        mailbox = self.mailbox
        if not mailbox.exists().active or mailbox._account() != self._account:
            raise SettingsChanged

    def _items(self, group):
        """Return what the ledger is given; it never uses a source's id twice."""
        account = self._account
        place = f"{account.login}/{self._folder}"
        return [
            {
                "raw": letter.raw,
                "source_ref": self._ref(letter.uid),
                "source_name": place,
            }
            for letter in group
        ]

    def _ref(self, uid):
        account = self._account
        place = f"{account.login}@{account.host}/{self._folder}"
        return f"imap:{place};{self._validity};{uid}"

    def _events(self, refs):
        return self.inbox.search(
            [
                ("channel_id", "=", self.mailbox.channel_id.id),
                ("source_ref", "in", list(refs)),
            ]
        )

    def _quarantine(self, event, letter):
        """Put a letter the server did not give whole on the work list."""
        (found,) = read_letters([letter.raw])
        if isinstance(found, LetterError):
            headers = found.headers
        else:
            headers = {
                "subject": found.subject,
                "sender": found.sender,
                "message_id": found.message_id,
            }
        readable = self.mailbox.channel_id._plug()._readable(headers)
        event._quarantine(CcUnreadable(letter.fault, stage=STAGE, headers=readable))

    # tell
    def _tell(self, uids, last):
        """Tell the server; when it refuses, letters are still taken and kept."""
        if self._tell_fault:
            return
        try:
            self._box.tell(uids)
        except MailboxFault as refusal:
            self._tell_fault = refusal
        else:
            self._told = last

    def _tell_late(self):
        """Tell of letters that were recorded when the line broke."""
        if self._told >= self._last:
            return
        uids = self._box.uids(self._told + 1, self._last)
        refs = {self._ref(uid): uid for uid in uids}
        aside = self._events(refs).filtered(lambda event: event.stage == STAGE)
        kept = {refs[event.source_ref] for event in aside}
        self._commit()
        self._tell([uid for uid in uids if uid not in kept], self._last)
