"""Files written into the text of a letter: uuencode and yEnc."""

import re

from .mime import decode_uu

BLOCK = re.compile(
    rb"^(?:begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n[^\r\n]"
    rb"|=ybegin [^\r\n]{0,200}?name=([^\r\n]{1,200})\r?\n)",
    re.M,
)
YENC_END = re.compile(rb"^=yend[^\r\n]{0,200}", re.M)
YENC_PART = re.compile(rb"=ypart[^\r\n]{0,200}\r?\n")
YENC = bytes((code - 42) % 256 for code in range(256))
ESCAPED = re.compile(rb"=(.)", re.S)


def take_files(data: bytes) -> tuple[bytes, list[tuple[str, bytes]]]:
    """Return the text without what is packed into it, and (name, content) of each."""
    if b"begin " not in data:
        return data, []
    kept, files, position = [], [], 0
    for match in BLOCK.finditer(data):
        if match.start() < position:
            continue
        uu_name, yenc_name = match.groups()
        read = _read_uu if uu_name else _read_yenc
        content, stop = read(data, match)
        if stop < 0:
            break
        if content:
            name = (uu_name or yenc_name).strip().decode("latin-1")
            files.append((name, content))
            kept.append(data[position : match.start()])
            position = stop
    return b"".join([*kept, data[position:]]), files


def _read_uu(data: bytes, match: re.Match) -> tuple[bytes, int]:
    stop = data.find(b"\nend", match.end())
    if stop < 0:
        return b"", -1
    return decode_uu(data[match.start() : stop + 4]), stop + 4


def _read_yenc(data: bytes, match: re.Match) -> tuple[bytes, int]:
    end = YENC_END.search(data, match.end())
    if end is None:
        return b"", -1
    body = data[match.end() : end.start()]
    part = YENC_PART.match(body)
    body = re.sub(rb"[\r\n]+", b"", body[part.end() if part else 0 :])
    body = ESCAPED.sub(lambda found: bytes(((found.group(1)[0] - 64) % 256,)), body)
    return body.translate(YENC), end.end()
