"""Normal form of what identifies a person: phone, e-mail, messenger id, document.

Two spellings of one identity give equal values, so the values can be compared and
indexed. Nothing here raises: what cannot be understood is None.
"""

import functools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import idna
import phonenumbers

LONGEST_INPUT = 250  # the limit of `phonenumbers`; nothing real is longer
LONGEST_LOCAL = 64  # RFC 5321 4.5.3.1.1
LONGEST_EMAIL = 254  # RFC 5321 4.5.3.1.3 with erratum 1690
DOCUMENT_LENGTHS = range(4, 65)
SHORTEST_SPLIT = 10  # digits each half needs to be a phone of its own
TRUNK_8_REGIONS = ("RU", "KZ")  # here 8 is dialled before the area code

_EXTENSION = re.compile(
    r"(?:[\s,;(]*(?:доб(?:авочный)?|вн(?:утр(?:енний)?)?|ext(?:n|ension)?)[.:=]*\s*"
    r"(\d{1,10})|[\s(]*(?:[xх#]|,)[\s,]*(\d{1,6}))\s*\)?$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[^\d+(]*")  # "tel:", "тел. "
_PHONE = re.compile(r"\(?\+*[\d\s().\-‐-―−/]+")
# RFC 5321 dot-string; letters and digits of any script by RFC 6531.
_LOCAL = re.compile(r"(?:[\w!#$%&'*+/=?^`{|}~-]+)(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")


@dataclass(frozen=True)
class Identity:
    """A normalised identity.

    kind: "phone", "email", "messenger" or "document".
    value: phone in E.164 ("+79161234567"); e-mail in lower case, domain in punycode;
        messenger id as it is, "@name" in lower case; document: letters and digits.
    extension: digits dialled after the answer, phones only.
    doubtful: the input is a valid phone of two countries; ask a person.
    """

    kind: str
    value: str
    extension: str = ""
    doubtful: bool = False


def normalise(kind: str, raw: str, region: str = "RU") -> Identity | None:
    """Return the identity written in `raw`, or None when it is not a valid one.

    region: ISO 3166 code of the country whose phones come without a country code.
    Short numbers (112), local numbers without an area code and strings with two
    phones (see split_phones) are None, so is an unknown kind. Never raises.
    """
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None or not isinstance(raw, str) or len(raw) > LONGEST_INPUT:
        return None
    text = _plain(raw)
    if not text or not _is_printable(text):
        return None
    return reader(text, region if isinstance(region, str) else "")


def split_phones(raw: str) -> list[str]:
    """Return the phones of a field that may hold several, as they are written.

    Splits on "," ";" "/" only where both sides have 10 digits or more, so that an
    extension or the tail of "123-45-67/68" stays with its phone. Never raises.
    """
    if not isinstance(raw, str):
        return []
    pieces = re.split(r"([,;/])", raw)
    phones: list[list[str]] = [[pieces[0]]]
    digits = _digit_count(pieces[0])
    for separator, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        count = _digit_count(piece)
        if min(digits, count) >= SHORTEST_SPLIT:
            phones.append([piece])
            digits = count
        else:
            phones[-1] += separator, piece
            digits += count
    joined = ("".join(phone).strip() for phone in phones)
    return [phone for phone in joined if _digit_count(phone)]


def _plain(raw: str) -> str:
    """Drop invisible marks, turn any space into " " and any digit into 0-9."""
    return "".join(
        str(unicodedata.decimal(char))
        if char.isdecimal()
        else " "
        if char.isspace()
        else char
        for char in raw
        if unicodedata.category(char) != "Cf"
    ).strip()


def _is_printable(text: str) -> bool:
    # Control characters (NUL cannot be stored) and halves of surrogate pairs.
    return all(unicodedata.category(char) not in ("Cc", "Cs") for char in text)


def _digit_count(text: str) -> int:
    return sum(map(str.isdecimal, text))


def _phone(text: str, region: str) -> Identity | None:
    extension = ""
    if match := _EXTENSION.search(text):
        extension = match[1] or match[2]
        text = text[: match.start()]
    text = _LABEL.sub("", text)
    if not _PHONE.fullmatch(text):
        return None
    digits = re.sub(r"\D", "", text)
    plus = "+" in text
    if digits.startswith("00"):
        plus, digits = True, digits[2:]
    dialled = f"+{digits}" if plus else digits
    value = _e164(dialled, region)
    # "+8 800 555-35-35": somebody put a plus before the trunk prefix 8.
    if region in TRUNK_8_REGIONS and re.fullmatch(r"\+8[3489]\d{9}", dialled):
        if domestic := _e164(f"+7{digits[1:]}", region):
            return Identity("phone", domestic, extension, doubtful=bool(value))
    return Identity("phone", value, extension) if value else None


def _e164(dialled: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException:
        return None
    # Not is_possible_number: it takes a mobile that lost a digit.
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(text: str, _region: str) -> Identity | None:
    local, at, domain = text.rpartition("@")
    local = unicodedata.normalize("NFC", local).lower()
    local = unicodedata.normalize("NFC", local)
    if not at or len(local) > LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        return None
    try:
        ascii_domain = _ascii(domain)
    except UnicodeError:
        return None
    labels = ascii_domain.split(".")
    # A trailing dot, a bare host and an IP address are no addresses to write to.
    if len(labels) < 2 or not labels[-1] or labels[-1].isdigit():
        return None
    value = f"{local}@{ascii_domain}"
    return Identity("email", value) if len(value) <= LONGEST_EMAIL else None


@functools.lru_cache(maxsize=1024)
def _ascii(domain: str) -> str:
    """Return a domain in punycode: most people write from few of them."""
    return idna.encode(domain, uts46=True, std3_rules=True).decode().lower()


def _messenger(text: str, _region: str) -> Identity | None:
    # Ids are opaque and may be case-sensitive; a "@name" never is.
    value = text.lower() if text.startswith("@") else text
    return None if " " in value or value == "@" else Identity("messenger", value)


def _document(text: str, _region: str) -> Identity | None:
    text = unicodedata.normalize("NFC", text).upper()
    value = unicodedata.normalize("NFC", "".join(filter(str.isalnum, text)))
    if len(value) not in DOCUMENT_LENGTHS or not _digit_count(value):
        return None
    return Identity("document", value)


_READERS: dict[str, Callable[[str, str], Identity | None]] = {
    "phone": _phone,
    "email": _email,
    "messenger": _messenger,
    "document": _document,
}
KINDS = tuple(_READERS)
