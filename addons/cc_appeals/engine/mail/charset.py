"""Bytes to text: names of charsets as they are met, lies found out, never an error.

A declared charset is believed only while the result looks like a language; the judge
for Russian is `cyrillic.score` (pairs of letters and case inside words).
"""

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

import chardet

from .cyrillic import GOOD, best_codec, score

ALIASES = {
    "unicode-1-1-utf-8": "utf-8", "utf8mb4": "utf-8", "utf": "utf-8",
    "x-utf-8": "utf-8", "unicode": "utf-8", "utf-8-mac": "utf-8",
    "unicode-1-1-utf-7": "utf-7", "x-unicode-2-0-utf-7": "utf-7",
    "koi8": "koi8_r", "cskoi8r": "koi8_r", "koi-8": "koi8_r", "koi": "koi8_r",
    "koi8-ru": "koi8_u", "cyrillic": "iso8859_5", "iso-ir-144": "iso8859_5",
    "866": "cp866", "dos-866": "cp866", "dos": "cp866", "oem866": "cp866",
    "ibm866nav": "cp866", "1251": "cp1251", "ansi-cyrillic": "cp1251",
    "mac": "mac_roman", "apple-cyrillic": "mac_cyrillic",
    "x-mac-ukrainian": "mac_cyrillic", "10007": "mac_cyrillic",
    "mac-ukrainian": "mac_cyrillic", "macintosh-cyrillic": "mac_cyrillic",
    "ansi": "cp1252", "1252": "cp1252", "iso-8859-8-i": "iso8859_8",
    "iso-8859-8-e": "iso8859_8", "iso-8859-6-i": "iso8859_6",
    "ks-c-5601-1987": "cp949", "ks-c-5601": "cp949", "ksc5601": "cp949",
    "euc-kr": "cp949", "euckr": "cp949", "iso-2022-jp": "iso2022_jp_ext",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "gb-2312": "gb18030", "x-euc-cn": "gb18030", "chinesebig5": "cp950",
    "big5": "big5hkscs", "x-big5": "big5hkscs", "shift-jis": "cp932",
    "sjis": "cp932", "x-sjis": "cp932", "shiftjis": "cp932", "ms-kanji": "cp932",
    "windows-31j": "cp932", "cswindows31j": "cp932", "x-euc-jp": "euc_jp",
    "windows-874": "cp874", "tis-620": "cp874", "windows-949": "cp949",
}  # fmt: skip
UNKNOWN = {"", "unknown", "x-unknown", "unknown-8bit", "8bit", "binary", "default",
           "x-user-defined", "none", "us-ascii", "ascii", "ansi-x3-4-1968",
           "iso646-us", "us", "8bits", "user-defined", "auto", "cp367"}  # fmt: skip
NOT_TEXT = {"base64", "hex", "bz2", "zlib", "zip", "uu", "quopri", "rot13",
            "idna", "punycode", "unicode-escape", "raw-unicode-escape",
            "undefined", "mbcs", "oem"}  # fmt: skip
LATIN = {"latin_1", "iso8859-1", "iso8859-15", "cp1252", "mac-roman"}
CYRILLIC = {"cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic",
            "cp855", "cp1125", "ptcp154", "kz1048", "koi8-t"}  # fmt: skip
MULTIBYTE = {"gb18030", "cp949", "cp932", "big5hkscs", "cp950", "euc_jp",
             "shift_jis", "euc_jis_2004", "johab", "hz"}  # fmt: skip
