"""Letters made to break a parser; each is one line of bar 7 of the contract."""

import base64
import io
import struct
import zipfile

HEAD = (
    b"From: Ivan <ivan@example.org>\r\nTo: line@example.org\r\nSubject: bomb\r\n"
    b"Message-ID: <bomb@example.org>\r\nMIME-Version: 1.0\r\n"
)
HTML = b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MEBIBYTE = 1024 * 1024
RTF_BYTES = 20_000_000
WINDOW = 4096
FIRST_PLACE = 207  # where the writing into the window of a packed RTF begins


def parts_of_html():
    """Return 210 KB of HTML in 200 parts: plain Odoo takes 30 s of CPU for it."""
    cells = b"<table><tr><td><p>word <b>bold</b> text</p></td></tr></table>\n" * 15
    page = HTML + b"<html><body>" + cells + b"</body></html>\r\n"
    return _multipart([page] * 200)


def nested_parts(depth=10_000):
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        for level in range(depth)
    )
    closed = b"".join(b"--b%d--\r\n" % level for level in reversed(range(depth)))
    return HEAD + opened + b"Content-Type: text/plain\r\n\r\nhere\r\n" + closed


def nested_messages(depth=10_000):
    return (HEAD + b"Content-Type: message/rfc822\r\n\r\n") * depth + HEAD + b"\r\nhere"


def flat_parts(count=10_000):
    return _multipart([b"Content-Type: text/plain\r\n\r\nhere\r\n"] * count)


def long_header_line():
    return HEAD + b"X-Long: " + b"a" * MEBIBYTE + b"\r\n\r\nhere\r\n"


def long_subject():
    return HEAD.replace(b"bomb", b"bomb" + b"a" * MEBIBYTE) + b"\r\nhere\r\n"


def many_links(count=5_001):
    links = b"".join(
        b'<a href="http://e.org/%d">%d</a> ' % (n, n) for n in range(count)
    )
    return HEAD + HTML + b"<html><body>" + links + b"</body></html>"


def large_base64():
    return _attached("a.bin", bytes(40 * MEBIBYTE))


def zip_bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        with bundle.open("a", "w") as file:
            for _block in range(1000):
                file.write(bytes(MEBIBYTE))
    return _attached("a.zip", packed.getvalue(), "application/zip")


def nul_bytes():
    return HEAD.replace(b"bomb", b"bo\0mb") + b"\r\n\0here\0" + bytes(100_000)


def broken_base64():
    encoding = b"Content-Transfer-Encoding: base64\r\n\r\n"
    return HEAD + encoding + b"=A=B?\xff" * 100_000 + b"aGVyZQ"


def cpu_bomb():
    """Return a letter whose packed body unfolds byte by byte, and that many times."""
    tnef = _tnef([_packed_rtf(RTF_BYTES)] * 12)
    return _attached("winmail.dat", tnef, "application/ms-tnef")


def _attached(name, data, mime="application/octet-stream"):
    return HEAD + _file(name, data, mime)


def _file(name, data, mime):
    head = f"Content-Type: {mime}; name={name}\r\nContent-Transfer-Encoding: base64"
    return head.encode() + b"\r\n\r\n" + base64.encodebytes(data)


def _multipart(parts):
    body = b"".join(b"--q\r\n" + part for part in parts)
    return (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=q\r\n\r\n"
        + body
        + b"--q--\r\n"
    )


def _tnef(texts):
    body = struct.pack("<I", len(texts))
    for rtf in texts:
        body += struct.pack("<HHII", 0x0102, 0x1009, 1, len(rtf)) + rtf
        body += bytes(-len(rtf) % 4)
    attribute = struct.pack("<BHHI", 1, 0x9003, 6, len(body)) + body
    return struct.pack("<IH", 0x223E9F78, 1) + attribute + b"\0\0"


def _packed_rtf(size):
    """Return LZFu of nothing but copies: 2 bytes of it stand for 17."""
    out, place = bytearray(), FIRST_PLACE
    for count in range(size // 17 + 1):
        if count % 8 == 0:
            out.append(0xFF)
        # a copy from where the writing is would end the text
        start = 2 if place == 1 else 1
        out += struct.pack(">H", start << 4 | 15)
        place = (place + 17) % WINDOW
    head = struct.pack("<IIII", len(out) + 12, size, 0x75465A4C, 0)
    return head + bytes(out)
