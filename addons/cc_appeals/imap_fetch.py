"""The network half of a mailbox: IMAP in, bytes out; no Odoo, no database.

Everything that can go wrong with a server leaves this file as a MailboxFault with a
code; its words are made where it is shown.
"""

import contextlib
import ipaddress
import logging
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from imapclient import DELETED, SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError

from .imap_fault import MailboxFault, explained, said

# at lower levels it logs what goes over the line, letters included
logging.getLogger("imapclient").setLevel(logging.WARNING)

BATCH_LETTERS = 50
BATCH_BYTES = 8 * 1024 * 1024
BIG = 4 * 1024 * 1024
PIECE = 1024 * 1024
MAX_LETTER = 150 * 1024 * 1024
HEAD = 64 * 1024
# imaplib refuses a line over a million bytes: a search answers with a line
SEARCH_UIDS = 50_000
TELL_UIDS = 500
CONNECT_SECONDS = 10
READ_SECONDS = 30
# a stalled line shows nothing during IDLE: it is left and entered again
IDLE_SECONDS = 240
STOP_SECONDS = 5


@dataclass(frozen=True)
class Account:
    """Where a mailbox is and what becomes of a letter that was taken."""

    host: str
    port: int
    security: str  # tls | starttls | none
    login: str
    folder: str
    target: str = ""  # the folder letters move to; empty: they are marked as read
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Letter:
    """One letter's bytes; with a `fault` only what could be had of it.

    `at` is when the server received it, as it says.
    """

    uid: int
    raw: bytes
    fault: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Mark:
    """What tells a letter without reading it: its size and its Message-ID field."""

    size: int
    message_id: bytes
    at: datetime | None


