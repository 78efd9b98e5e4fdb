"""The readable content of a message: text, HTML and attachments out of its parts."""

import hashlib
import html as html_entities
import re
from dataclasses import dataclass, field

from .charset import decode
from .header import decode_words, squeeze
from .markup import DATA_URI, html_to_text, sanitise, strip_tags
from .mime import Part, decode_uu, parse_tree, split_head
from .smime import signed_content
from .tnef import read_tnef

META_CHARSET = re.compile(
    rb"<meta[^<>]{0,300}?charset\s{0,9}=[\s\"']{0,9}([\w:.-]+)", re.I
)
UU_BLOCK = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n[^\r\n]", re.M)
LOOKS_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|div|table|p)\b", re.I)
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
EXTENSIONS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp",
    "image/bmp": "bmp", "image/tiff": "tif", "application/pdf": "pdf",
    "application/zip": "zip", "application/msword": "doc", "text/plain": "txt",
    "text/html": "html", "text/calendar": "ics", "text/csv": "csv",
    "message/rfc822": "eml", "message/feedback-report": "txt",
    "application/ms-tnef": "dat", "message/delivery-status": "txt", "text/vcard": "vcf",
    "text/x-vcard": "vcf", "application/pkcs7-signature": "p7s", "text/xml": "xml",
    "application/x-pkcs7-signature": "p7s", "application/pkcs7-mime": "p7m",
    "application/x-pkcs7-mime": "p7m", "application/pgp-signature": "asc",
    "audio/mpeg": "mp3", "audio/wav": "wav", "video/mp4": "mp4",
    "application/xml": "xml", "application/json": "json",
    "text/rfc822-headers": "txt", "application/rtf": "rtf",
}  # fmt: skip
SIGNED_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")
TNEF_SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_ENVELOPES = 3
MAX_PAIR = 200_000
MAX_NAME = 180


class SizeError(Exception):
    """More decoded bytes than the limit allows."""


@dataclass(frozen=True)
class Attachment:
    """A file that came with a letter."""

    name: str
    mime: str
    size: int
    sha256: str
    content: bytes
    content_id: str = ""
    is_inline: bool = False


@dataclass
class Segment:
    """A stretch of the body: as plain text, as HTML, or as both."""

    plain: str | None = None
    html: str | None = None


@dataclass
class Content:
    """Everything readable that a message holds."""

    segments: list[Segment] = field(default_factory=list)
    files: list[tuple[str, Part | None, bytes, str]] = field(default_factory=list)
    codec: str = ""
    is_repaired: bool = False
    size: int = 0


