"""The Message-ID and the return address of what we send: made of a delivery's key.

A letter sent twice is the same letter to whoever removes copies, and what comes back
(an answer, a report that it failed) names the delivery it is about.
"""

import re

_UUID = r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"
_OURS = re.compile(rf"(?<![\w.+-])cc\.({_UUID})@", re.IGNORECASE)
_KEY = re.compile(_UUID, re.IGNORECASE)


def make(key: str, domain: str) -> str:
    """Return the Message-ID of a delivery, with its brackets.

    :param key: a UUID; ValueError for anything else
    :param domain: of the sender's address, in ASCII
    """
    found = _canonical(key)
    if found is None:
        raise ValueError(f"not a delivery's key: {key!r}")
    return f"<cc.{found}@{domain}>"


def parse(text: str) -> str | None:
    """Return the key in a Message-ID of ours, None when there is none.

    `text` may be a whole In-Reply-To or References: the last of ours counts, it is
    the one that was answered. With or without brackets. Never raises.
    """
    found = _OURS.findall(text) if isinstance(text, str) else []
    return _canonical(found[-1]) if found else None


def return_address(key: str, bounces: str, sign: str = "+") -> str:
    """Return the address reports about this delivery go to (VERP).

    return_address(key, "bounces@example.org") is "bounces+<32 hex digits>@example.org";
    without a sign the address itself.
    """
    found = _canonical(key)
    if found is None:
        raise ValueError(f"not a delivery's key: {key!r}")
    local, _at, domain = bounces.rpartition("@")
    return f"{local}{sign}{found.replace('-', '')}@{domain}" if sign else bounces


def parse_return_address(address: str, bounces: str, sign: str = "+") -> str | None:
    """Return the key in an address made by `return_address`, else None."""
    if not (isinstance(address, str) and bounces and sign):
        return None
    local, _at, domain = bounces.rpartition("@")
    start, end = f"{local}{sign}".lower(), f"@{domain}".lower()
    text = address.strip(" <>").lower()
    if not (text.startswith(start) and text.endswith(end)):
        return None
    return _canonical(text[len(start) : -len(end)])


def _canonical(key: str) -> str | None:
    if not (isinstance(key, str) and _KEY.fullmatch(key)):
        return None
    digits = key.replace("-", "").lower()
    ends = (0, 8, 12, 16, 20, 32)
    return "-".join(digits[a:b] for a, b in zip(ends, ends[1:], strict=False))
