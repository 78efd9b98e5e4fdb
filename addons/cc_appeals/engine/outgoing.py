"""A letter of ours as bytes: the same draft is the same bytes, at every try."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, formataddr

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_ID = re.compile(
    r"<?([\x21-\x3b\x3d\x3f-\x7e]{1,900}@[\x21-\x3b\x3d\x3f-\x7e]{1,255})>?"
)


# what a letter may not carry in eight-bit clothes: a letter or a bundle of parts
_WRAPPED = ("message", "multipart")
_MIME = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}")


@dataclass(frozen=True)
class Enclosure:
    """A file of a letter; mime: as "application/pdf", what is odd counts as bytes."""

    name: str
    mime: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Draft:
    """What a letter says.

    message_id: with its brackets. date: aware. in_reply_to: the letter it answers,
    with or without brackets; left out when it is no Message-ID.
    """

    message_id: str
    sender: str
    recipient: str
    subject: str
    body: str
    date: datetime
    sender_name: str = ""
    reply_to: str = ""
    in_reply_to: str = ""
    is_automatic: bool = False
    files: tuple[Enclosure, ...] = ()


def compose(draft: Draft) -> bytes:
    """Return the letter with CRLF line ends; ValueError for an address that is none."""
    # an address before the @ in another script needs the server's consent (RFC 6531)
    policy = SMTP if draft.recipient.isascii() else SMTPUTF8
    letter = EmailMessage(policy=policy)
    letter["From"] = formataddr((one_line(draft.sender_name), draft.sender))
    letter["To"] = _address(draft.recipient)
    if draft.reply_to and draft.reply_to != draft.sender:
        letter["Reply-To"] = _address(draft.reply_to)
    letter["Subject"] = one_line(draft.subject)
    letter["Date"] = format_datetime(draft.date)
    letter["Message-ID"] = draft.message_id
    if draft.is_automatic:
        letter["Auto-Submitted"] = "auto-replied"
        letter["X-Auto-Response-Suppress"] = "All"
        letter["Precedence"] = "auto_reply"
    body = draft.body.replace("\r\n", "\n").replace("\0", "")
    # not every server takes eight bits
    letter.set_content(body, cte=None if body.isascii() else "base64")
    _enclose(letter, draft)
    return _thread(draft.in_reply_to) + letter.as_bytes()


def _enclose(letter: EmailMessage, draft: Draft) -> None:
    if not draft.files:
        return
    # not the library's: its boundary is another one at every try
    name = hashlib.sha256(draft.message_id.encode()).hexdigest()[:32]
    letter.make_mixed(boundary=f"=_cc_{name}")
    for file in draft.files:
        mime = file.mime.lower() if _MIME.fullmatch(file.mime.lower()) else ""
        kind, _slash, subtype = mime.partition("/")
        if not mime or kind in _WRAPPED:
            kind, subtype = "application", "octet-stream"
        letter.add_attachment(
            file.content,
            maintype=kind,
            subtype=subtype,
            filename=one_line(file.name) or "file",
        )


def one_line(text: str) -> str:
    """Return `text` fit for one header field: nobody adds a field by a line end.

    The library would decode what looks like an encoded word, hidden line ends too, and
    fail over odd ones: its sign is set apart.
    """
    plain = " ".join(_CONTROL.sub(" ", text or "").split())
    return plain.replace("=?", "= ?")


def _address(address: str) -> str:
    if _CONTROL.search(address) or address.count("@") != 1 or " " in address:
        raise ValueError("not an address")
    return address


def _thread(text: str) -> bytes:
    """Return the two fields that join the letters to a thread.

    By hand: the library would break an id over 78 characters into encoded words.
    """
    found = _ID.fullmatch(text.strip()) if text else None
    if not found:
        return b""
    name = found[1].encode("ascii")
    return b"In-Reply-To:\r\n <%b>\r\nReferences:\r\n <%b>\r\n" % (name, name)
