"""HTML of letters: plain text that keeps structure and links, and a safe copy.

The copy keeps a whitelist of tags, attributes and style properties; nothing in it can
run, submit or load: remote pictures move to `data-remote-src` until a user asks.
"""

import html as html_entities
import re
from itertools import islice
from urllib.parse import unquote

import lxml.etree
import lxml.html
from lxml_html_clean import Cleaner

BLOCKS = frozenset(
    "address article aside blockquote center dd details div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section"
    " summary table tbody tfoot thead title tr ul".split()
)
VOID = ("br", "img", "hr")
SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre dl".split())
HIDDEN = frozenset(
    "head script style template noscript object embed applet iframe frame select"
    " textarea svg math audio video canvas title".split()
)
TAGS = frozenset(
    "a abbr address article aside b big blockquote br caption center cite code col"
    " colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3"
    " h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s samp section small"
    " span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var"
    " wbr".split()
)
ATTRIBUTES = frozenset(
    "abbr align alt bgcolor border cellpadding cellspacing cite color cols colspan"
    " datetime dir face height href lang nowrap rowspan size span src start style"
    " summary title type valign value width".split()
)
STYLES = frozenset(
    "color background-color font font-family font-size font-style font-weight"
    " text-align text-decoration text-indent line-height letter-spacing vertical-align"
    " white-space border border-top border-right border-bottom border-left"
    " border-collapse border-color border-style border-width border-spacing padding"
    " padding-top padding-right padding-bottom padding-left margin margin-top"
    " margin-right margin-bottom margin-left width height max-width"
    " list-style-type".split()
)
SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|ftp://|#)", re.I)
BAD_STYLE = re.compile(r"url|expression|javascript|behavior|@|\\|<|/\*|var\(|-\d", re.I)
DATA_IMAGE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,", re.I)
DATA_URI = re.compile(r"data:[\w/+.;=-]{0,100},[A-Za-z0-9+/=\s%]{200,}", re.I)
DROPPED = re.compile(r"<(script|style|head)\b[^>]{0,2000}>.*?</\1\s*>", re.I | re.S)
COMMENT = re.compile(r"<!--(?:[^<]|<(?!!--)){0,5000}?-->")
LINE_TAG = re.compile(r"<(?:br|/p|/div|/tr|/h\d|/li)\b[^<>]{0,500}>", re.I)
AFTER_END = re.compile(r"</(?:body|html)\s{0,20}>", re.I)
# What programs wrap an earlier letter in, whatever language its header is in.
EARLIER = re.compile(
    r"divRplyFwdMsg|yahoo_quoted|mail-editor-reference-message-container"
    r"|OLK_SRC_BODY_SECTION|isReplyContent|isForwardContent|zmail_extra"
)
OPENING_CHARS = (8, 24)
QUOTE_MARK = "> "
# it has no end, but the parser would take all that follows for its inside
EMBED = re.compile(r"</?embed\b[^<>]{0,5000}>", re.I)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
MAX_LINK = 4000
MAX_ATTRIBUTE_COST = 20_000_000
MAX_QUOTE_DEPTH = 12


def parse_html(text: str):
    """Return the tree of `text`, or None when nothing can be parsed."""
    text = text.replace("\0", "")
    text = re.sub(r"^\s*<\?xml[^>]{0,500}\?>", "", text)
    text = EMBED.sub("", text)
    text = AFTER_END.sub("", text)  # what follows the first end would be lost
    opened = text.rfind("<!--")
    if opened >= 0 and text.find("-->", opened) < 0:
        text = text[:opened] + text[opened + 4 :]
    if not text.strip():
        return None
    if attribute_cost(text) > MAX_ATTRIBUTE_COST:
        return None
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, recover=True)
    data = text.encode("utf-8", "replace")
    try:
        root = lxml.html.document_fromstring(data, parser=parser)
        lxml.html.tostring(root[:1][0] if len(root) else root)
        return root
    except (lxml.etree.LxmlError, ValueError, AssertionError, RecursionError):
        return None


def attribute_cost(text: str) -> int:
    """Return what the parser would spend on attributes: it compares each with each."""
    cost = 0
    for piece in text.split(">"):
        start = piece.find("<")
        if start >= 0 and len(piece) - start > 400:
            cost += len(piece[start:].split()) ** 2
    return cost


