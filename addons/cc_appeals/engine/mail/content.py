"""The readable content of a message: text, HTML and attachments out of its parts."""

import html as html_entities
import re
from dataclasses import dataclass, field

from .charset import decode
from .embedded import take_files
from .markup import DATA_URI, html_to_text, sanitise, strip_tags
from .mime import Part, decode_unsaid, parse_tree
from .rtf import read_rtf
from .smime import signed_content
from .tnef import read_tnef

META_CHARSET = re.compile(
    rb"<meta[^<>]{0,300}?charset\s{0,9}=[\s\"']{0,9}([\w:.-]+)", re.I
)
BOILERPLATE = re.compile(r"\bMIME\b", re.I)  # "This is a message in MIME format"
MAX_SUMMARY = 400
MARKUP_WORD = re.compile(r"<(/?)(\w[\w-]{0,59})>")
LOOKS_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|div|table|p)\b", re.I)
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
HTML_ONLY = re.compile(
    r"(?:support|display|view|read|enable|require|поддерж\w|отображ\w)\w*\b.{0,80}\bhtml"
    r"|\bhtml\b.{0,80}(?:support|display|view|enable|capable|required|поддерж|отображ)"
    r"|view (?:this|the) (?:e-?mail|message) in|откр\w+ .{0,60}браузер",
    re.I | re.S,
)
RICH_TYPES = ("text/rtf", "application/rtf")
SIGNED_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")
TNEF_SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_ENVELOPES = 3
MAX_PAIR = 200_000


class SizeError(Exception):
    """More decoded bytes than the limit allows."""


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
        if not any(map(_has_words, self.content.segments)):
            self._outside(root)
        return self.content

    def _outside(self, root: Part) -> None:
        """Read what a letter without text says before, between and after its parts."""
        for part in root.walk():
            for stretch in part.outside:
                data = bytes(stretch[:MAX_PAIR])
                text = decode(data, "", self.content.codec).text.replace("\0", "")
                is_said = len(text) < MAX_SUMMARY and BOILERPLATE.search(text)
                if text.strip() and not is_said:
                    self.content.segments.append(Segment(_one_end(text)))

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
        if segment.plain is not None and segment.html:
            segment.plain = _fuller(segment.plain, segment.html)
        self.content.segments.append(segment)

    def _leaf(self, part: Part, is_root: bool, is_file: bool = False) -> None:
        kind = "" if is_file else _text_kind(part, is_root)
        if not kind or (part.params.get("name") and _looks_binary(part)):
            self._file(part)
            return
        text = self._text(part)
        if part.ctype in RICH_TYPES:
            plain, html = read_rtf(text.encode("latin-1", "replace"))
            if plain or html:
                self.content.segments.append(Segment(plain or None, html or None))
                return
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
        if not part.get("content-transfer-encoding"):
            data = decode_unsaid(data)
        if part.ctype == "text/html" and not declared:
            meta = META_CHARSET.search(data[:4096])
            declared = meta.group(1).decode("ascii") if meta else ""
        data, files = take_files(data)
        for name, content in files:
            self.content.files.append((name, None, content, ""))
        decoded = decode(data, declared, self.content.codec)
        if not decoded.text.isascii():
            self.content.codec = self.content.codec or decoded.codec
        is_guess = bool(declared) or decoded.codec != "utf-8"
        self.content.is_repaired |= decoded.is_repaired and is_guess
        text = _one_end(decoded.text.replace("\0", ""))
        if part.ctype in ("text/enriched", "text/richtext"):
            return _without_commands(text, part.ctype)
        if part.params.get("format", "").lower() == "flowed":
            text = unflow(text, part.params.get("delsp", "").lower() == "yes")
        return text

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
        if not any(map(_has_words, self.content.segments)):
            plain, html = packed.body.strip(), packed.html.strip()
            if not html and packed.rtf:
                found, html = read_rtf(packed.rtf)
                plain = plain or found
            if plain or html:
                text = _one_end(plain)
                self.content.segments.append(Segment(text or None, html or None))
            elif packed.rtf:
                self._add_file("letter.rtf", packed.rtf, "application/rtf")
        for item in packed.files:
            self._add_file(item.name, item.content, item.mime)
            is_letter = item.content.startswith(TNEF_SIGNATURE)
            if is_letter and self.depth < MAX_ENVELOPES:
                self.depth += 1
                self._open_inner_tnef(item.content)

    def _open_inner_tnef(self, data: bytes) -> None:
        """Unpack a letter that was attached to a letter: its words become a file."""
        packed = read_tnef(data)
        if packed is None:
            return
        plain, html = packed.body, packed.html
        if not html and packed.rtf:
            found, html = read_rtf(packed.rtf)
            plain = plain or found
        if plain or html:
            name, mime = ("html", "text/html") if html else ("txt", "text/plain")
            content = (html or plain).encode("utf-8", "replace")
            self._add_file(f"letter.{name}", content, mime)
        for item in packed.files:
            self._add_file(item.name, item.content, item.mime)

    def _add_file(self, name: str, data: bytes, mime: str) -> None:
        self.content.size += len(data)
        if self.content.size > self.max_bytes:
            raise SizeError
        wire_name = name.encode("utf-8", "replace").decode("latin-1")
        self.content.files.append((wire_name, None, data, mime))


def _has_words(segment: Segment) -> bool:
    return bool((segment.plain or segment.html or "").strip())


def _one_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fuller(plain: str, html: str) -> str | None:
    """Return the plain form of a text, None where only its HTML form says it all."""
    if not plain.strip():
        return None
    if len(plain) > MAX_SUMMARY or len(html) > MAX_PAIR:
        return plain
    whole = html_to_text(html)
    every = _words(whole)
    if _words(plain) not in every and HTML_ONLY.search(plain):
        # "your program shows no HTML" is nobody's word
        paragraphs = re.split(r"\n\s*\n", plain)
        plain = "\n\n".join(p for p in paragraphs if not HTML_ONLY.search(p))
        if not _words(plain):
            return None
    words = _words(plain)
    if len(every) < 2 * len(words) + 40:
        return plain
    return None if words in every else f"{plain}\n\n{whole}"


def _without_commands(text: str, ctype: str) -> str:
    """Return the text of text/enriched or text/richtext without its commands."""
    if ctype == "text/enriched":
        text = re.sub(r"\n(\n*)", lambda ends: ends.group(1) or " ", text)
        text = re.sub(r"<param>[^<]{0,200}</param>", "", text, flags=re.I)
    text = re.sub(r"<nl>", "\n", text.replace("<lt>", "<<"), flags=re.I)
    pieces = text.split("<<")  # an angle bracket of the writer's own is doubled
    return "<".join(MARKUP_WORD.sub("", piece) for piece in pieces)


def _text_kind(part: Part, is_root: bool) -> str:
    """Return "plain" or "html" for a part that is body text, "" for a file."""
    ctype = part.ctype
    if ctype.startswith("multipart/"):
        return "plain"  # a multipart nobody could cut
    if ctype not in ("text/plain", "text/html", "text/enriched", "text/richtext",
                     "text/xhtml", "application/xhtml+xml", "text/rtf"):  # fmt: skip
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
