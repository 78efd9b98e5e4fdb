"""A reply split into its own words and the rest: quotes, earlier letters, signature.

When nothing of one's own would be left the whole text is kept: a bare forward is the
letter.  Each line is looked at a bounded number of times.
"""

import re

WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|a écrit|écrit|escribió|ha scritto|scrisse|escreveu"
    r"|schreef|skrev|kirjoitti|napisał\(?a?\)?|napsal\(?a?\)?|yazdı|írta)\b"
    r"|(?:написал|пишет|писал|сообщил|отправил|пише|написав|напісаў)\w*(?:\([аa]\))?"
    r"|写道|のメッセージ|さんは書きました|作成",
    re.I,
)
MONTH = (
    r"(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|янв|фев|мар|апр"
    r"|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)"
)
WHEN = re.compile(
    r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d{2}\b|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{4}年"
    rf"|\b{MONTH}\w*\.? \d{{1,2}}\b|\b\d{{1,2}}\.? {MONTH}",
    re.I,
)
WHO = re.compile(r"[^\s<>@:]{1,100}@[^\s<>@]{1,200}")
NAMED_WROTE = re.compile(
    r"(?:wrote|writes|schrieb|écrit|escribió|scritto|escreveu|schreef|skrev|kirjoitti"
    r"|napisał\(?a?\)?|пишет|написал(?:\([аa]\)|а)?|пише)\W{0,5}$",
    re.I,
)
FIRST_PERSON = re.compile(r"\b(?:я|мы|мне|нам|мной|нами|i|we)\b", re.I)
ON_WROTE = re.compile(r"[\s>*]*(?:on|le|am|el|em|il|op|den)\b", re.I)
CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
TAIL_ADDRESS = re.compile(r"[<(\[\s:]+[^\s<>@]{1,150}@[^\s<>@]{1,200}[>)\]\s\"']*:?$")
RULER = re.compile(
    r"^[\s>]*(?:[-_=*]{2,}\s*(?:original message|original appointment|forwarded message"
    r"|reply message|message d'origine|ursprüngliche nachricht|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht|oprindelig meddelelse|original besked"
    r"|alkuperäinen viesti|mensagem original|исходное сообщение|исходное письмо"
    r"|пересылаемое сообщение|пересланное сообщение|пересылаемое письмо"
    r"|переадресованное сообщение|начало переадресованного сообщения"
    r"|конец пересылаемого сообщения|перенаправленное сообщение|оригинальное сообщение"
    r"|opprinnelig melding|ursprungligt meddelande|původní zpráva)\s*[-_=*]{0,}"
    r"|begin forwarded message:|начало переадресованного сообщения:"
    r"|начало пересылаемого сообщения:|переадресованное сообщение:)\s*$",
    re.I,
)
FIELD_NAMES = {
    "from": "from von de da van от от кого od fra från lähettäjä mittente desde von "
            "отправитель від от: expéditeur",
    "other": "sent date to subject cc gesendet datum an betreff envoyé à objet enviado "
             "fecha para asunto inviato data a oggetto verzonden aan onderwerp "
             "отправлено дата кому тема копия отправлен послано sendt til emne skickat "
             "till ämne lähetetty vastaanottaja aihe wysłano do temat assunto reply-to "
             "cci sujet важность importance дата/время",
}  # fmt: skip
FIELD_LINE = re.compile(r"^[\s>*_]{0,20}([^\W\d_][\w/' -]{0,24}?)\s?[*_]{0,2}\s?:")
TITLED = re.compile(r"^[\s>]*-{4,}\s*[^\W\d_][\w '’.]{3,50}-{4,}\s*$")
UNDERLINE = re.compile(r"^\s*[_=-]{10,}\s*$")
SIGNATURE = re.compile(r"^\s*(?:--|—|––|__|[_—]{5,})\s*$")
SENT_FROM = re.compile(
    r"^\W*(?:sent (?:from|via|using|by) (?:my |the |an? )?[\w ,.'’-]{2,60}"
    r"|get outlook for \w+.{0,80}|sent with .{2,60}|von meinem \w+ gesendet"
    r"|envoyé (?:de|depuis|à partir de) .{2,80}|enviado desde .{2,80}"
    r"|gesendet (?:von|mit) .{2,80}|inviato da(?:l mio)? .{2,80}"
    r"|отправлено (?:с|из|от|через) .{2,80}|отправлено со смартфона.{0,40}"
    r"|написано с .{2,40}|послано с .{2,40}|надіслано з .{2,60})\W*$",
    re.I,
)
MAX_SIGNATURE_LINES = 14
MAX_SIGNATURE_CHARS = 900
MAX_ATTRIBUTION = 5
MAX_LINES = 20_000


def split_reply(text: str) -> tuple[str, str]:
    """Return (own words, folded rest); without a quote the rest is empty."""
    every = text.split("\n")
    lines = every[:MAX_LINES]
    is_folded = [False] * len(lines)
    end = _mark_quotes(lines, is_folded)
    if len(every) > MAX_LINES:  # what follows goes where the last line went
        is_folded += is_folded[-1:] * (len(every) - MAX_LINES)
    else:
        _mark_signature(lines, is_folded, end)
    marked = list(zip(every, is_folded, strict=True))
    own = "\n".join(line for line, fold in marked if not fold)
    if not re.search(r"\w|[^\x00-\xa0\u200b-\u200f\ufeff]", own):
        return text.strip("\n").rstrip(), ""
    rest = "\n".join(line for line, fold in marked if fold)
    own = re.sub(r"\n{3,}", "\n\n", own)
    return own.strip("\n").rstrip(), rest.strip("\n").rstrip()


