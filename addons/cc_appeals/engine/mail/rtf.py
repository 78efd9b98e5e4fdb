"""Rich text (RTF) to plain text, or back to the HTML that Outlook wrapped in it.

One pass over tokens, no recursion; what cannot be read is left out, nothing raises.
"""

import re
from dataclasses import dataclass, replace

from .charset import decode

TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})|\\'(?P<hex>[0-9A-Fa-f]{2})"
    rb"|\\(?P<word>[A-Za-z]{1,40})(?P<number>-?\d{1,9})? ?|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<text>[^\\{}]+)",
    re.S,
)
BREAKS = {
    b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n",
    b"tab": "\t", b"cell": "\t", b"emdash": "—", b"endash": "–", b"bullet": "•",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
}  # fmt: skip
SIGNS = {b"~": "\xa0", b"_": "-", b"\n": "\n", b"\r": "\n",
         b"\\": "\\", b"{": "{", b"}": "}"}  # fmt: skip
SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict object header footer headerl headerr"
    b" headerf footerl footerr footerf themedata datastore listtable fldinst"
    b" listoverridetable rsidtbl generator xmlnstbl latentstyles nonshppict".split()
)
CODEPAGES = {0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030",
             136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
             178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
             255: "cp437"}  # fmt: skip
MAX_BYTES = 2_000_000
MAX_DEPTH = 500


@dataclass
class _State:
    """What a group inherits and its end undoes."""

    is_silent: bool = False
    is_starred: bool = False
    is_rtf_only: bool = False
    codec: str = ""
    skip: int = 1


def read_rtf(data: bytes) -> tuple[str, str]:
    """Return (plain text, HTML): HTML where the RTF wraps it, else the text."""
    if not data.lstrip().startswith(b"{\\rtf") or len(data) > MAX_BYTES:
        return "", ""
    reader = _Reader(is_html=b"\\fromhtml" in data[:2000])
    for match in TOKEN.finditer(data):
        reader.take(match)
    text = reader.result()
    return ("", text) if reader.is_html else (text, "")


class _Reader:
    """Collects the text while tokens go by."""

    def __init__(self, is_html: bool):
        self.is_html = is_html
        self.state, self.stack = _State(), []
        self.out: list[str] = []
        self.held, self.held_codec = bytearray(), ""
        self.fonts: dict[int, str] = {}
        self.font, self.default, self.to_skip = 0, "", 0

    def take(self, match: re.Match) -> None:
        """Take one token."""
        kind = match.lastgroup
        if kind == "open":
            if len(self.stack) < MAX_DEPTH:
                self.stack.append(self.state)
            self.state = replace(self.state, is_starred=False)
        elif kind == "close":
            self.state = self.stack.pop() if self.stack else _State()
            self.to_skip = 0
        elif kind in ("word", "number"):
            self._word(match.group("word"), match.group("number"))
        elif kind == "hex":
            self._bytes(bytes.fromhex(match.group("hex").decode()))
        elif kind == "sign":
            self._sign(match.group("sign"))
        else:
            self._bytes(re.sub(rb"[\r\n]+", b"", match.group("text")))

    def result(self) -> str:
        """Return the text so far."""
        self._release()
        text = "".join(self.out).replace("\0", "")
        return re.sub(r"\n{3,}", "\n\n", text).strip() if not self.is_html else text

    def _word(self, word: bytes, raw_number: bytes | None) -> None:
        number = int(raw_number) if raw_number else None
        if word == b"u" and number is not None:
            self._unicode(number)
        elif word in BREAKS:
            self._text(BREAKS[word])
        elif word in SILENT:
            self._note_font(word)
            self.state.is_silent = True
        elif word == b"htmltag":
            self.state.is_silent = not self.is_html
        elif word == b"htmlrtf":
            self.state.is_rtf_only = number != 0
        elif self.state.is_starred:
            self.state.is_silent = True
            self.state.is_starred = False
        elif number is not None:
            self._setting(word, number)

    def _note_font(self, word: bytes) -> None:
        if word == b"fonttbl":
            self.state.codec = "fonts"

    def _setting(self, word: bytes, number: int) -> None:
        if word == b"ansicpg":
            self.default = f"cp{number}"
        elif word == b"uc":
            self.state.skip = max(0, min(number, 8))
        elif word == b"f" and self.state.codec == "fonts":
            self.font = number
        elif word == b"f":
            self.state.codec = self.fonts.get(number, "")
        elif word == b"fcharset" and self.state.codec == "fonts":
            # charset 0 says "western", and lies where the page of the whole is not
            self.fonts[self.font] = CODEPAGES.get(number, "") if number else ""

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.state.is_starred = True
        elif sign in SIGNS:
            self._text(SIGNS[sign])

    def _unicode(self, number: int) -> None:
        code = number + 65536 if number < 0 else number
        self._text(chr(code) if 0 < code < 0x110000 else "")
        self.to_skip = self.state.skip

    def _bytes(self, data: bytes) -> None:
        if self.to_skip:
            cut = min(self.to_skip, len(data))
            self.to_skip -= cut
            data = data[cut:]
        if not data or self._is_hidden():
            return
        codec = self.state.codec or self.default
        if codec != self.held_codec:
            self._release()
            self.held_codec = codec
        self.held += data

    def _text(self, text: str) -> None:
        if not self._is_hidden():
            self._release()
            self.out.append(text)

    def _is_hidden(self) -> bool:
        state = self.state
        return state.is_silent or (self.is_html and state.is_rtf_only)

    def _release(self) -> None:
        """Decode the bytes held back: a character may be spread over two tokens."""
        if self.held:
            self.out.append(decode(bytes(self.held), self.held_codec).text)
            self.held.clear()
