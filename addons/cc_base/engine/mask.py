"""What a screen may show of an identity to people without the reveal right.

The number of stars is fixed, so a mask does not tell how long the value is. A value
that is not in its normal form is hidden whole rather than guessed at.
"""

import re
from collections.abc import Callable

import idna
import phonenumbers

NOTHING = "…"
STARS = "***"
LAST_DIGITS = 2
MOST_FIRST_DIGITS = 3
LONGEST_TOP_DOMAIN = 24  # the longest in the root zone
SHORTEST_DOCUMENT = 4  # of less, the last two would be half or more

# Seven digits or more, so at least four stand after any country code.
_E164 = re.compile(r"\+([1-9][0-9]{6,14})")


def mask(kind: str, value: str) -> str:
    """Return what may be shown of a normalised `value`; "" for an empty one.

    phone: "+7 916 ***-**-67": country code, at most three first digits, the last
        two; never more than half of the digits after the country code.
    email: "a…@e….ru": first letters of the two parts and the top domain, an
        international domain in its own script.
    document: the last two characters. messenger: the first letter.
    An unknown kind shows nothing but an ellipsis. Never raises.
    """
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        return ""
    masker = _MASKERS.get(kind) if isinstance(kind, str) else None
    return masker(text) if masker else NOTHING


def _phone(text: str) -> str:
    match = _E164.fullmatch(text)
    if not match:
        return STARS
    digits = match[1]
    code = _country_code(text)
    national = digits[len(code) :]
    half = len(national) // 2
    first = national[: max(0, min(MOST_FIRST_DIGITS, half - LAST_DIGITS))]
    head = " ".join(filter(None, (f"+{code}" if code else "", first)))
    return f"{head} ***-**-{national[-LAST_DIGITS:]}".lstrip()


def _country_code(text: str) -> str:
    try:
        return str(phonenumbers.parse(text).country_code)
    except phonenumbers.NumberParseException:
        return ""


def _email(text: str) -> str:
    local, at, domain = text.rpartition("@")
    if not (local and at and domain):
        return NOTHING
    host, _dot, top = _readable(domain).rpartition(".")
    shown = f"{local[0]}{NOTHING}@{(host or top)[:1]}{NOTHING}"
    # Only something that can be a top domain is shown whole.
    if host and top.isalpha() and len(top) <= LONGEST_TOP_DOMAIN:
        shown += f".{top}"
    return shown


def _readable(domain: str) -> str:
    if "xn--" not in domain or len(domain) > 253:
        return domain
    try:
        return idna.decode(domain)
    except ValueError:  # UnicodeError of idna and bad code points of punycode
        return domain


def _document(text: str) -> str:
    return STARS + (text[-LAST_DIGITS:] if len(text) >= SHORTEST_DOCUMENT else "")


def _messenger(text: str) -> str:
    sign = "@" if text.startswith("@") else ""
    return f"{sign}{text[len(sign) :][:1]}{NOTHING}"


_MASKERS: dict[str, Callable[[str], str]] = {
    "phone": _phone,
    "email": _email,
    "document": _document,
    "messenger": _messenger,
}