def is_loopback(host: str) -> bool:
    """Tell whether a name can only mean this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


@contextlib.contextmanager
def open_mailbox(account: Account, *, read_only: bool = False, seconds: int = 0):
    """Connect, log in, open the folder; yield a Mailbox.

    :param seconds: how long a silent server is waited for; 0 for the usual time
    """
    if account.security == "none" and not is_loopback(account.host):
        raise MailboxFault("not_loopback")
    with explained():
        client = _connect(account, seconds or READ_SECONDS)
    try:
        with explained():
            _log_in(client, account)
        yield Mailbox(client, account, read_only=read_only)
    except BaseException:
        # the line may be broken: it is only closed, LOGOUT would wait for an answer
        _leave(client.shutdown)
        raise
    _leave(client.logout)


def plan(sizes: dict[int, int]) -> list[list[int]]:
    """Group UIDs into reads of a bounded size, ascending; a big letter goes alone."""
    groups, group, total = [], [], 0
    for uid in sorted(sizes):
        size = sizes[uid]
        full = len(group) == BATCH_LETTERS or total + size > BATCH_BYTES
        if group and (full or size > BIG):
            groups.append(group)
            group, total = [], 0
        group.append(uid)
        total += size
        if size > BIG:
            groups.append(group)
            group, total = [], 0
    return [*groups, group] if group else groups


class Mailbox:
    """One open folder of one account."""

    def __init__(self, client: IMAPClient, account: Account, *, read_only: bool):
        self._client, self._account = client, account
        #: the UIDs that are being read just now
        self.reading = []
        self._read_only = read_only
        self.look()

    @property
    def can_wait(self) -> bool:
        """Tell whether the server says by itself that something came (IDLE)."""
        return self._client.has_capability("IDLE")

    @property
    def place(self) -> tuple[int, int]:
        """Return UIDVALIDITY and UIDNEXT as they were at the last look."""
        return self.uid_validity, self._uid_next

    def look(self) -> None:
        """Open the folder (again): how many letters there are, and the next UID."""
        with explained():
            found = self._select(self._read_only)
        self.count = found.get(b"EXISTS", 0)
        self.uid_validity = found.get(b"UIDVALIDITY", 0)
        self._uid_next = found.get(b"UIDNEXT", 0)

    def wait(self, is_over: Callable[[], bool]) -> None:
        """Wait in IDLE until a letter comes, some minutes pass or `is_over` says so."""
        end = time.monotonic() + IDLE_SECONDS
        with explained():
            self._client.idle()
            while not is_over() and (left := end - time.monotonic()) > 0:
                pause, since = min(STOP_SECONDS, left), time.monotonic()
                said = self._client.idle_check(timeout=pause)
                if any(line[1:2] == (b"EXISTS",) for line in said):
                    break
                # a cut line says nothing, at once and for ever
                if not said and time.monotonic() - since < pause / 2:
                    break
            self._client.idle_done()  # raises when the line is cut

    def uids(self, first: int, last: int | None = None) -> list[int]:
        """Return the UIDs from `first` to `last` (the newest) that are there."""
        if last is not None and last < first:
            return []
        windows = [(first, last)]
        if self.count > SEARCH_UIDS and self._uid_next:
            end = self._uid_next - 1 if last is None else last
            starts = range(first, end + 1, SEARCH_UIDS)
            windows = [(one, min(one + SEARCH_UIDS - 1, end)) for one in starts]
        found = set()
        for low, high in windows:
            with explained():
                uids = self._client.search(["UID", f"{low}:{high or '*'}"])
            # "n:*" beyond the end names the last letter
            found.update(uid for uid in uids if uid >= low)
        return sorted(found)

    def letters(self, uids: list[int], *, careful: int = 0) -> Iterator[list[Letter]]:
        """Yield the letters in groups, ascending; flags stay as they are.

        :param careful: read so many one by one, so that `reading` names the letter
            a server breaks off at
        """
        start = 0
        while some := uids[start : start + (1 if start < careful else BATCH_LETTERS)]:
            start += len(some)
            self.reading = some
            with explained():
                answer = self._client.fetch(some, ["RFC822.SIZE", "INTERNALDATE"])
            sizes = {uid: answer.get(uid, {}).get(b"RFC822.SIZE", 0) for uid in some}
            dates = {uid: answer.get(uid, {}).get(b"INTERNALDATE") for uid in some}
            for group in plan(sizes):
                self.reading = group
                letters = self._read(group, sizes)
                self.reading = []
                if letters:
                    yield [replace(each, at=dates[each.uid]) for each in letters]

    def since(self, day: date) -> list[int]:
        """Return the UIDs of what the server received on this day or later."""
        with explained():
            return sorted(self._client.search(["SINCE", day]))

    def marks(self, uids: list[int]) -> dict[int, Mark]:
        """Return the mark of each letter that is there, without reading it."""
        wanted = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
        with explained():
            answer = self._client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE", wanted])
        return {
            uid: Mark(
                item.get(b"RFC822.SIZE", 0),
                _body(item) or b"",
                item.get(b"INTERNALDATE"),
            )
            for uid, item in answer.items()
            if uid in uids
        }

    def stub(self, uid: int, reason: str) -> Letter:
        """Return what stands in the ledger for a letter that cannot be read."""
        account = self._account
        place = f"{account.login}/{account.folder};{self.uid_validity};{uid}"
        return Letter(uid, f"X-Letter: {place}\r\n\r\n".encode(), reason)

    def tell(self, uids: list[int]) -> None:
        """Tell the server that these letters were taken: read, or moved."""
        for start in range(0, len(uids), TELL_UIDS):
            some = uids[start : start + TELL_UIDS]
            with explained():
                if self._account.target:
                    self._move(some)
                else:
                    self._client.add_flags(some, [SEEN], silent=True)

    def check_target(self) -> None:
        """Raise a fault when letters could not be moved where they should go."""
        target = self._account.target
        with explained():
            if target and not self._client.folder_exists(target):
                raise MailboxFault("no_target", target)

    def _select(self, read_only):
        folder = self._account.folder
        try:
            return self._client.select_folder(folder, readonly=read_only)
        except self._client.AbortError:
            raise
        except IMAPClientError:
            if self._client.folder_exists(folder):
                raise
            raise MailboxFault("no_folder", folder) from None

    def _read(self, group, sizes):
        """Read one group; a letter that is gone meanwhile is left out."""
        if sizes[group[0]] > BIG:
            return [self._read_big(group[0], sizes[group[0]])]
        with explained():
            answer = self._client.fetch(group, ["BODY.PEEK[]"])
        bodies = {uid: _body(answer[uid]) for uid in group if uid in answer}
        self._check_missing(group, bodies)
        return [Letter(uid, raw) for uid, raw in bodies.items()]

    def _check_missing(self, group, bodies):
        """Raise for a letter that is there while the server did not give its bytes."""
        missing = [uid for uid in group if bodies.get(uid) is None]
        if missing and set(missing) & set(self.uids(missing[0], missing[-1])):
            raise MailboxFault("server", f"UID {missing[0]} has no content")
        for uid in missing:
            bodies.pop(uid, None)

    def _read_big(self, uid, size):
        """Read a letter piece by piece, so that no answer is larger than a piece."""
        if size > MAX_LETTER:
            return self._head(uid)
        raw = bytearray()
        while len(raw) <= MAX_LETTER:
            with explained():
                wanted = f"BODY.PEEK[]<{len(raw)}.{PIECE}>"
                answer = self._client.fetch([uid], [wanted])
            piece = _body(answer.get(uid, {}))
            if piece is None:
                raise MailboxFault("server", f"UID {uid} has no content")
            raw += piece
            # some servers announce a wrong size: the end is an empty piece
            if not piece or (len(piece) < PIECE and len(raw) >= size):
                return Letter(uid, bytes(raw))
        return self._head(uid)

    def _head(self, uid):
        """Return the header of a letter that is too large to take."""
        with explained():
            answer = self._client.fetch([uid], [f"BODY.PEEK[HEADER]<0.{HEAD}>"])
        head = _body(answer.get(uid, {}))
        return Letter(uid, head, "too_large") if head else self.stub(uid, "too_large")

    def _move(self, uids):
        client, target = self._client, self._account.target
        try:
            if client.has_capability("MOVE"):
                client.move(uids, target)
                return
            client.copy(uids, target)
        except IMAPClientError as error:
            if "TRYCREATE" in said(error):
                raise MailboxFault("no_target", target) from error
            raise
        client.add_flags(uids, [SEEN, DELETED], silent=True)
        # a plain EXPUNGE would take other people's deleted letters too
        if client.has_capability("UIDPLUS"):
            client.uid_expunge(uids)


def _connect(account, seconds):
    context = ssl.create_default_context()
    try:
        client = IMAPClient(
            account.host,
            account.port,
            ssl=account.security == "tls",
            ssl_context=context if account.security == "tls" else None,
            timeout=SocketTimeout(connect=min(CONNECT_SECONDS, seconds), read=seconds),
        )
    except IMAPClientError as error:
        # imaplib's words for a first line that is no greeting of IMAP
        if str(error).startswith("unexpected response"):
            raise MailboxFault("not_imap") from error
        raise
    client.normalise_times = False  # moments with their zone
    try:
        if account.security == "starttls":
            if not client.has_capability("STARTTLS"):
                raise MailboxFault("no_starttls")
            client.starttls(context)
    except BaseException:
        _leave(client.shutdown)
        raise
    return client


def _leave(how):
    with contextlib.suppress(IMAPClientError, OSError):
        how()


def _log_in(client, account):
    if (account.login + account.password).isascii():
        client.login(account.login, account.password)
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(account.login, account.password)
    else:
        raise MailboxFault("server", "AUTH=PLAIN is not offered")


def _body(item):
    """Return the bytes of a BODY answer, whatever part of it was asked for."""
    return next((item[key] for key in item if key.startswith(b"BODY[")), None)