def html_to_text(text: str) -> str:
    """Return the readable text: paragraphs, lists, table rows, links, quotes."""
    root = parse_html(text)
    if root is None:
        return strip_tags(text)
    writer = _TextWriter()
    skip_until = None
    events = ("start", "end", "comment", "pi")
    for event, node in lxml.etree.iterwalk(root, events=events):
        if event in ("comment", "pi"):
            if skip_until is None:
                writer.text(node.tail)
            continue
        if skip_until is not None:
            if event == "end" and node is skip_until:
                skip_until = None
                writer.text(node.tail)
            continue
        if event == "start":
            if node.tag in HIDDEN:
                skip_until = node
                continue
            writer.open(node)
        else:
            writer.close(node)
    return writer.result() or strip_tags(text)


class _TextWriter:
    """Collects lines of text while a tree is walked; never recursive."""

    def __init__(self):
        self.lines: list[tuple[int, str]] = []
        self.line: list[str] = []
        self.quote = 0
        self.pre = 0
        self.lists: list[int] = []
        self.owed = 0

    def text(self, value: str | None):
        """Add text; outside <pre> white space is one space."""
        if not value:
            return
        if self.pre:
            first, *rest = value.replace("\r\n", "\n").split("\n")
            self.line.append(first)
            for piece in rest:
                self.new_line(force=True)
                self.line.append(piece)
            return
        value = re.sub(r"[ \t\r\n\f]+", " ", value)
        if value == " " and not self.line:
            return
        self.line.append(value)

    def new_line(self, force: bool = False):
        """End the line; an empty one stays only by force."""
        text = "".join(self.line)
        text = text.rstrip() if self.pre else re.sub(r" {2,}", " ", text).strip()
        self.line = []
        if text or force:
            self.lines.append((self.quote, text))

    def blank(self):
        """End the line and leave one empty line."""
        self.new_line()
        if self.lines and self.lines[-1][1]:
            self.lines.append((self.quote, ""))

    def open(self, node):
        """Begin an element: its line breaks, its mark, its first text."""
        tag = node.tag
        if tag in VOID:
            self._void(node)
            return
        if tag in ("td", "th") and self.line:
            self.line.append("\t")
        elif tag in BLOCKS:
            self.blank() if tag in SPACED and not self.lists else self.new_line()
        if tag == "blockquote":
            self.quote += 1
        elif tag == "pre":
            self.pre += 1
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self._bullet()
        self.text(node.text)

    def _void(self, node):
        if node.tag == "br":
            self.new_line(force=True)
        elif node.tag == "img":
            self.text(node.get("alt"))
        else:
            self.blank()
            self.line.append("-" * 20)
            self.new_line()

    def _bullet(self):
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            self.line.append(f"{self.lists[-1]}. ")
        else:
            self.line.append("* ")

    def close(self, node):
        """End an element: its link, its line breaks, the text after it."""
        tag = node.tag
        if tag == "a":
            self._link(node)
        elif tag in BLOCKS:
            self.new_line()
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag in SPACED and not self.lists:
            self.blank()
        if tag == "blockquote":
            self.quote -= 1
        elif tag == "pre":
            self.pre -= 1
        self.text(node.tail)

    def _link(self, node):
        href = (node.get("href") or "").strip()
        if not re.match(r"https?://|ftp://", href, re.I) or len(href) > MAX_LINK:
            return
        shown = "".join(node.itertext())[:MAX_LINK].strip()
        bare = re.sub(r"^https?://(www\.)?|/$", "", href, flags=re.I)
        if shown and bare not in shown and href not in shown:
            self.line.append(f" ({href})")

    def result(self) -> str:
        """Return all lines, quotes marked, at most one empty line in a row."""
        self.new_line()
        out, blanks = [], 0
        for depth, text in self.lines:
            text = text.replace("\xa0", " ").rstrip()
            blanks = 0 if text else blanks + 1
            if blanks < 2:
                mark = QUOTE_MARK * min(depth, MAX_QUOTE_DEPTH)
                out.append((mark + text).rstrip() if depth else text)
        return "\n".join(out).strip("\n")


