"""winmail.dat (TNEF): the body and the files Outlook packed into one part.

Only what a reader needs is taken; the original file stays beside the unpacked ones.
"""

import struct
from dataclasses import dataclass, field

from .charset import decode

SIGNATURE = b"\x78\x9f\x3e\x22"
BODY, CODEPAGE, MESSAGE_PROPS = 0x800C, 0x9007, 0x9003
RENDERED, TITLE, DATA, FILE_PROPS = 0x9002, 0x8010, 0x800F, 0x9005
PR_BODY, PR_HTML, PR_RTF = 0x1000, 0x1013, 0x1009
PR_LONG_NAME, PR_NAME, PR_FILE_DATA, PR_MIME = 0x3707, 0x3704, 0x3701, 0x370E
FIXED = {0x02: 2, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 2,
         0x14: 8, 0x40: 8, 0x48: 16}  # fmt: skip
VARIABLE = (0x0D, 0x1E, 0x1F, 0x102)
MAX_ITEMS = 2000


@dataclass
class TnefFile:
    """One file of a TNEF stream."""

    name: str = ""
    mime: str = ""
    content: bytes = b""


@dataclass
class Tnef:
    """What a TNEF stream holds."""

    body: str = ""
    html: str = ""
    rtf: bytes = b""
    files: list[TnefFile] = field(default_factory=list)


def read_tnef(data: bytes) -> Tnef | None:
    """Return the content of a TNEF stream as far as it is whole, None for others."""
    if data[:4] != SIGNATURE:
        return None
    found, codepage = Tnef(), ""
    for number, value in _attributes(data):
        if number == CODEPAGE and len(value) >= 4:
            codepage = f"cp{struct.unpack_from('<I', value)[0]}"
        elif number == BODY and not found.body:
            found.body = _text(value, codepage)
        elif number == MESSAGE_PROPS:
            _take_message(found, value, codepage)
        elif number == RENDERED:
            found.files.append(TnefFile())
        elif found.files:
            _take_file(found.files[-1], number, value, codepage)
    found.files = [item for item in found.files if item.content or item.name]
    return found


def _attributes(data: bytes):
    """Yield (number, value) of each attribute; stops at the first torn one."""
    position = 6
    for _count in range(MAX_ITEMS):
        if position + 9 > len(data):
            return
        _level, number, _kind, size = struct.unpack_from("<BHHI", data, position)
        start = position + 9
        if start + size > len(data):
            return
        yield number, data[start : start + size]
        position = start + size + 2


def _text(value: bytes, codepage: str) -> str:
    return decode(value.rstrip(b"\0"), codepage).text


def _take_message(found: Tnef, value: bytes, codepage: str) -> None:
    for number, kind, content in _properties(value):
        if number == PR_BODY:
            found.body = _string(kind, content, codepage) or found.body
        elif number == PR_HTML:
            found.html = _string(kind, content, codepage)
        elif number == PR_RTF:
            found.rtf = unpack_rtf(content)


def _take_file(item: TnefFile, number: int, value: bytes, codepage: str) -> None:
    if number == TITLE:
        item.name = item.name or _text(value, codepage)
    elif number == DATA:
        item.content = item.content or value
    elif number == FILE_PROPS:
        for prop, kind, content in _properties(value):
            if prop == PR_LONG_NAME or prop == PR_NAME and not item.name:
                item.name = _string(kind, content, codepage) or item.name
            elif prop == PR_MIME:
                item.mime = _string(kind, content, codepage).lower()
            elif prop == PR_FILE_DATA and kind in (0x0D, 0x102):
                item.content = item.content or content[16 if kind == 0x0D else 0 :]


def _string(kind: int, content: bytes, codepage: str) -> str:
    if kind == 0x1F:
        return content.decode("utf-16-le", "replace").rstrip("\0")
    return _text(content, codepage)


def _properties(data: bytes):
    """Yield (number, kind, value) of each MAPI property; stops where it is torn."""
    try:
        yield from _read_properties(data)
    except struct.error:
        return


def _read_properties(data: bytes):
    (count,) = struct.unpack_from("<I", data)
    position = 4
    for _index in range(min(count, MAX_ITEMS)):
        kind, number = struct.unpack_from("<HH", data, position)
        position += 4
        if number >= 0x8000:
            position = _after_name(data, position)
        base, values = kind & 0x0FFF, 1
        if kind & 0x1000 or base in VARIABLE:
            (values,) = struct.unpack_from("<I", data, position)
            position += 4
        for _value in range(min(values, MAX_ITEMS)):
            if base in VARIABLE:
                (size,) = struct.unpack_from("<I", data, position)
                position += 4
            elif base in FIXED:
                size = FIXED[base]
            else:
                return
            yield number, base, data[position : position + size]
            position += (size + 3) & ~3
        if position > len(data):
            return


def _after_name(data: bytes, position: int) -> int:
    """Return the position after the GUID and name of a named property."""
    (kind,) = struct.unpack_from("<I", data, position + 16)
    position += 20
    (value,) = struct.unpack_from("<I", data, position)
    return position + 4 + ((value + 3) & ~3 if kind else 0)


RTF_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern "
    rb"\fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0"
    b"\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def unpack_rtf(data: bytes, limit: int = 20_000_000) -> bytes:
    """Return the RTF of a compressed body (LZFu), b"" for damaged input."""
    if len(data) < 16:
        return b""
    _size, raw_size, kind = struct.unpack_from("<III", data)
    if kind == 0x414C454D:
        return data[16 : 16 + raw_size]
    if kind != 0x75465A4C or raw_size > limit:
        return b""
    return bytes(_inflate(data, raw_size)[:raw_size])


def _inflate(data: bytes, raw_size: int) -> bytearray:
    """Undo LZFu: flags of eight, each a literal byte or a (place, length) copy."""
    window = bytearray(RTF_DICTIONARY.ljust(4096, b"\0"))
    out, place, position = bytearray(), len(RTF_DICTIONARY), 16
    flags = 1
    while position < len(data) and len(out) < raw_size:
        if flags == 1:  # the eight before are used up
            flags = data[position] | 0x100
            position += 1
            continue
        if flags & 1:
            token = int.from_bytes(data[position : position + 2], "big")
            position += 2
            start, length = token >> 4, (token & 15) + 2
            if start == place:
                break
        else:
            window[place] = data[position]
            start, length = place, 1
            position += 1
        flags >>= 1
        for step in range(length):
            byte = window[(start + step) % 4096]
            out.append(byte)
            window[place] = byte
            place = (place + 1) % 4096
    return out
