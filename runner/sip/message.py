"""SIP messages (RFC 3261) as far as a phone needs them."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

_SHORT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
    "c": "content-type",
}
REASONS = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    202: "Accepted",
    404: "Not Found",
    480: "Temporarily Unavailable",
    486: "Busy Here",
    487: "Request Terminated",
    503: "Service Unavailable",
    603: "Decline",
}


@dataclass
class Message:
    """A request or an answer. Headers by their long name in small letters."""

    start: str
    headers: dict[str, list[str]] = field(default_factory=dict)
    body: str = ""

    @property
    def code(self) -> int:
        """The status of an answer, 0 of a request."""
        words = self.start.split()
        return int(words[1]) if words[0] == "SIP/2.0" else 0

    @property
    def method(self) -> str:
        """What is asked for; of an answer, what was asked for."""
        return self.first("cseq").split()[-1]

    @property
    def sequence(self) -> int:
        """The number of the request within its dialog."""
        return int(self.first("cseq").split()[0])

    def first(self, name: str) -> str:
        """Return the first value of a header, "" for none."""
        return self.headers.get(name, [""])[0]

    def all(self, name: str) -> list[str]:
        """Return all values of a header that may stand in a list."""
        found = self.headers.get(name, [])
        return [each.strip() for value in found for each in value.split(",")]


def read(data: bytes) -> Message:
    """Return the message of a datagram."""
    head, _blank, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
    lines, headers = head.split("\r\n"), {}
    for line in lines[1:]:
        name, _colon, value = line.partition(":")
        name = name.strip().lower()
        headers.setdefault(_SHORT.get(name, name), []).append(value.strip())
    return Message(lines[0], headers, body)


def write(start: str, headers: Iterable[tuple[str, str]], body: str = "") -> bytes:
    """Return the datagram of a message."""
    lines = [start, *(f"{name}: {value}" for name, value in headers)]
    if body:
        lines.append("Content-Type: application/sdp")
    lines.append(f"Content-Length: {len(body.encode())}")
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def answer(
    request: Message, code: int, tag: str, contact: str, body: str = ""
) -> bytes:
    """Return the datagram that answers a request."""
    to = request.first("to")
    if code > 100 and not tag_of(to):
        to += f";tag={tag}"
    headers = [("Via", value) for value in request.headers["via"]]
    headers += [("Record-Route", v) for v in request.headers.get("record-route", [])]
    headers += [
        ("From", request.first("from")),
        ("To", to),
        ("Call-ID", request.first("call-id")),
        ("CSeq", request.first("cseq")),
        ("Contact", f"<{contact}>"),
    ]
    return write(f"SIP/2.0 {code} {REASONS.get(code, 'Other')}", headers, body)


def address_of(value: str) -> str:
    """Return the address in a From, To or Contact."""
    found = re.search(r"<([^>]+)>", value)
    return found[1] if found else value.partition(";")[0].strip()


def tag_of(value: str) -> str:
    """Return the tag of a From or To, "" for none."""
    found = re.search(r";tag=([^;>\s]+)", value)
    return found[1] if found else ""


def credentials(
    challenge: str, user: str, password: str, method: str, address: str
) -> str:
    """Return the Authorization header that answers a challenge (RFC 2617, MD5)."""
    asked = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge))
    one = _md5(f"{user}:{asked['realm']}:{password}")
    two = _md5(f"{method}:{address}")
    words = {
        "username": user,
        "realm": asked["realm"],
        "nonce": asked["nonce"],
        "uri": address,
    }
    if "opaque" in asked:
        words["opaque"] = asked["opaque"]
    tail = ", algorithm=MD5"
    if "qop" in asked:
        words["cnonce"] = secrets.token_hex(4)
        middle = f"{asked['nonce']}:00000001:{words['cnonce']}:auth"
        tail += ", qop=auth, nc=00000001"
    else:
        middle = asked["nonce"]
    words["response"] = _md5(f"{one}:{middle}:{two}")
    return "Digest " + ", ".join(f'{n}="{v}"' for n, v in words.items()) + tail


def _md5(text: str) -> str:
    # what SIP's digest is made of; nothing is kept secret by it here
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
