"""Header fields: encoded words, raw 8-bit text, addresses, message ids, dates."""

import base64
import binascii
import contextlib
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import idna

from .charset import JAPANESE_ESCAPE, decode, find_codec
from .mime import NOT_BASE64

# A question mark may stand inside a Q word; the last word of a header may lack its end.
WORD = re.compile(
    r"""=\?([^?\s=]{1,60})\?(?:[ ]?([bB])[ ]?\?([^?]*)|[ ]?([qQ])[ ]?\?
        ((?:[^?=]|=(?!\?[^=])|\?(?!=(?![0-9A-F]{2})))*))(?:\?=|\??\Z)""",
    re.X,
)
MESSAGE_ID = re.compile(r"<\s*([^<>\s]{1,900})\s*>")
TOKEN = re.compile(
    r"""(?P<quoted>"(?:[^"\\]|\\.){0,400}")|(?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=)
      |(?P<angle><[^<>]*>)|(?P<comment>\((?:[^()\\]|\\.){0,400}\))|(?P<mark>[,;:])
      |(?P<text>[^\s"<>(),;:=]+|.)""",
    re.X | re.S,
)
ADDRESS = re.compile(r"[^\s<>@\"',;:()\[\]]{1,128}@[^\s<>@\"',;:()]{1,255}")
MAX_HEADER = 65536
MAX_ADDRESSES = 1000


def header_text(raw: bytes, hint: str = "") -> str:
    """Return a header's value as readable text on one line."""
    return squeeze(decode_words(as_latin(raw), hint))


def as_latin(raw: bytes) -> str:
    """Return the bytes of a header, unfolded, as text of one code point per byte."""
    text = raw[:MAX_HEADER].decode("latin-1").replace("\0", "")
    return re.sub(r"[\r\n]+[ \t]*", " ", text)