class Collector:
    """Walks the parts of one message once and keeps what a reader needs."""

    def __init__(self, max_bytes: int, max_html: int):
        self.max_bytes, self.max_html = max_bytes, max_html
        self.content = Content()
        self.depth = 0

    def collect(self, root: Part) -> Content:
        """Return the content of the message whose root part is `root`."""
        stack = [root]
        while stack:
            part = stack.pop()
            if part.ctype == "multipart/alternative" and part.children:
                self._alternative(part)
            elif part.children:
                stack.extend(reversed(part.children))
            else:
                self._leaf(part, part is root)
        return self.content

    def _alternative(self, part: Part) -> None:
        """Take the plain and the HTML form of one text; the rest are files."""
        segment = Segment()
        for child in part.children:
            for leaf in child.walk():
                if leaf.children:
                    continue
                kind = _text_kind(leaf, False)
                is_taken = kind and getattr(segment, kind) is not None
                is_basic = leaf.ctype in ("text/plain", "text/html")
                if not kind or is_taken and not is_basic:
                    self._leaf(leaf, False, is_file=True)
                elif is_taken:
                    value = getattr(segment, kind) + "\n" + self._text(leaf)
                    setattr(segment, kind, value)
                else:
                    setattr(segment, kind, self._text(leaf))
        if segment.plain is not None and not segment.plain.strip() and segment.html:
            segment.plain = None
        self.content.segments.append(segment)

    def _leaf(self, part: Part, is_root: bool, is_file: bool = False) -> None:
        kind = "" if is_file else _text_kind(part, is_root)
        if not kind or (part.params.get("name") and _looks_binary(part)):
            self._file(part)
            return
        text = self._text(part)
        if kind == "plain" and LOOKS_HTML.match(text) and "</" in text:
            kind = "html"
        self.content.segments.append(Segment(**{kind: text}))

    def _bytes(self, part: Part) -> bytes:
        data = part.content()
        self.content.size += len(data)
        if self.content.size > self.max_bytes:
            raise SizeError
        return data

    def _text(self, part: Part) -> str:
        """Return a text part decoded, without the files hidden in it."""
        data = self._bytes(part)
        declared = part.params.get("charset", "")
        if part.ctype == "text/html" and not declared:
            meta = META_CHARSET.search(data[:4096])
            declared = meta.group(1).decode("ascii") if meta else ""
        if b"begin " in data:
            data = self._take_uu(data)
        decoded = decode(data, declared, self.content.codec)
        if not decoded.text.isascii():
            self.content.codec = self.content.codec or decoded.codec
        is_guess = bool(declared) or decoded.codec != "utf-8"
        self.content.is_repaired |= decoded.is_repaired and is_guess
        text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        if part.params.get("format", "").lower() == "flowed":
            text = unflow(text, part.params.get("delsp", "").lower() == "yes")
        return text

    def _take_uu(self, data: bytes) -> bytes:
        """Move uuencoded blocks out of a text into files."""
        kept, position = [], 0
        for match in UU_BLOCK.finditer(data):
            stop = data.find(b"\nend", match.end())
            if stop < 0:
                break
            if match.start() < position:
                continue
            content = decode_uu(data[match.start() : stop + 4])
            if content:
                name = match.group(1).strip().decode("latin-1")
                self.content.files.append((name, None, content, ""))
                kept.append(data[position : match.start()])
                position = stop + 4
        return b"".join([*kept, data[position:]])

    def _file(self, part: Part) -> None:
        data = self._bytes(part)
        name = part.dparams.get("filename") or part.params.get("name") or ""
        self.content.files.append((name, part, data, part.ctype))
        if part.ctype in SIGNED_TYPES:
            self._open_signed(data)
        elif data.startswith(TNEF_SIGNATURE):
            self._open_tnef(data)

    def _open_signed(self, data: bytes) -> None:
        """Read the letter inside an opaque signature; the file itself is kept."""
        inner = signed_content(data)
        if inner and self.depth < MAX_ENVELOPES:
            self.depth += 1
            self.collect(parse_tree(inner))

    def _open_tnef(self, data: bytes) -> None:
        """Read what Outlook packed into winmail.dat; the file itself is kept."""
        packed = read_tnef(data)
        if packed is None:
            return
        if not any((s.plain or s.html or "").strip() for s in self.content.segments):
            plain, html = packed.body.strip(), packed.html.strip()
            if plain or html:
                self.content.segments.append(Segment(plain or None, html or None))
            elif packed.rtf:
                self._add_file("letter.rtf", packed.rtf, "application/rtf")
        for item in packed.files:
            self._add_file(item.name, item.content, item.mime)

    def _add_file(self, name: str, data: bytes, mime: str) -> None:
        self.content.size += len(data)
        if self.content.size > self.max_bytes:
            raise SizeError
        wire_name = name.encode("utf-8", "replace").decode("latin-1")
        self.content.files.append((wire_name, None, data, mime))


def _text_kind(part: Part, is_root: bool) -> str:
    """Return "plain" or "html" for a part that is body text, "" for a file."""
    ctype = part.ctype
    if ctype.startswith("multipart/"):
        return "plain"  # a multipart nobody could cut
    if ctype not in ("text/plain", "text/html", "text/enriched", "text/richtext",
                     "text/xhtml", "application/xhtml+xml"):  # fmt: skip
        is_odd = ctype.startswith("text/") and is_root
        return "plain" if is_odd else ""
    if part.disposition == "attachment" and (not is_root or part.dparams):
        return ""
    if not is_root and (part.dparams.get("filename") or part.params.get("name")):
        return ""
    return "html" if ctype.endswith(("html", "html+xml")) else "plain"