def strip_tags(text: str) -> str:
    """Return text without tags when no tree can be built; linear in its length."""
    text = DROPPED.sub(" ", text) if text.count("<") < 20000 else text
    text = COMMENT.sub(" ", text)
    text = LINE_TAG.sub("\n", text)
    text = re.sub(r"<[/!?]?[A-Za-z][^<>]{0,5000}>", " ", text)
    text = html_entities.unescape(text).replace("\xa0", " ")
    text = re.sub(r"[ \t]+", " ", text)
    return re.sub(r" ?\n[ \n]*", "\n", text).strip()


def earlier_openings(text: str) -> tuple[str, ...]:
    """Return the first letters and digits of each earlier letter the HTML wraps."""
    found = []
    for match in islice(EARLIER.finditer(text), 50):
        start = text.rfind("<", max(0, match.start() - 300), match.start())
        end = text.find(">", match.start(), match.end() + 1000)
        if start < 0 or end < 0 or ">" in text[start : match.start()]:
            continue
        words = re.sub(r"\W+", "", strip_tags(text[end + 1 : end + 3000]))
        if len(words) >= OPENING_CHARS[0]:
            found.append(words[: OPENING_CHARS[1]])
        if len(found) == 3:
            break
    return tuple(found)


def sanitise(text: str, max_links: int = 5000) -> str:
    """Return a copy that is safe to show, "" when there is nothing to keep."""
    root = parse_html(text)
    if root is None:
        return ""
    if sum(1 for _ in root.iter("a", "img", "area")) > max_links:
        return ""
    body = root.find("body")
    body = root if body is None else body
    body.tag = "div"
    body.tail = None
    try:
        _clean(body)
        return lxml.html.tostring(body, encoding="unicode", method="html").strip()
    except (lxml.etree.LxmlError, ValueError, AssertionError, RecursionError):
        return ""  # the caller keeps the original as a file


def _clean(body) -> None:
    """Reduce the tree to the whitelist, in place."""
    for node in body.iter():
        for name, value in list(node.attrib.items()):
            if CONTROLS.search(value):
                node.attrib[name] = CONTROLS.sub("", value)
    Cleaner(
        scripts=True, javascript=True, comments=True, style=False, inline_style=False,
        links=True, meta=True, page_structure=False, processing_instructions=True,
        embedded=True, frames=True, forms=True, annoying_tags=True, add_nofollow=False,
        kill_tags=tuple(HIDDEN), allow_tags=TAGS, remove_unknown_tags=False,
        safe_attrs_only=True, safe_attrs=ATTRIBUTES,
    )(body)  # fmt: skip
    for node in body.iter():
        _clean_attributes(node)
    body.attrib.clear()


def _clean_attributes(node) -> None:
    """Leave only addresses and styles that neither load nor run anything."""
    for name, value in list(node.attrib.items()):
        if name == "style":
            style = safe_style(value)
            node.attrib.pop(name)
            if style:
                node.set(name, style)
        elif name == "href":
            if node.tag != "a" or not SAFE_LINK.match(_plain_link(value)):
                node.attrib.pop(name)
            else:
                node.set("rel", "noopener noreferrer nofollow")
                node.set("target", "_blank")
        elif name == "cite":
            node.attrib.pop(name)
        elif name == "src":
            _clean_picture(node, value)


def _plain_link(value: str) -> str:
    return re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]", "", value)


def _clean_picture(node, value: str) -> None:
    plain = _plain_link(value)
    if plain.lower().startswith("cid:"):
        node.set("src", "cid:" + unquote(plain[4:]))
        return
    if DATA_IMAGE.match(plain):
        return
    node.attrib.pop("src")
    if node.tag == "img" and re.match(r"https?://", plain, re.I):
        node.set("data-remote-src", plain[:MAX_LINK])


def safe_style(value: str) -> str:
    """Return the declarations of a style attribute that only change how text looks."""
    kept = []
    for declaration in value[:5000].split(";"):
        name, _, content = declaration.partition(":")
        name, content = name.strip().lower(), content.strip()
        if name in STYLES and content and not BAD_STYLE.search(content):
            kept.append(f"{name}: {content}")
    return "; ".join(kept)
