"""A letter as a page: as its sender's program drew it, with nothing that runs or loads.

Takes the html the parser has made safe. Pictures the letter brought become part of the
page; those on the internet stay away until the reader asks for them.
"""

import base64
import html as html_entities
import re
from dataclasses import dataclass
from urllib.parse import unquote

from .letter import Letter

MOST_BYTES = 10 * 1024 * 1024  # of pictures in a page, each use counted
LINE_SIGNS, PICTURE_LINES = 100, 8
# by their first bytes: what a letter says of its files is a stranger's word
RASTER = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.S), "image/webp"),
    (re.compile(rb"BM.{12}[\x0c\x28\x38\x6c\x7c]\0\0\0", re.S), "image/bmp"),
)
# safe html has no bare < or > inside a tag
TAG = re.compile(r"<(img|a)(?=[\s>])([^<>]*)>", re.I)
ATTRIBUTE = re.compile(r"""([a-z-]+)(?:=("[^"]*"|'[^']*'))?""", re.I)
STYLE = """
:root { color-scheme: light; }
body { margin: 0; padding: 12px 16px; color: #212529; background: #fff;
  font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
table { max-width: 100%; }
img { max-width: 100%; height: auto; }
img:not([src]) { outline: 1px dashed #adb5bd; color: #6c757d; }
pre { margin: 0; font: inherit; white-space: pre-wrap; }
blockquote { margin: 0 0 0 8px; padding-left: 12px; border-left: 3px solid #dee2e6; }
.notice { color: #495057; }
"""


@dataclass(frozen=True)
class LetterPage:
    """A whole page.

    `remote`: how many of its pictures lie on the internet; `lines`: about how long it
    is, for a frame that cannot be asked.
    """

    html: str
    remote: int = 0
    lines: int = 1


def letter_page(letter: Letter, title: str, with_remote=False) -> LetterPage:
    """Return the page of a letter.

    :param title: of the page, plain text
    :param with_remote: whether pictures may come from the internet
    """
    if not letter.html:
        text = html_entities.escape(letter.text)
        body = f'<pre dir="auto">{text}</pre>'
        return LetterPage(_document(title, body), 0, _lines(letter.text))
    drawing = _Drawing(letter, with_remote)
    body = TAG.sub(drawing.tag, letter.html)
    page = _document(title, f'<div dir="auto">{body}</div>')
    lines = _lines(letter.text) + PICTURE_LINES * drawing.images
    return LetterPage(page, drawing.remote, lines)


def notice_page(title: str, sentence: str) -> LetterPage:
    """Return the page that says why there is no letter to see."""
    text = html_entities.escape(sentence)
    return LetterPage(_document(title, f'<p class="notice">{text}</p>'))


def _lines(text):
    return sum(1 + len(line) // LINE_SIGNS for line in text.split("\n"))


def _document(title, body):
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        f"<title>{html_entities.escape(title)}</title><style>{STYLE}</style></head>"
        f"<body>{body}</body></html>"
    )


class _Drawing:
    """Writes the tags anew that point at something."""

    def __init__(self, letter, with_remote):
        self.with_remote, self.remote, self.images = with_remote, 0, 0
        self.left = MOST_BYTES
        self.found = {}
        self.pictures = {}
        for file in letter.attachments:
            if file.content_id:
                self.pictures.setdefault(file.content_id.lower(), file.content)

    def tag(self, match):
        name = match[1].lower()
        values = {
            key.lower(): html_entities.unescape(value[1:-1])
            for key, value in ATTRIBUTE.findall(match[2])
        }
        self._link(values) if name == "a" else self._picture(values)
        words = (
            f' {key}="{html_entities.escape(value)}"' for key, value in values.items()
        )
        return f"<{name}{''.join(words)}>"

    def _link(self, values):
        """Let a link say where it leads, whatever its words are."""
        address = values.get("href", "")
        if address.startswith("#"):  # nothing in the page has a name
            del values["href"]
        elif address:
            values["title"] = address

    def _picture(self, values):
        self.images += 1
        source = values.get("src", "")
        if source.lower().startswith("cid:"):
            del values["src"]
            if address := self._own(source[4:]):
                values["src"] = address
        remote = values.pop("data-remote-src", "")
        if remote:
            self.remote += 1
        if remote and self.with_remote:
            values["src"] = re.sub(r"^http:", "https:", remote, flags=re.I)

    def _own(self, content_id):
        """Return a picture of the letter's own as an address that holds it, or ""."""
        key = content_id.strip(" <>").lower()
        data = self.pictures.get(key) or self.pictures.get(unquote(key))
        if not data or len(data) > self.left:
            return ""
        mime = next((mime for sign, mime in RASTER if sign.match(data)), "")
        if not mime:
            return ""
        self.left -= len(data)
        if key not in self.found:
            self.found[key] = f"data:{mime};base64,{base64.b64encode(data).decode()}"
        return self.found[key]