def _looks_binary(part: Part) -> bool:
    """Tell whether a named part that says it is text holds something else."""
    data = part.content()[:4000]
    return len(BINARY.findall(data)) * 10 > len(data)


def unflow(text: str, is_delsp: bool) -> str:
    """Join the soft line ends of format=flowed; the depth of quotes is kept."""
    out: list[list[str]] = []
    open_depth = -1
    for line in text.split("\n"):
        body = line.lstrip(">")
        depth = len(line) - len(body)
        if body.startswith(" "):
            body = body[1:]
        is_soft = body.endswith(" ") and body != "-- "
        shown = body[:-1] if is_soft and is_delsp else body
        if open_depth == depth and body != "-- ":
            out[-1].append(shown)
        else:
            out.append([">" * depth + " " if depth else "", shown])
        open_depth = depth if is_soft else -1
    return "\n".join("".join(pieces).rstrip() for pieces in out)


def render(content: Content, max_html: int, max_links: int) -> tuple[str, str, list]:
    """Return (text, safe html, oversized html to attach) of the collected body."""
    texts, markup, oversized = [], [], []
    for segment in _pair_up(content.segments):
        source = segment.html
        if source is not None and len(source) > max_html:
            source = DATA_URI.sub("", source)
        if source is not None and len(source) > max_html:
            oversized.append(segment.html)
            texts.append(segment.plain or strip_tags(source))
            continue
        plain = segment.plain
        if plain is None:
            plain = html_to_text(source or "")
        texts.append(plain)
        if source is None:
            markup.append(("plain", plain))
        else:
            safe = sanitise(source, max_links)
            if not safe and source.strip():
                oversized.append(source)
            markup.append(("html", safe))
    text = "\n\n".join(part.strip("\n") for part in texts if part.strip())
    if not any(kind == "html" and value for kind, value in markup):
        return text, "", oversized
    return text, "\n".join(_as_markup(*pair) for pair in markup), oversized


def _pair_up(segments: list[Segment]) -> list[Segment]:
    """Join a plain text with the HTML of the same words that follows it."""
    out: list[Segment] = []
    for segment in segments:
        before = out[-1] if out else None
        if (
            before is not None
            and before.html is None
            and segment.plain is None
            and len(segment.html or "") < MAX_PAIR
            and _words(before.plain or "") == _words(html_to_text(segment.html or ""))
        ):
            before.html = segment.html
        else:
            out.append(segment)
    return out


def _words(text: str) -> str:
    return re.sub(r"\(https?://\S*\)|\W+", "", text)


def _as_markup(kind: str, value: str) -> str:
    return value if kind == "html" else f"<pre>{html_entities.escape(value)}</pre>"


def make_attachment(
    name: str, mime: str, data: bytes, number: int, content_id="", is_inline=False
) -> Attachment:
    """Return an attachment with a name that is safe as a file name."""
    name = safe_name(name)
    if not name:
        name = f"attachment-{number}.{EXTENSIONS.get(mime, 'bin')}"
    digest = hashlib.sha256(data).hexdigest()
    return Attachment(name, mime, len(data), digest, data, content_id, is_inline)


def safe_name(name: str) -> str:
    """Return the last component of a file name without control characters."""
    name = squeeze(name).replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    name = re.sub(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", name)
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .") if name.strip(" .") else ""
    if len(name) > MAX_NAME:
        stem, dot, extension = name.rpartition(".")
        extension = extension[:20] if dot else ""
        stem = stem if dot else name
        name = stem[: MAX_NAME - len(extension) - 1] + dot + extension
    return name


def file_name(name: str, part: Part | None, data: bytes, hint: str) -> str:
    """Return the readable name of a file; a nested message is named by its subject."""
    if name:
        return decode_words(name, hint) if _is_bytes_like(name) else name
    if part is not None and part.ctype == "message/rfc822":
        for key, value in split_head(data[:65536])[0]:
            if key == "subject":
                text = squeeze(decode_words(value.decode("latin-1"), hint))
                return re.sub(r"[/\\]", "-", text)[:100] + ".eml" if text else ""
    return ""


def _is_bytes_like(name: str) -> bool:
    """Tell whether each character still stands for one byte."""
    return all(ord(char) < 256 for char in name)