def _mark_quotes(lines: list[str], is_folded: list[bool]) -> int:
    """Mark quoted lines; return where the unquoted earlier letter begins."""
    index, count = 0, len(lines)
    while index < count:
        line = lines[index]
        if _is_quoted(line):
            is_folded[index] = True
            index += 1
            continue
        start = _attribution_end(lines, index)
        if start:
            for place in range(index, start):
                is_folded[place] = True
            if not _next_is_quoted(lines, start):
                _fold_rest(is_folded, start)
                return index
            index = start
            continue
        if _is_ruler(lines, index) or _is_header_block(lines, index):
            begin = index
            while begin and not lines[begin - 1].strip() and not is_folded[begin - 1]:
                begin -= 1
            if begin and UNDERLINE.match(lines[begin - 1]):
                is_folded[begin - 1] = True
            _fold_rest(is_folded, index)
            return index
        index += 1
    return count


def _fold_rest(is_folded: list[bool], start: int) -> None:
    for place in range(start, len(is_folded)):
        is_folded[place] = True


def _is_quoted(line: str) -> bool:
    return line.lstrip(" \t\u200b").startswith((">", "|>"))


def _next_is_quoted(lines: list[str], start: int) -> bool:
    """Tell whether the first line with text from `start` on is quoted."""
    for line in lines[start : start + 4]:
        if line.strip():
            return _is_quoted(line)
    return False


def _attribution_end(lines: list[str], index: int) -> int:
    """Return the line after "On … wrote:" when it begins at `index`, else 0."""
    if not lines[index].strip() or (index and _is_own_text(lines[index - 1])):
        return 0
    joined = ""
    for place in range(index, min(index + MAX_ATTRIBUTION, len(lines))):
        piece = lines[place].strip()
        if not piece or (_is_quoted(lines[place]) and piece not in (">:", "> :")):
            return 0
        joined = f"{joined} {piece}".strip()
        if len(joined) > 400:
            return 0
        if piece.endswith((":", "：", ":*")) or NAMED_WROTE.search(piece):
            if place > index and not WHEN.search(lines[index]):
                later = " ".join(line.strip() for line in lines[index + 1 : place + 1])
                if _is_attribution(later, lines, place + 1):
                    return 0  # it begins on a later line; this one is one's own
            return place + 1 if _is_attribution(joined, lines, place + 1) else 0
    return 0


def _is_own_text(line: str) -> bool:
    """Tell whether a line before an attribution makes it part of a paragraph."""
    line = line.strip()
    is_end = line.endswith((".", "!", "?", ":", ";", "-", "_", ",", ")", "»"))
    return len(line) > 60 and not is_end and not _is_quoted(line)


def _is_attribution(text: str, lines: list[str], following: int) -> bool:
    """Tell whether a sentence names who wrote and when, and not its own author."""
    has_verb = bool(WROTE.search(text[-120:]))
    if not text.endswith((":", "：", ":*")):
        return bool(has_verb and WHEN.search(text) and WHO.search(text))
    if _next_is_quoted(lines, following) and (has_verb or WHO.search(text)):
        return True
    if FIRST_PERSON.search(WHO.sub("", text)):
        return False
    if WHO.search(text):
        is_tail = bool(TAIL_ADDRESS.search(text))
        return bool(has_verb or (WHEN.search(text) and is_tail))
    is_dated = CLOCK.search(text) or ON_WROTE.match(text)
    return bool(WHEN.search(text) and is_dated and NAMED_WROTE.search(text))


def _is_ruler(lines: list[str], index: int) -> bool:
    """Tell whether a line like "--- Original message ---" stands at `index`."""
    if RULER.match(lines[index]):
        return True
    return bool(TITLED.match(lines[index])) and any(
        _field(line) for line in lines[index + 1 : index + 4]
    )


def _is_header_block(lines: list[str], index: int) -> bool:
    """Tell whether an Outlook block (From, Sent, To, Subject) begins at `index`."""
    kind = _field(lines[index])
    is_ruled = index > 0 and bool(UNDERLINE.match(lines[index - 1]))
    if kind != "from" and not (kind and is_ruled):
        return False
    seen, blanks = 0, 0
    for line in lines[index + 1 : index + 10]:
        if not line.strip():
            blanks += 1
            if blanks > 2 or seen >= 2:
                break
        elif _field(line):
            seen += 1
    return seen >= 2


def _field(line: str) -> str:
    match = FIELD_LINE.match(line)
    if not match:
        return ""
    name = match.group(1).strip().lower()
    if name in FROM_NAMES:
        return "from"
    return "other" if name in OTHER_NAMES else ""


FROM_NAMES = frozenset([*FIELD_NAMES["from"].split(), "от кого"])
OTHER_NAMES = frozenset(
    [
        *FIELD_NAMES["other"].split(),
        "дата отправления",
        "date d'envoi",
        "reply-to",
        "copie à",
        "message du",
        "envoyé le",
        "дата и время",
    ]
)


def _mark_signature(lines: list[str], is_folded: list[bool], end: int) -> None:
    """Mark a delimited signature or a phone's line at the end of one's own words."""
    last = -1
    for place in range(min(end, len(lines)) - 1, -1, -1):
        if lines[place].strip() and not is_folded[place]:
            last = place
            break
    if last < 0:
        return
    if SENT_FROM.match(lines[last]) and not lines[last].rstrip().endswith("."):
        is_folded[last] = True
        last -= 1
    size = 0
    for place in range(last, max(last - MAX_SIGNATURE_LINES, -1), -1):
        size += len(lines[place])
        if is_folded[place] or size > MAX_SIGNATURE_CHARS:
            return
        if SIGNATURE.match(lines[place]):
            for folded in range(place, last + 1):
                is_folded[folded] = True
            return
