"""A letter out of raw bytes: the one entry of mail parsing.

`parse` never reads a clock, a file or the network.  It raises `LetterError` only for
what cannot be a letter or passes a limit; the error keeps the headers it could read.
"""

import hashlib
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from urllib.parse import unquote

from .mail.bounce import Bounce
from .mail.content import Collector, Content, SizeError, render
from .mail.files import Attachment, file_name, make_attachment
from .mail.header import header_text, message_ids, parse_addresses, parse_date
from .mail.kind import Verdict, classify, is_bulk
from .mail.markup import earlier_openings
from .mail.mime import MimeError, Part, parse_tree, split_head, unify_line_ends
from .mail.notice import read_notice
from .mail.reply import split_reply

DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
CONTENT_ID = re.compile(r"\bcid:([^\s\"'<>)]{1,500})")
MEBIBYTE = 1024 * 1024
LEADING = b"\xef\xbb\xbf\r\n\t \0"  # a byte order mark and blank lines


@dataclass(frozen=True)
class Limits:
    """How much one letter may hold."""

    raw_bytes: int = 80 * MEBIBYTE
    decoded_bytes: int = 50 * MEBIBYTE
    parts: int = 1000
    depth: int = 50
    links: int = 5000
    html_chars: int = 2 * MEBIBYTE


class LetterError(Exception):
    """What cannot become a letter: `code`, a sentence, the headers that were read."""

    def __init__(self, code: str, text: str, headers: dict | None = None):
        super().__init__(text)
        self.code, self.text, self.headers = code, text, headers or {}


@dataclass(frozen=True)
class Letter:
    """One message as the contact centre needs it."""

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    to: str = ""
    subject: str = ""
    date: datetime | None = None
    text: str = ""
    html: str = ""
    body: str = ""
    quote: str = ""
    attachments: tuple[Attachment, ...] = ()
    kind: str = "letter"
    kind_reason: str = ""
    bounce: Bounce | None = None
    is_bulk: bool = False
    delivered_to: tuple[str, ...] = ()
    digest: str = ""
    charset_repaired: bool = field(default=False)


def parse(raw: bytes, limits: Limits = Limits()) -> Letter:  # noqa: B008
    """Return the letter in `raw`; raises nothing but LetterError."""
    if not raw.strip(b"\0\r\n\t "):
        raise LetterError("empty", "the message holds no bytes to read")
    check_size(raw, limits)
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):  # saved as Unicode, whole
        raw = raw.decode("utf-16", "replace").encode("utf-8", "replace")
    try:
        return _parse(unify_line_ends(raw.lstrip(LEADING)), limits)
    except LetterError:
        raise
    except MemoryError as error:
        raise LetterError("memory", "reading it took too much memory") from error
    except Exception as error:  # a fault of ours delays a letter, it never loses one
        text = f"the parser failed ({type(error).__name__})"
        raise LetterError("parser_fault", text, read_headers(raw)) from error


def check_size(raw: bytes, limits: Limits = Limits()) -> None:  # noqa: B008
    """Raise a LetterError for what is too large to be read at all."""
    if len(raw) > limits.raw_bytes:
        raise LetterError(
            "too_large",
            f"the message has {len(raw)} bytes, the limit is {limits.raw_bytes}",
            read_headers(raw[:MEBIBYTE]),
        )


def _parse(raw: bytes, limits: Limits) -> Letter:
    if raw[:1] in (b"{", b"["):
        notice = read_notice(raw.decode("utf-8", "replace"))
        if notice:
            return _from_notice(raw, notice)
    try:
        root = parse_tree(raw, limits.parts, limits.depth)
        if not root.fields:
            raise LetterError("not_a_letter", "no header field was found")
        content = Collector(limits.decoded_bytes, limits.html_chars).collect(root)
    except MimeError as error:
        raise LetterError(error.code, str(error), read_headers(raw)) from error
    except SizeError as error:
        text = f"the parts decode to more than {limits.decoded_bytes} bytes"
        raise LetterError("too_large", text, read_headers(raw)) from error
    return _assemble(root, content, limits)