STATEFUL = ("iso2022", "utf-7", "utf-16", "utf-32", "hz")
CP1252 = {
    code: bytes((code,)).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
MISREADINGS = (("cp1251", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"),
               ("latin-1", "cp1251"), ("cp1252", "cp1251"), ("latin-1", "koi8_r"),
               ("cp1251", "koi8_r"), ("koi8_r", "cp1251"))  # fmt: skip
MEND_LETTERS, MEND_SCORE = 6, 0.6
LIE_POINTS, LIE_SHARE = 1.3, 0.02  # what a rival must win by to call a name a lie
SAMPLE = 3000
LONG = 2_000_000  # bytes: what is longer is not read byte by byte
CHANCE = 24  # bytes: a shorter text may pass as UTF-8 by chance
DENSE_BYTES, DENSE_SURE, MULTIBYTE_SURE = 12, 0.85, 0.5
WIDE = ("utf-16", "utf-16-le", "utf-16-be")
JAPANESE_ESCAPE = re.compile(rb"\x1b(?:(\$)[@B]|\([BJ])")
LONG_WORD, SHORT_WORD = re.compile("[а-яёА-ЯЁ]{3}"), re.compile("[а-яёА-ЯЁ]{2}")
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Decoded:
    """Text with the codec that gave it and whether the declared name was overruled."""

    text: str
    codec: str
    is_repaired: bool = False


@lru_cache(maxsize=256)
def find_codec(name: str) -> str:
    """Return Python's name of a declared charset, "" when it says nothing usable."""
    key = name.strip().strip("\"'=;:,.").strip().lower().partition("*")[0]
    key = re.sub(r"[_ ]", "-", re.sub(r":\d{4}$", "", key))
    if key in UNKNOWN or len(key) > 40:
        return ""
    for candidate in (key, *_spellings(key)):
        candidate = ALIASES.get(candidate, candidate)
        if candidate in NOT_TEXT:
            return ""
        try:
            info = codecs.lookup(candidate)
        except (LookupError, ValueError, UnicodeError):
            continue
        if getattr(info, "_is_text_encoding", True):
            return ALIASES.get(info.name.replace("_", "-"), info.name)
    return ""


def _spellings(key: str):
    """Yield other ways to read a charset name that is not in any table."""
    bare = re.sub(r"^(x-|cs)", "", key)
    yield bare
    yield bare.replace("-", "")
    number = re.search(r"(?:^|[^0-9])(12[45]\d|8[56]\d|437|874|93[26]|949|950)$", bare)
    if number and re.match(r"(windows|win|cp|ansi|ms|microsoft|dos|ibm|oem)", bare):
        yield "cp" + number.group(1)
    iso = re.fullmatch(r"(?:iso-?)?8859-?(\d{1,2})", bare)
    if iso:
        yield f"iso8859-{iso.group(1)}"
    koi = re.fullmatch(r"koi-?8?-?([ru])", bare)
    if koi:
        yield f"koi8-{koi.group(1)}"
    if re.fullmatch(r"mac(intosh|os)?-?cyr(illic)?", bare):
        yield "mac-cyrillic"
    if "utf" in bare and "8" in bare and "16" not in bare:
        yield "utf-8"


def decode(data: bytes, declared: str = "", hint: str = "") -> Decoded:
    """Decode `data`; `declared` is what the letter says, `hint` what its body uses."""
    found = _decode(data, declared, hint)
    if SURROGATE.search(found.text):
        text = SURROGATE.sub("\ufffd", found.text)
        return Decoded(text, found.codec, found.is_repaired)
    return found


def _decode(data: bytes, declared: str, hint: str) -> Decoded:
    codec = find_codec(declared)
    if data.isascii() and not codec.startswith(STATEFUL):
        if JAPANESE_ESCAPE.search(data):
            codec = "iso2022_jp_ext"
        else:
            return Decoded(data.decode("ascii"), codec or "ascii")
    marked = _by_mark(data, codec)
    if marked:
        return marked
    if codec.startswith(STATEFUL):
        return _decode_stateful(data, codec)
    text = _strict(data, "utf-8")
    if text is not None and not _fits_better(data, text, codec):
        mended = mend(text)
        return Decoded(mended or text, "utf-8", bool(mended) or codec != "utf-8")
    if codec in CYRILLIC or codec in LATIN or not codec:
        return _judge(data, codec, find_codec(hint))
    return _believe(data, codec)


def mend(text: str) -> str:
    """Return text that another program had misread before it sent it, else "".

    Cyrillic once read by a wrong table and stored as UTF-8: «РћР±СЂ…», «Îáðàù…».
    """
    sample = text[:400]
    if score(sample) > 0.2 or sum(char > "\x7f" for char in sample) < MEND_LETTERS:
        return ""
    for wrong, right in MISREADINGS:
        try:
            mended = text.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if score(mended[:400]) >= MEND_SCORE:
            return mended
    return ""


def _fits_better(data: bytes, text: str, codec: str) -> bool:
    """Tell whether bytes that also pass as UTF-8 are what the letter says."""
    if codec in MULTIBYTE:
        is_chance = len(data) < CHANCE and score(text) < GOOD
        return is_chance and _strict(data, codec) is not None
    if codec not in CYRILLIC or len(data) > 40 or score(text) >= GOOD:
        return False
    return score(data.decode(codec, "replace")) >= GOOD


def _by_mark(data: bytes, codec: str) -> Decoded | None:
    """Decode by a byte order mark."""
    if data.startswith(codecs.BOM_UTF8):
        return Decoded(data[3:].decode("utf-8", "replace"), "utf-8", codec != "utf-8")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _strict(data, "utf-16")
        if text is not None and text.isprintable() | ("\n" in text):
            return Decoded(text, "utf-16", not codec.startswith("utf-16"))
    return None


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _decode_stateful(data: bytes, codec: str) -> Decoded:
    """Decode a 7-bit or wide charset; when it lies, judge the bytes."""
    if codec.startswith(("utf-16", "utf-32")) and b"\0" not in data:
        text = _strict(data, "utf-8")
        if text is not None:
            return Decoded(text, "utf-8", True)
    text = _strict(data, codec)
    if codec in WIDE and text is not None:
        text = _judge_wide(data, codec, text)
    if text is not None:
        return Decoded(text, codec)
    if codec.startswith("iso2022_jp") and data.isascii() and len(data) < LONG:
        text = _strict(_as_shift_jis(data), "cp932")
        if text is not None:
            return Decoded(text, codec)
    if data.isascii():
        return Decoded(data.decode(codec, "replace"), codec, True)
    text = _strict(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", True)
    if codec.startswith(("utf-16", "utf-32")) and b"\0" in data:
        return Decoded(data.decode(codec, "replace"), codec, True)
    return _judge(data, "", "")


def _judge_wide(data: bytes, codec: str, text: str) -> str | None:
    """Return UTF-16 text in the right byte order, None when it is no such text."""
    found = [text]
    if codec == "utf-16":
        found.append(_strict(data, "utf-16-be") or text)
    best = max(found, key=lambda each: sum(char < "\u0600" for char in each[:SAMPLE]))
    return None if b"\0" not in data and _has_unassigned(best) else best


def _has_unassigned(text: str) -> bool:
    return any(category(char) in ("Co", "Cn", "Cs") for char in text[:SAMPLE])


def _as_shift_jis(data: bytes) -> bytes:
    """Return ISO-2022-JP as Shift JIS, which knows the characters vendors added."""
    out, is_double, position = bytearray(), False, 0
    while position < len(data):
        escape = JAPANESE_ESCAPE.match(data, position)
        if escape:
            is_double = escape.group(1) == b"$"
            position = escape.end()
        elif is_double and data[position] > 0x20 and position + 1 < len(data):
            row, cell = data[position] - 0x21, data[position + 1] - 0x21
            lead = row // 2
            trail = cell + (0x9F if row % 2 else 0x40 if cell < 63 else 0x41)
            out += bytes((lead + (0x81 if lead < 31 else 0xC1) & 0xFF, trail & 0xFF))
            position += 2
        else:
            out.append(data[position])
            position += 1
    return bytes(out)


def _judge(data: bytes, codec: str, hint: str) -> Decoded:
    """Choose between the declared single-byte charset and the Cyrillic five."""
    sample = _sample(data)
    best, best_score = best_codec(sample)
    if codec in CYRILLIC:
        declared_text = _strict(data, codec)
        own = score(sample.decode(codec, "replace"))
        high = sum(byte > 127 for byte in sample)
        gain = (best_score - own) * high
        if declared_text is not None and gain < max(LIE_POINTS, high * LIE_SHARE):
            return Decoded(declared_text, codec)
        if best_score < GOOD and declared_text is not None:
            return Decoded(declared_text, codec)
    if hint in CYRILLIC and score(sample.decode(hint, "replace")) > best_score - 0.4:
        best = hint
    if best_score >= GOOD and _is_russian(sample, best, codec):
        return Decoded(data.decode(best, "replace"), best, best != codec)
    if codec in LATIN:
        return _western(data, codec)
    return _guess(data, codec)


def _is_russian(sample: bytes, codec: str, declared: str) -> bool:
    """Tell whether bytes nobody called Cyrillic are that; «à» alone is French."""
    if declared in CYRILLIC:
        return True
    text = sample.decode(codec, "replace")
    high = sum(byte > 127 for byte in sample)
    needed = 0.3 if high < 8 else 0.4 if high < 24 else 0.5
    word = LONG_WORD if declared in LATIN else SHORT_WORD
    return score(text) >= needed and word.search(text) is not None


def _western(data: bytes, codec: str) -> Decoded:
    """Decode as the West does: latin-1 means windows-1252 in real mail."""
    if codec not in ("iso8859-1", "latin_1", "cp1252"):
        return Decoded(data.decode(codec, "replace"), codec)
    sample = _sample(data)
    high = sum(byte > 127 for byte in sample)
    if high >= DENSE_BYTES and high * 2 > sum(map(_is_letter, sample)):
        found = _detect(data, DENSE_SURE)
        if found:
            return found
    return Decoded(_cp1252(data), "cp1252")


def _is_letter(byte: int) -> bool:
    return byte > 127 or chr(byte).isalpha()


def _detect(data: bytes, sure: float) -> Decoded | None:
    """Ask the general detector; many bytes a letter leave less room for error."""
    found = chardet.detect(_sample(data)) if len(data) > 3 else {}
    name = find_codec(found.get("encoding") or "")
    needed = MULTIBYTE_SURE if name in MULTIBYTE else sure
    if name and name not in LATIN and (found.get("confidence") or 0) >= needed:
        text = _strict(data, name)
        if text is not None:
            return Decoded(text, name, True)
    return None


def _cp1252(data: bytes) -> str:
    """Decode windows-1252; its five holes stay control characters."""
    return data.decode("latin-1").translate(CP1252)


def _guess(data: bytes, codec: str) -> Decoded:
    """Guess with a general detector; the last resort is windows-1252."""
    mostly = data.decode("utf-8", "replace")
    bad, high = mostly.count("\ufffd"), sum(byte > 127 for byte in data[:20000])
    if high and bad * 6 < high:
        return Decoded(mostly, "utf-8", True)
    return _detect(data, 0.6) or Decoded(_cp1252(data), "cp1252", True)


def _believe(data: bytes, codec: str) -> Decoded:
    """Decode by a charset the five do not compete with; a bad fit is judged."""
    text = _strict(data, codec)
    best, points = best_codec(_sample(data)) if codec in MULTIBYTE else ("", 0.0)
    if points >= MEND_SCORE and len(data) >= DENSE_BYTES:  # nothing Asian reads so
        return Decoded(data.decode(best, "replace"), best, True)
    if text is not None:
        return Decoded(text, codec)
    text = data.decode(codec, "replace")
    bad = text.count("\ufffd")
    high = sum(byte > 127 for byte in data[:20000]) or 1
    if bad * 8 <= high or (codec in MULTIBYTE and bad * 4 <= high):
        return Decoded(text, codec, True)
    return _judge(data, "", "")


def _sample(data: bytes) -> bytes:
    """Return up to SAMPLE bytes around the first bytes above 127."""
    if len(data) <= SAMPLE:
        return data
    lines = []
    size = 0
    for match in re.finditer(rb"[^\r\n]{0,400}", data):
        line = match.group()
        if line and not line.isascii():
            lines.append(line)
            size += len(line)
            if size >= SAMPLE:
                break
    return b"\n".join(lines)[:SAMPLE]
