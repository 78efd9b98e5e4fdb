"""Parameters of Content-Type and Content-Disposition, RFC 2231 and the wrong ways.

Values come back as text of one code point per byte (latin-1) unless RFC 2231 named a
charset; `header.decode_words` turns them into readable text.
"""

import re
from urllib.parse import unquote_to_bytes

from .charset import decode

PARAM = re.compile(
    r""";?\s{0,64}([^\s=;"*]{1,80})(\*(\d{1,3}))?(\*)?\s{0,64}=\s{0,64}
        ("(?:[^"\\]|\\.){0,2000}"|[^;]*)""",
    re.X | re.S,
)
GLUED = re.compile(r"\s*([\w.+-]+(?:/[\w.+-]+)?)\s+([\w*-]+\s{0,9}=.*)", re.S)
MAX_VALUE = 65536


class Readable(str):
    """A value that is text already, not one code point per byte."""


def parse_params(raw: bytes) -> tuple[str, dict[str, str]]:
    """Return the value before the first `;` and the parameters by lower-case name."""
    text = raw[:MAX_VALUE].decode("latin-1").replace("\0", "")
    value, _, rest = text.partition(";")
    glued = GLUED.match(value)
    if glued:  # a semicolon was forgotten after the type
        value, rest = glued.group(1), glued.group(2) + ";" + rest
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for match in PARAM.finditer(rest):
        name, index = match.group(1).lower(), match.group(3)
        is_extended = bool(match.group(4))
        content = _unquote(match.group(5))
        if index is None and not is_extended:
            plain.setdefault(name, content)
        else:
            pieces.setdefault(name, {})[int(index or 0)] = (content, is_extended)
    for name, parts in pieces.items():
        plain[name] = _join_extended(parts)
    return value.strip(), plain


def _unquote(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        inner = value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:]
        inner = re.sub(r"\r?\n[ \t]?", "", inner)
        # A backslash before a letter is a Windows path, not an escape.
        return re.sub(r'\\(["\\])', r"\1", inner)
    return re.sub(r"\s*\n\s*", " ", value)


def _join_extended(parts: dict[int, tuple[str, bool]]) -> str:
    """Join RFC 2231 pieces as bytes and decode them by the charset they name."""
    charset, data, escaped, is_extended = "", b"", b"", False
    for position, index in enumerate(sorted(parts)):
        content, extended = parts[index]
        if extended:
            is_extended = True
            if position == 0 and content.count("'") >= 2:
                charset, _, content = content.split("'", 2)
            escaped += content.encode("latin-1")  # an escape may be cut in two
        else:
            data += unquote_to_bytes(escaped) + content.encode("latin-1")
            escaped = b""
    data += unquote_to_bytes(escaped)
    if not is_extended:
        return data.decode("latin-1")
    return Readable(decode(data, charset).text)
