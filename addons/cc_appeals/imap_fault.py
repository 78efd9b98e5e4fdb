"""What goes wrong with a mail server, as a code a sentence can be made of."""

import ast
import contextlib
import re
import socket
import ssl

from imapclient.exceptions import (
    IMAPClientAbortError,
    IMAPClientError,
    LoginError,
)

_COMMAND = re.compile(
    r"^(command: \S+ => |[\w ]+ failed: |\w+ command error: (BAD|NO) )+", re.IGNORECASE
)
# imaplib puts bytes, and lists of them, into its messages as Python writes them
_BYTES = re.compile(r"""b(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
_LIST = re.compile(rf"\[({_BYTES.pattern}(?:, {_BYTES.pattern})*)\]")
# the command itself was not understood, whatever the password
_BAD_COMMAND = re.compile(r"command error: BAD\b")
# refusals at login that say nothing about the password (RFC 5530)
_NOT_THE_PASSWORD = re.compile(
    r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|PRIVACYREQUIRED|CONTACTADMIN)\]"
)

# what OpenSSL finds wrong with a certificate (X509_V_ERR_…)
_CERTIFICATES = dict.fromkeys((18, 19, 20, 21), "certificate_unknown") | {
    9: "certificate_early",
    10: "certificate_expired",
    62: "certificate_name",
    64: "certificate_name",
}


class MailboxFault(Exception):
    """Why letters cannot be taken now; `detail` is the server's or system's word."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


@contextlib.contextmanager
def explained():
    """Turn what the network raises inside into a MailboxFault."""
    try:
        yield
    except (IMAPClientError, OSError, UnicodeError) as error:
        raise explain(error) from error


def explain(error: Exception) -> MailboxFault:
    """Return the fault that stands for an exception of imapclient or a socket."""
    if isinstance(error, IMAPClientError):
        return _explain_imap(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        code = _CERTIFICATES.get(error.verify_code, "certificate")
        return MailboxFault(code, error.verify_message or error.reason or "")
    for kinds, code in (
        ((ssl.SSLEOFError, ssl.SSLZeroReturnError), "cut"),
        (ssl.SSLError, "not_tls"),
        ((socket.gaierror, UnicodeError), "unknown_host"),
        (TimeoutError, "timeout"),
        (ConnectionRefusedError, "refused"),
        (ConnectionError, "cut"),
    ):
        if isinstance(error, kinds):
            return MailboxFault(code)
    return MailboxFault("unreachable", error.strerror or str(error))


def said(error: Exception) -> str:
    """Return the server's own words of an IMAP error, short and as plain text."""
    text = _BYTES.sub(_decoded, _LIST.sub(r"\1", str(error)))
    return " ".join(_COMMAND.sub("", text).split())[:200]


def _decoded(found):
    return ast.literal_eval(found.group()).decode("utf-8", "replace")


def _explain_imap(error):
    cause = error.__context__
    if isinstance(error, LoginError):
        if isinstance(cause, IMAPClientAbortError):
            return MailboxFault("cut")
        is_command = _BAD_COMMAND.search(str(error))
        if not is_command and not _NOT_THE_PASSWORD.search(said(error)):
            return MailboxFault("login", said(error))
    elif isinstance(error, IMAPClientAbortError):
        return MailboxFault("cut")
    return MailboxFault("server", said(error))