def squeeze(text: str) -> str:
    """Put text on one line without control characters."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\x80-\x9f]", " ", text).split())


def decode_words(text: str, hint: str = "") -> str:
    """Decode encoded words and raw 8-bit stretches of `text` (one char per byte).

    Neighbouring words of one charset are joined as bytes first: senders cut them in
    the middle of a character.
    """
    found = _decode_words(text, hint)
    if found != text and found.startswith("=?") and not WORD.sub("", found).strip():
        return _decode_words(found, hint)  # encoded twice
    return found


def _decode_words(text: str, hint: str) -> str:
    out: list[str] = []
    run, run_charset, torn = b"", "", b""
    plain = WORD.sub("", text)
    raw_codec = _raw_codec(plain, hint)
    position = 0
    for match in WORD.finditer(text):
        gap = text[position : match.start()]
        position = match.end()
        charset = match.group(1)
        is_next = not gap.strip() and find_codec(charset) == find_codec(run_charset)
        if run and not is_next:
            out.append(decode(run, run_charset, hint).text)
            run = b""
        kind, content = _kind_and_content(match)
        if torn and is_next and kind == "b":
            run, content = run[: len(run) - len(_base64(torn))], torn + content
        if gap.strip() or not out and not run:
            out.append(_raw(gap, raw_codec))
        run += _base64(content) if kind == "b" else _quoted(content)
        is_torn = kind == "b" and len(content) % 4 and b"=" not in content
        torn = content if is_torn else b""
        run_charset = charset
    if run:
        out.append(decode(run, run_charset, hint).text)
    out.append(_raw(text[position:], raw_codec))
    return "".join(out)


def _raw_codec(plain: str, hint: str) -> str:
    """Choose one charset for all unencoded 8-bit text of a header."""
    if plain.isascii():
        return "iso2022_jp_ext" if JAPANESE_ESCAPE.search(plain.encode()) else ""
    try:
        data = plain.encode("latin-1")
    except UnicodeEncodeError:
        return ""
    return decode(data, "", hint).codec


def _raw(text: str, codec: str) -> str:
    if not codec or text.isascii() and "\x1b" not in text:
        return text
    return text.encode("latin-1", "replace").decode(codec, "replace")


def _kind_and_content(match: re.Match) -> tuple[str, bytes]:
    """Return "b" or "q" and what stands in an encoded word, base64 without noise."""
    if match.group(2):
        data = match.group(3).encode("latin-1", "replace")
        return "b", NOT_BASE64.sub(b"", data) + b"=" * data.endswith(b"=")
    return "q", match.group(5).encode("latin-1", "replace")


def _quoted(data: bytes) -> bytes:
    return binascii.a2b_qp(data.replace(b" ", b"_"), header=True)


def _base64(data: bytes) -> bytes:
    """Return the bytes of base64; damage gives what can be read."""
    clean = data.rstrip(b"=")
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return base64.b64decode(clean + b"=" * (-len(clean) % 4))


def parse_addresses(raw: bytes, hint: str = "") -> list[tuple[str, str]]:
    """Return (name, address) pairs of an address header, however it is written."""
    found: list[tuple[str, str]] = []
    box = _Mailbox(hint)
    for match in TOKEN.finditer(as_latin(raw)):
        kind, token = match.lastgroup, match.group()
        if token in (",", ";") or (kind == "angle" and box.has_angle):
            found.append(box.entry())
            box = _Mailbox(hint)
            if len(found) >= MAX_ADDRESSES:
                break
        if token not in (",", ";"):
            box.add(kind, token)
    found.append(box.entry())
    return [entry for entry in found if entry != ("", "")]


class _Mailbox:
    """Gathers the tokens of one mailbox."""

    def __init__(self, hint: str):
        self.hint = hint
        self.name: list[str] = []
        self.comment, self.address, self.has_angle = "", "", False

    def add(self, kind: str | None, token: str) -> None:
        """Take the next token of the mailbox."""
        if kind == "angle":
            self.address, self.has_angle = token[1:-1], True
        elif kind == "comment":
            self.comment = token[1:-1]
        elif kind == "quoted":
            self.name.append(re.sub(r"\\(.)", r"\1", token[1:-1]))
        elif token == ":" and not self.has_angle and "@" not in "".join(self.name):
            self.name = []  # the label of a group
        else:
            self.name.append(token)

    def entry(self) -> tuple[str, str]:
        """Return (name, address), each "" when it is not there."""
        text = squeeze(decode_words("".join(self.name), self.hint))
        address = self.address
        if not self.has_angle:
            match = ADDRESS.search(text)
            if match:
                address = match.group()
                text = text.replace(address, "").strip(" <>'\"()[]")
            text = text or squeeze(decode_words(self.comment, self.hint))
        elif not ADDRESS.search(address):
            address = squeeze(decode_words(address, self.hint))
            text = text or address
        return text.strip(" '\""), normalise_address(address)


def normalise_address(value: str) -> str:
    """Return an address in lower case with an IDNA domain, "" when it is none."""
    value = re.sub(r"\s+", "", _as_unicode(value)).strip("<>'\".,;")
    value = re.sub(r"^(?:mailto|smtp|rfc822):", "", value, flags=re.I)
    local, at, domain = value.rpartition("@")
    if local.startswith("@") and ":" in local:  # an old source route
        local = local.rpartition(":")[2]
    if not at or not local or not domain or len(value) > 320:
        return ""
    domain = domain.strip(".").lower()
    if not domain.isascii():
        # what is no domain name is shown as it came
        with contextlib.suppress(idna.IDNAError, UnicodeError):
            domain = idna.encode(domain, uts46=True).decode("ascii")
    return f"{local.lower()}@{domain}"


def _as_unicode(text: str) -> str:
    """Undo latin-1 reading of UTF-8 bytes."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def message_ids(raw: bytes) -> tuple[str, ...]:
    """Return the ids of a Message-ID, In-Reply-To or References field, no brackets."""
    text = as_latin(raw)
    found = MESSAGE_ID.findall(text)
    if not found:
        found = [word for word in text.split() if "@" in word and "<" not in word]
    return tuple(dict.fromkeys(found))


def parse_date(raw: bytes) -> datetime | None:
    """Return an aware moment; a date without a zone is read as UTC."""
    text = squeeze(as_latin(raw))[:200]
    for candidate in (text, re.sub(r"\(.*", "", text), re.sub(r"^\w+,?\s+", "", text)):
        moment = _read_date(candidate.strip())
        if moment is not None:
            return moment
    return None


def _read_date(text: str) -> datetime | None:
    for reader in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = reader(text)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
            moment.astimezone(UTC)
            return moment
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
