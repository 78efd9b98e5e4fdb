"""MIME structure from raw bytes: header fields and a tree of parts.

Works on bytes only, so nothing is decoded before its charset is known, and every
step is linear in the size of its input.  Slices are memoryviews: a part costs no copy.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field

from .params import parse_params

FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:[ \t]*")
LINE_END = re.compile(rb"(?<!\r)\r*\n")  # a run of CR is looked at once
FIRST_END = re.compile(rb"\r+\n|\n|\r")
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
SNIFF_BOUNDARY = re.compile(rb"\s*--([^\s][^\r\n]{0,300})\r?\n")
SNIFF_PART = re.compile(rb"\n--([^\s][^\r\n]{0,300})\r*\n(?=content-)", re.I)
BASE64_HEAD = 600  # bytes looked at to tell base64 from text that only says so
UNSAID_QP = re.compile(rb"(?:=[89A-F][0-9A-F]){2}")
UNSAID_LINES = re.compile(rb"(?:[A-Za-z0-9+/]{20,}\r?\n)*[A-Za-z0-9+/]+={0,2}")
UNSAID_BASE64 = 60
MAX_FIELDS = 5000


class MimeError(Exception):
    """A limit of the structure was passed; `code` names it."""

    def __init__(self, code: str, text: str):
        super().__init__(text)
        self.code = code


@dataclass
class Part:
    """One entity: its fields in order, its body still encoded, its children."""

    fields: list[tuple[str, bytes]]
    body: memoryview
    ctype: str = "text/plain"
    params: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    dparams: dict[str, str] = field(default_factory=dict)
    children: list["Part"] = field(default_factory=list)
    outside: list[memoryview] = field(default_factory=list)  # before, after the parts

    def get(self, name: str, default: bytes = b"") -> bytes:
        """Return the first field called `name` (lower case), raw and unfolded."""
        for key, value in self.fields:
            if key == name:
                return value
        return default

    def get_all(self, name: str) -> list[bytes]:
        """Return every field called `name` in order."""
        return [value for key, value in self.fields if key == name]

    def walk(self):
        """Yield this part and all parts below it, depth first."""
        stack = [self]
        while stack:
            part = stack.pop()
            yield part
            stack.extend(reversed(part.children))

    def content(self) -> bytes:
        """Return the body with its transfer encoding undone."""
        encoding = self.get("content-transfer-encoding").strip().lower()
        return decode_transfer(bytes(self.body), encoding.strip(b"\"'; "))


def unify_line_ends(raw: bytes) -> bytes:
    """Turn bare CR into LF when the file's first line ends with a bare CR."""
    first = FIRST_END.search(raw)
    if first is None or first.group() != b"\r":
        return raw
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def split_head(raw, is_root: bool = False) -> tuple[list, memoryview]:
    """Split an entity into its header fields and its body.

    In a whole message a spoiled first line is skipped when fields follow it.
    """
    view = memoryview(raw)
    fields: list[tuple[str, list[bytes]]] = []
    position, end = 0, len(view)
    while position < end and len(fields) < MAX_FIELDS:
        line_end = LINE_END.search(view, position)
        stop, following = line_end.span() if line_end else (end, end)
        line = bytes(view[position:stop])
        match = FIELD.match(line)
        if not line.strip() and not (line and _goes_on(view, following)):
            return _joined(fields), view[following:]
        elif line[:1] in b" \t" and fields:
            fields[-1][1].append(line)
        elif match and not line.startswith((b"From ", b">From ")):
            name = match.group(1).decode("ascii").lower()
            fields.append((name, [line[match.end() :]]))
        elif not line.startswith((b"From ", b">From ")):
            if not (fields or is_root) or not _goes_on(view, following):
                return _joined(fields), view[position:]
            if fields:
                fields[-1][1].append(line)
        position = following
    return _joined(fields), view[position:]


def _goes_on(view: memoryview, position: int) -> bool:
    """Tell whether another header line starts at `position`."""
    ahead = bytes(view[position : position + 120])
    if ahead[:1] in (b" ", b"\t"):
        return bool(LINE_END.split(ahead, maxsplit=1)[0].strip())
    match = FIELD.match(ahead)
    return bool(match and ahead[match.end() :].strip())


def _joined(fields) -> list[tuple[str, bytes]]:
    return [(name, b"\n".join(lines).strip(b" \t\r\n\0")) for name, lines in fields]


def parse_tree(raw: bytes, max_parts: int = 1000, max_depth: int = 50) -> Part:
    """Return the tree of `raw`; nested messages stay closed: their bytes are a leaf."""
    fields, body = split_head(raw, is_root=True)
    root = _make_part(fields, body, "text/plain")
    pending, count = [(root, 1)], 1
    while pending:
        part, depth = pending.pop()
        if not part.ctype.startswith("multipart/"):
            continue
        pieces = _split_multipart(part, max_parts)
        if pieces is None:
            continue
        count += len(pieces)
        if count > max_parts:
            raise MimeError("too_many_parts", f"more than {max_parts} parts")
        if depth >= max_depth and pieces:
            raise MimeError("too_deep", f"parts nested more than {max_depth} deep")
        default = "message/rfc822" if part.ctype.endswith("/digest") else "text/plain"
        for piece in pieces:
            part.children.append(_make_part(*split_head(piece), default))
        pending.extend((child, depth + 1) for child in part.children)
    return root


