"""SMTP as the outbox needs it: one letter, one outcome, and what is not known is said.

Each answer is read at its own stage, because the same broken line means different
things: before the final dot the server cannot have the letter, after it it may have.
No clock of its own, no cursor; a line is used by one thread at a time.
"""

import contextlib
import queue
import re
import smtplib
import ssl
from dataclasses import dataclass, field

from odoo.addons.cc_ledger.outcome import (
    ACCEPTED,
    DOWN,
    LATER,
    REFUSED,
    UNKNOWN,
    Outcome,
)

from .imap_fault import explain
from .imap_fetch import is_loopback

CONNECT_SECONDS = 10
ANSWER_SECONDS = 30
# a server may filter before it answers; RFC 5321 4.5.3.2 would let it take ten minutes
ACCEPT_SECONDS = 60
QUIT_SECONDS = 2
# refused at the recipient, but for our address or login: servers wait with it till then
NOT_LOGGED_IN = (530, 535, 538)
OURS = re.compile(r"\brelay|\bsender\b", re.IGNORECASE)
BROKEN = (smtplib.SMTPServerDisconnected, OSError)


@dataclass(frozen=True)
class SmtpAccount:
    """Where letters go out, and as whom."""

    host: str
    port: int
    security: str  # tls | starttls | none
    login: str = ""
    password: str = field(default="", repr=False)
    greeting: str = "localhost"  # what we call ourselves; no lookup of our own name


@dataclass(frozen=True)
class Parcel:
    """One letter with its envelope."""

    envelope_from: str
    recipient: str
    raw: bytes = field(repr=False)


class SmtpFault(Exception):
    """Why the server cannot be used now: a code with a sentence, its own words."""

    def __init__(self, code, detail=""):
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail

    def outcome(self):
        return Outcome(DOWN, self.code, self.detail)


class _NotNow(Exception):
    """Carries the outcome of a letter the server did not take."""

    def __init__(self, outcome):
        super().__init__(outcome.code)
        self.outcome = outcome