def _assemble(root: Part, content: Content, limits: Limits) -> Letter:
    hint = content.codec
    text, html, oversized = render(content, limits.html_chars, limits.links)
    attachments = _attachments(content, oversized, html)
    name, sender = _sender(root, hint)
    subject = header_text(root.get("subject"), hint)
    openings = [earlier_openings(each.html or "") for each in content.segments]
    body, quote = split_reply(text, sum(openings, ()))
    verdict = read_notice(text) or classify(root, subject, text, body)
    return Letter(
        message_id=next(iter(message_ids(root.get("message-id"))), ""),
        in_reply_to=message_ids(root.get("in-reply-to")),
        references=message_ids(root.get("references")),
        sender=sender,
        sender_name=name,
        recipients=_recipients(root, ("to", "cc")),
        to=header_text(root.get("to"), hint),
        subject=subject,
        date=parse_date(root.get("date")),
        text=text,
        html=html,
        body=body,
        quote=quote,
        attachments=attachments,
        kind=verdict.kind,
        kind_reason=verdict.reason,
        bounce=verdict.bounce,
        is_bulk=is_bulk(root),
        delivered_to=_recipients(root, DELIVERED),
        digest=_digest(sender, root.get("date"), subject, text, attachments),
        charset_repaired=content.is_repaired,
    )


def _from_notice(raw: bytes, notice: Verdict) -> Letter:
    """Return the letter of a provider's notice that came without any header."""
    text = raw.decode("utf-8", "replace").replace("\0", "")
    return Letter(
        text=text,
        body=text,
        kind=notice.kind,
        kind_reason=notice.reason,
        bounce=notice.bounce,
        digest=hashlib.sha256(raw).hexdigest(),
    )


def read_headers(raw: bytes) -> dict[str, str]:
    """Return from, sender, subject, date and message_id as far as they can be read."""
    fields = dict(reversed(split_head(memoryview(raw)[:MEBIBYTE])[0]))
    boxes = parse_addresses(fields.get("from", b""))
    return {
        "sender": next((address for _name, address in boxes if address), ""),
        "from": header_text(fields.get("from", b"")),
        "subject": header_text(fields.get("subject", b"")),
        "date": header_text(fields.get("date", b"")),
        "message_id": next(iter(message_ids(fields.get("message-id", b""))), ""),
    }


def _sender(root: Part, hint: str) -> tuple[str, str]:
    """Return (name, address) of who wrote; From first, then Sender, then Reply-To."""
    name = ""
    for header in ("from", "sender", "reply-to"):
        for raw in root.get_all(header):
            for found, address in parse_addresses(raw, hint):
                name = name or found
                if address:
                    return (found or name), address
    return name, ""


def _recipients(root: Part, headers: tuple[str, ...]) -> tuple[str, ...]:
    found = {}
    for header in headers:
        for raw in root.get_all(header):
            for _name, address in parse_addresses(raw):
                if address:
                    found[address] = None
    return tuple(found)


def _attachments(content: Content, oversized, html: str) -> tuple[Attachment, ...]:
    out = []
    shown_ids = {unquote(unescape(each)) for each in CONTENT_ID.findall(html)}
    for name, part, data, mime in content.files:
        content_id = ""
        if part is not None:
            content_id = part.get("content-id").decode("latin-1").strip(" <>")
        is_inline = bool(content_id) and (
            content_id in shown_ids or part.disposition == "inline"
        )
        shown = file_name(name, part, data, content.codec)
        mime = mime or "application/octet-stream"
        number = len(out) + 1
        out.append(make_attachment(shown, mime, data, number, content_id, is_inline))
    for source in oversized:
        data = source.encode("utf-8", "replace")
        out.append(make_attachment("letter.html", "text/html", data, len(out) + 1))
    return tuple(out)


def _digest(sender: str, date: bytes, subject: str, text: str, attachments) -> str:
    """Return the digest of what makes two messages copies of one letter."""
    digest = hashlib.sha256()
    words = re.sub(r"\s+", " ", text).strip()
    for piece in (sender, date.decode("latin-1"), subject, words):
        digest.update(piece.encode("utf-8", "replace") + b"\0")
    for attachment in attachments:
        digest.update(attachment.sha256.encode())
    return digest.hexdigest()
