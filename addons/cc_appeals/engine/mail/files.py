"""Files that came with a letter, and names for them that are safe to show and store."""

import hashlib
import html as html_entities
import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from .charset import decode
from .header import decode_words, squeeze
from .mime import Part, split_head
from .params import Readable

EXTENSIONS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp",
    "image/bmp": "bmp", "image/tiff": "tif", "application/pdf": "pdf",
    "application/zip": "zip", "application/msword": "doc", "text/plain": "txt",
    "text/html": "html", "text/calendar": "ics", "text/csv": "csv",
    "message/rfc822": "eml", "message/feedback-report": "txt",
    "application/ms-tnef": "dat", "message/delivery-status": "txt", "text/vcard": "vcf",
    "text/x-vcard": "vcf", "application/pkcs7-signature": "p7s", "text/xml": "xml",
    "application/x-pkcs7-signature": "p7s", "application/pkcs7-mime": "p7m",
    "application/x-pkcs7-mime": "p7m", "application/pgp-signature": "asc",
    "audio/mpeg": "mp3", "audio/wav": "wav", "video/mp4": "mp4",
    "application/xml": "xml", "application/json": "json",
    "text/rfc822-headers": "txt", "application/rtf": "rtf",
}  # fmt: skip
MAX_NAME = 180
# a mark that turns the reading order round makes "fdp.exe" read as "exe.pdf"
INVISIBLE = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
PERCENTS = re.compile(r"%[0-9A-Fa-f]{2}%[0-9A-Fa-f]{2}")
ENTITY = re.compile(r"&#\d{2,7};")


@dataclass(frozen=True)
class Attachment:
    """A file that came with a letter."""

    name: str
    mime: str
    size: int
    sha256: str
    content: bytes
    content_id: str = ""
    is_inline: bool = False


def make_attachment(
    name: str, mime: str, data: bytes, number: int, content_id="", is_inline=False
) -> Attachment:
    """Return an attachment with a name that is safe as a file name."""
    name = safe_name(name)
    if not name:
        name = f"attachment-{number}.{EXTENSIONS.get(mime, 'bin')}"
    digest = hashlib.sha256(data).hexdigest()
    return Attachment(name, mime, len(data), digest, data, content_id, is_inline)


def safe_name(name: str) -> str:
    """Return the last component of a file name without control characters."""
    name = squeeze(INVISIBLE.sub("", name))
    if len(name) > 2 and name[0] == name[-1] == "'":
        name = name[1:-1]
    name = name.replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .") if name.strip(" .") else ""
    if len(name) > MAX_NAME:
        stem, dot, extension = name.rpartition(".")
        extension = extension[:20] if dot else ""
        stem = stem if dot else name
        name = stem[: MAX_NAME - len(extension) - 1] + dot + extension
    return name


def file_name(name: str, part: Part | None, data: bytes, hint: str) -> str:
    """Return the readable name of a file; a nested message is named by its subject."""
    if name:
        return _unescape(decode_words(name, hint) if _is_wire(name) else name)
    if part is not None and part.ctype == "message/rfc822":
        for key, value in split_head(data[:65536])[0]:
            if key == "subject":
                text = squeeze(decode_words(value.decode("latin-1"), hint))
                return re.sub(r"[/\\]", "-", text)[:100] + ".eml" if text else ""
    return ""


def _unescape(name: str) -> str:
    """Undo what other programs do to a name they cannot write: %D0%9E, &#1054;."""
    if PERCENTS.search(name) and name.isascii():
        data = unquote_to_bytes(name)
        found = decode(data)
        if not data.isascii() and found.codec == "utf-8":
            name = found.text
    return html_entities.unescape(name) if ENTITY.search(name) else name


def _is_wire(name: str) -> bool:
    """Tell whether each character still stands for one byte."""
    if isinstance(name, Readable) and not name.isascii():
        return False
    return all(ord(char) < 256 for char in name)