def _make_part(fields, body, default: str) -> Part:
    part = Part(fields, body, default)
    value, params = parse_params(part.get("content-type"))
    value = re.sub(r"\s+", "", value.lower())
    if "/" in value:
        part.ctype = value
    elif value in ("text", "html"):
        part.ctype = "text/html" if value == "html" else "text/plain"
    elif value and params.get("name"):
        part.ctype = "application/octet-stream"
    part.params = params
    disposition, part.dparams = parse_params(part.get("content-disposition"))
    part.disposition = disposition.strip().lower()
    return part


def _split_multipart(part: Part, max_parts: int) -> list[memoryview] | None:
    boundary = part.params.get("boundary", "").rstrip()
    names = [boundary.encode("latin-1", "replace")] if boundary else []
    for sniffed in (SNIFF_BOUNDARY.match(part.body), SNIFF_PART.search(part.body)):
        name = sniffed.group(1).rstrip(b" \t") if sniffed else b""
        if name and name not in names:
            names.append(name)
    for name in names:
        pieces, part.outside = _cut(part.body, name, max_parts)
        if pieces:
            return pieces
    return None


def _cut(body: memoryview, boundary: bytes, max_parts: int) -> tuple[list, list]:
    """Cut `body` at the delimiter lines of `boundary`; a missing last one is fine.

    Returns the parts, and what stands before the first and after the last.
    """
    delimiter = re.compile(
        rb"(?:\A|(?<!\r)\r*\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r*\n|\Z)"
    )
    pieces: list[memoryview] = []
    start, before, after = None, body[:0], body[:0]
    for match in delimiter.finditer(body):
        if start is None and not pieces:
            before = body[: match.start()]
        if start is not None:
            pieces.append(body[start : match.start()])
            if len(pieces) > max_parts:
                break
        start = None if match.group(1) else _after_line(body, match.end())
        after = body[match.end() :]
    if start is not None and start <= len(body):
        rest = body[start:]
        after = body[:0]
        if bytes(rest[:4096]).strip():
            pieces.append(rest)
    return pieces, [before, after]


def _after_line(body: memoryview, position: int) -> int:
    """Return where the line after `position` starts."""
    end = LINE_END.match(body, position)
    return end.end() if end else len(body)


def decode_transfer(data: bytes, encoding: bytes) -> bytes:
    """Undo a transfer encoding; damaged input gives what can be read of it."""
    if encoding == b"base64":
        return decode_base64(data) if _is_base64(data) else data
    if encoding in (b"quoted-printable", b"quoted_printable", b"qp"):
        return binascii.a2b_qp(data)
    if encoding in (b"x-uuencode", b"uuencode", b"x-uue", b"uue"):
        return decode_uu(data) or data
    return data


def _is_base64(data: bytes) -> bool:
    """Tell base64, damaged or not, from plain words that only say they are it."""
    head = data.lstrip()[:BASE64_HEAD]
    words = head.split()
    foreign = sum(map(len, NOT_BASE64.findall(b"".join(words).replace(b"=", b""))))
    is_short = len(words) > 3 and len(head) < 12 * len(words)
    return foreign * 10 <= len(head) and not (foreign and is_short)


def decode_unsaid(data: bytes) -> bytes:
    """Undo a transfer encoding no header names, where the result is text for sure."""
    if len(UNSAID_QP.findall(data[:BASE64_HEAD])) >= 3:
        found = binascii.a2b_qp(data)
    elif len(data) >= UNSAID_BASE64 and UNSAID_LINES.fullmatch(data.strip()):
        found = decode_base64(data)
    else:
        return data
    try:
        is_text = (
            found.decode("utf-8").replace("\n", "").replace("\r", "").isprintable()
        )
    except UnicodeDecodeError:
        return data
    return found if is_text else data


def decode_base64(data: bytes) -> bytes:
    """Decode base64 with stray characters, inner padding and a cut end."""
    if b"=" not in data.rstrip(b"=\r\n \t-")[:-4]:
        clean = NOT_BASE64.sub(b"", data)
        return _pad_decode(clean)
    return b"".join(
        _pad_decode(NOT_BASE64.sub(b"", piece)) for piece in re.split(rb"=+", data)
    )


def _pad_decode(clean: bytes) -> bytes:
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return base64.b64decode(clean + b"=" * (-len(clean) % 4))


def decode_uu(data: bytes) -> bytes:
    """Decode one uuencoded block; an empty result means there is none."""
    out, is_open = [], False
    for line in data.splitlines():
        if not is_open:
            is_open = re.match(rb"begin [0-7]{3,4} ", line) is not None
        elif line.strip() in (b"end", b"`"):
            break
        else:
            try:
                out.append(binascii.a2b_uu(line))
            except binascii.Error:
                size = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
                try:
                    out.append(binascii.a2b_uu(line[:size]))
                except binascii.Error:
                    continue
    return b"".join(out)
