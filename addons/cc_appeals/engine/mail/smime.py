"""The letter inside an opaque-signed S/MIME part; nothing is verified."""

DATA_OID = bytes.fromhex("06092a864886f70d010701")
OCTETS, OCTETS_MADE, CONTENT = 0x04, 0x24, 0xA0
MAX_DEPTH = 8


def signed_content(data: bytes) -> bytes:
    """Return the signed bytes of a PKCS #7 file, b"" when it holds none in clear."""
    place = data.find(DATA_OID)
    if place < 0:
        return b""
    position = place + len(DATA_OID)
    if position + 2 > len(data) or data[position] != CONTENT:
        return b""
    position, end = _enter(data, position)
    out: list[bytes] = []
    _octets(data, position, end, out, 0)
    return b"".join(out)


def _enter(data: bytes, position: int) -> tuple[int, int]:
    """Return where the content of the element at `position` starts and ends."""
    size = data[position + 1] if position + 1 < len(data) else 0
    position += 2
    if size == 0x80:  # ends with two zero bytes, found by reading on
        return position, len(data)
    if size > 0x80:
        count = size & 0x7F
        size = int.from_bytes(data[position : position + count], "big")
        position += count
    return position, min(position + size, len(data))


def _octets(data: bytes, position: int, end: int, out: list, depth: int) -> int:
    """Collect the octet strings from `position`; return where reading stopped."""
    while position + 2 <= end:
        tag = data[position]
        start, stop = _enter(data, position)
        if tag == OCTETS:
            out.append(data[start:stop])
            position = stop
        elif tag == OCTETS_MADE and depth < MAX_DEPTH:
            is_open = data[position + 1] == 0x80
            after = _octets(data, start, stop, out, depth + 1)
            position = after if is_open else stop
        else:
            return position + 2 if data[position : position + 2] == b"\0\0" else end
    return end