class SmtpLine:
    """One connection; it is opened when a letter needs it and kept for the next."""

    def __init__(self, account: SmtpAccount):
        self.account, self._smtp, self._used = account, None, 0

    def send(self, parcel: Parcel) -> Outcome:
        """Send one letter; never raises for what a server or network does."""
        try:
            self.open()
            self._begin_letter(parcel)
            return self._hand_over(parcel)
        except SmtpFault as error:
            self.drop()
            return error.outcome()
        except _NotNow as error:
            self._reset()
            return error.outcome

    def open(self):
        """Connect, greet, encrypt and log in unless that is done; raises SmtpFault."""
        if self._smtp is not None:
            return
        if self.account.security == "none" and not is_loopback(self.account.host):
            raise SmtpFault("not_loopback")
        try:
            self._connect()
            self._log_in()
            self._smtp.sock.settimeout(ANSWER_SECONDS)
        except smtplib.SMTPException as error:
            self.drop()
            raise SmtpFault("server", _said(error)) from error
        except BaseException:
            self.drop()
            raise
        self._used = 0

    def close(self):
        """Say goodbye; what goes wrong now concerns no letter."""
        if self._smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError, AttributeError):
                self._smtp.sock.settimeout(QUIT_SECONDS)
                self._smtp.quit()
        self.drop()

    def drop(self):
        """Close the connection without a word: it may be broken."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(OSError):
                smtp.close()

    # opening
    def _connect(self):
        account, context = self.account, ssl.create_default_context()
        kind, options = smtplib.SMTP, {}
        if account.security == "tls":
            kind, options = smtplib.SMTP_SSL, {"context": context}
        try:
            self._smtp = self._ask(
                kind,
                account.host,
                account.port,
                local_hostname=account.greeting,
                timeout=CONNECT_SECONDS,
                **options,
            )
        except UnicodeError as error:
            raise SmtpFault("unknown_host") from error
        # no fall-back to HELO: it would offer neither encryption nor login
        self._expect(*self._ask(self._smtp.ehlo))
        if account.security == "starttls":
            self._start_tls(context)

    def _start_tls(self, context):
        smtp = self._smtp
        if not smtp.has_extn("starttls"):
            raise SmtpFault("no_starttls")
        try:
            # a refusal raises: the letter is never sent in the clear instead
            self._ask(smtp.starttls, context=context)
        except smtplib.SMTPResponseException as error:
            raise SmtpFault("no_starttls", _said(error.smtp_error)) from error
        self._expect(*self._ask(smtp.ehlo))

    def _log_in(self):
        account = self.account
        if not account.login:
            return
        try:
            self._ask(self._smtp.login, account.login, account.password)
        except smtplib.SMTPAuthenticationError as error:
            # 454 says that the server cannot check it just now
            code = "login" if error.smtp_code >= 500 else "server"
            raise SmtpFault(code, _reply(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPResponseException as error:
            said = _reply(error.smtp_code, error.smtp_error)
            raise SmtpFault("server", said) from error
        except smtplib.SMTPException as error:
            raise SmtpFault("no_login") from error
        except UnicodeError as error:
            raise SmtpFault("login", "only latin letters and signs") from error

    def _ask(self, what, *args, **kwargs):
        try:
            return what(*args, **kwargs)
        except smtplib.SMTPServerDisconnected as error:
            is_silent = isinstance(error.__context__, TimeoutError)
            raise SmtpFault("timeout" if is_silent else "cut") from error
        except (smtplib.SMTPConnectError, smtplib.SMTPHeloError) as error:
            if error.smtp_code < 0:
                # its first line does not begin with a number
                raise SmtpFault("not_smtp") from error
            said = _reply(error.smtp_code, error.smtp_error)
            raise SmtpFault("server", said) from error
        except smtplib.SMTPException:
            raise
        except OSError as error:
            found = explain(error)
            raise SmtpFault(found.code, found.detail) from error

    def _expect(self, code, said):
        if not 200 <= code < 300:
            raise SmtpFault("server", _reply(code, said))

    # one letter
    def _begin_letter(self, parcel):
        """Name the sender; a line that was kept may have been closed meanwhile."""
        options = []
        if not parcel.recipient.isascii():
            if not self._smtp.has_extn("smtputf8"):
                raise _NotNow(Outcome(REFUSED, "no_smtputf8"))
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        limit = self._smtp.esmtp_features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < len(parcel.raw):
            raise _NotNow(Outcome(REFUSED, "too_large"))
        for is_last in (False, True) if self._used else (True,):
            try:
                code, said = self._smtp.mail(parcel.envelope_from, options)
            except BROKEN as error:
                if is_last:
                    raise self._broken(error) from error
            else:
                if code != 421 or is_last:
                    return self._check_sender(code, said)
            self.drop()
            self.open()
        return None

    def _check_sender(self, code, said):
        if code // 100 == 2:
            return
        reply = _reply(code, said)
        if code == 552:
            raise _NotNow(Outcome(REFUSED, "too_large", reply))
        if code >= 500:
            # it is our address, not the recipient's: no letter would pass
            raise SmtpFault("sender_refused", reply)
        raise _NotNow(Outcome(LATER, "busy", reply, is_line=True))

    def _hand_over(self, parcel):
        smtp = self._smtp
        try:
            self._answered("recipient_refused", *smtp.rcpt(parcel.recipient))
            smtp.putcmd("data")
            self._answered("letter_refused", *smtp.getreply(), fine=354)
            smtp.send(_dotted(parcel.raw))
        except BROKEN as error:
            raise self._broken(error) from error
        try:
            smtp.sock.settimeout(ACCEPT_SECONDS)
            smtp.send(b".\r\n")
            code, said = smtp.getreply()
            smtp.sock.settimeout(ANSWER_SECONDS)
        except BROKEN as error:
            # from the dot on the server may have it, whatever the line does
            is_silent = isinstance(error.__context__, TimeoutError)
            self.drop()
            name = "no_answer" if is_silent else "cut_after"
            return Outcome(UNKNOWN, name, is_line=True)
        if not (200 <= code < 300 or 400 <= code < 600):
            self.drop()
            return Outcome(UNKNOWN, "cut_after", _reply(code, said), is_line=True)
        self._answered("letter_refused", code, said)
        self._used += 1
        # it is shown as it stands, and servers like to repeat the address
        address = re.compile(re.escape(parcel.recipient), re.IGNORECASE)
        return Outcome(ACCEPTED, ref=address.sub("…", _reply(code, said)))

    def _answered(self, refusal, code, said, fine=None):
        if code == fine or (fine is None and 200 <= code < 300):
            return
        reply = _reply(code, said)
        if code == 421 or not 400 <= code < 600:
            raise _NotNow(Outcome(LATER, "busy", reply, is_line=True))
        # 552 at a recipient is a full box, which may be emptied (RFC 5321 4.5.3.1.10)
        is_at_recipient = refusal == "recipient_refused"
        if 400 <= code < 500 or (code == 552 and is_at_recipient):
            raise _NotNow(Outcome(LATER, "busy", reply))
        if is_at_recipient and (code in NOT_LOGGED_IN or OURS.search(reply)):
            # a wrong setting must not fail all that waits; the breaker sees it in a row
            raise _NotNow(Outcome(LATER, refusal, reply, is_line=True))
        raise _NotNow(Outcome(REFUSED, refusal, reply))

    def _broken(self, error):
        """Return the outcome of a line that broke before the letter was given."""
        is_silent = isinstance(error, TimeoutError) or isinstance(
            error.__context__, TimeoutError
        )
        self.drop()
        code = "timeout_before" if is_silent else "cut_before"
        return _NotNow(Outcome(LATER, code, is_line=True))

    def _reset(self):
        """Make the line fit for the next letter, or drop it."""
        if self._smtp is None:
            return
        try:
            code, _said_ = self._smtp.rset()
        except BROKEN:
            code = 0
        if code != 250:
            self.drop()


class SmtpLines:
    """The lines of one account: each thread takes one for a letter and puts it back."""

    def __init__(self, account: SmtpAccount, count: int):
        self._idle = queue.LifoQueue()
        self._all = [SmtpLine(account) for _number in range(count)]
        for line in self._all:
            self._idle.put(line)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        for line in self._all:
            line.close()

    def send(self, parcel: Parcel | Outcome) -> Outcome:
        """Send one letter over whatever line is idle; an outcome is one already."""
        if isinstance(parcel, Outcome):
            return parcel
        line = self._idle.get()
        try:
            return line.send(parcel)
        finally:
            self._idle.put(line)


def _dotted(raw):
    """Return the letter as it stands between DATA and the dot."""
    body = re.sub(rb"(?m)^\.", b"..", raw)
    return body if body.endswith(b"\r\n") else body + b"\r\n"


def _reply(code, said):
    return f"{code} {_said(said)}".strip()


def _said(words):
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return " ".join(text.split())[:250]
