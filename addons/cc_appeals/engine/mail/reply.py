"""A reply split into its own words and the rest: quotes, earlier letters, signature.

When nothing of one's own would be left the whole text is kept: a bare forward is the
letter.  Each line is looked at a bounded number of times.
"""

import re

WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|a écrit|écrit|escribió|ha scritto|scrisse|escreveu"
    r"|schreef|geschreven|skrev|skreiv|skrifaði|kirjoitti|kirjutas|rakstīja|rašė"
    r"|napisał\(?a?\)?|napsal\(?a?\)?|napísal\(?a?\)?|napisa(?:o|la)(?:/la)?|yazdı"
    r"|yazmış|yazıb|yozdi|írta|a scris|ha escrit|shkroi|menulis|menulisakan|đã viết)\b"
    r"|(?:написал|пишет|писал|сообщил|отправил|пише|написав|напісаў|написа|жазды)\w*"
    r"(?:\([аa]\))?|έγραψε|כתב|كتب|գրել|დაწერა|เขียน|लिखा"
    r"|写道|寫道|のメッセージ|さんは書きました|が書きました|のメール|作成|작성|썼습니다",
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
    r"|geschreven|napisał\(?a?\)?|пишет|написал(?:\([аa]\)|а)?|пише|写道|寫道)\W{0,9}$",
    re.I,
)
FIRST_PERSON = re.compile(r"\b(?:я|мы|мне|нам|мной|нами|i|we)\b", re.I)
ON_WROTE = re.compile(r"[\s>*]*(?:on|le|am|el|em|il|op|den)\b", re.I)
CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
TAIL_ADDRESS = re.compile(r"[<(\[\s:]+[^\s<>@]{1,150}@[^\s<>@]{1,200}[>)\]\s\"']*:?$")
LEAD_ADDRESS = re.compile(r"[^<>:]{0,100}<[^\s<>]{1,150}@[^\s<>]{1,200}>[\s,].{1,60}:$")
RULER = re.compile(
    r"^[\s>]*(?:[-_=*]{2,}\s*(?:original message|original appointment|forwarded message"
    r"|reply message|message d'origine|ursprüngliche nachricht|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht|oprindelig meddelelse|original besked"
    r"|alkuperäinen viesti|mensagem original|исходное сообщение|исходное письмо"
    r"|пересылаемое сообщение|пересланное сообщение|пересылаемое письмо"
    r"|переадресованное сообщение|начало переадресованного сообщения"
    r"|конец пересылаемого сообщения|перенаправленное сообщение|оригинальное сообщение"
    r"|opprinnelig melding|ursprungligt meddelande|původní zpráva|antwort nachricht"
    r"|weitergeleitete nachricht|message transféré|mensaje reenviado|pôvodná správa"
    r"|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht"
    r"|videresendt melding"
    r"|wiadomość oryginalna|treść przekazanej wiadomości|eredeti üzenet|mesaj original"
    r"|orijinal mesaj|оригінальне повідомлення|вихідне повідомлення|вихідний лист"
    r"|пересланное письмо|зыходнае паведамленне|бастапқы хабар|原始邮件|原始郵件"
    r"|転送されたメッセージ|元のメッセージ|원본 메시지|αρχικό μήνυμα)\s*[-_=*]{0,}"
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
# The Bat! and newsreaders put the initials of whom they quote before the sign.
INITIALS = re.compile(r"\s?[A-ZА-ЯЁ]{1,4}>{1,5}(?:\s|$)")
# Old webmail: a date, a name, an address, and nothing else on the line.
DATED_ADDRESS = re.compile(
    r"^\s*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ \t][^<>\n]{1,100}"
    r"<[^\s<>]{1,100}@[^\s<>]{1,200}>\s*:?\s*$"
)
RULED_WROTE = re.compile(r"^\s*-{3,}\s*(?=\S)(.{3,200}?)\s*-{3,}\s*$")
ARMOUR = re.compile(r"^-----BEGIN PGP (SIGNED MESSAGE|SIGNATURE)-----\s*$")
ARMOUR_END = re.compile(r"^-----END PGP SIGNATURE-----\s*$")
SIGNATURE = re.compile(r"^\s*(?:--|—|––|__|[_—]{5,})\s*$")
SENT_FROM = re.compile(
    r"^\W*(?:sent (?:from|via|using|by) (?:my |the |an? )?[\w ,.'’-]{2,60}"
    r"|sent (?:from|via) \[[^\]]{2,60}\]|get outlook for \w+.{0,80}|sent with .{2,60}"
    r"|get \[?outlook for \w+.{0,80}|von meinem .{2,40} gesendet"
    r"|\S.{0,60}\boutlook\b.{0,40}aka\.ms/.{0,40}"
    r"|diese nachricht wurde von .{2,80} gesendet"
    r"|envoyé (?:de|depuis|à partir de) .{2,80}"
    r"|enviado (?:desde|do|de|a partir) .{2,80}"
    r"|gesendet (?:von|mit) .{2,80}|inviato da(?:l mio)? .{2,80}"
    r"|verzonden (?:met|vanaf|vanuit|via) .{2,60}|verstuurd vanaf .{2,60}"
    r"|sendt fra (?:min |mit )?.{2,60}|skickat från (?:min )?.{2,60}"
    r"|lähetetty .{2,60}|wysłan[eo] z .{2,60}|odesláno z .{2,60}|odoslané z .{2,60}"
    r"|poslano (?:z|s|sa) .{2,60}|trimis (?:de pe|din) .{2,60}|enviat des d.{2,60}"
    r"|.{2,30}['’]\w{1,6} gönderildi|στάλθηκε από .{2,60}|saadetud minu .{2,60}"
    r"|(?:发自|發自|從我的|从我的)\s?(?:我的)?\s?\w.{1,30}?(?:傳送|发送|發送)?"
    r"|\w.{1,30}から送信|나의 .{1,30}에서 보냄"
    r"|(?:с помощью|скачать|получить) outlook для .{2,60}"
    r"|отправлено (?:с|из|от|через|при помощи) .{2,80}|отправлено со смартфона.{0,40}"
    r"|написано с .{2,40}|послано с .{2,40}|надіслано (?:з|із|від) .{2,60}"
    r"|адпраўлена з .{2,60}|изпратено от .{2,60}|послато са .{2,60})"
    r"(?:\s?[<(\[]{1,2}https?://[^\s<>]{1,500})?\W*$",
    re.I,
)
MAX_SIGNATURE_LINES = 14
MAX_SIGNATURE_CHARS = 900
MAX_ATTRIBUTION = 5
MAX_LINES = 20_000
MAX_ARMOUR = 60
MAX_MARK = 700  # characters of a line that may be a mark; longer lines are words


def split_reply(text: str, openings: tuple[str, ...] = ()) -> tuple[str, str]:
    """Return (own words, folded rest); without a quote the rest is empty.

    `openings` are the first letters of earlier letters, as the HTML form marks them.
    """
    every = text.split("\n")
    lines = every[:MAX_LINES]
    is_folded = [False] * len(lines)
    end = _mark_quotes(lines, is_folded)
    opened = _first_opening(lines[:end], openings) if openings else end
    if opened < end:
        while opened and (_is_blank(lines[opened - 1]) or _is_line(lines[opened - 1])):
            opened -= 1
        _fold_rest(is_folded, opened)
        end = opened
    _mark_armour(lines, is_folded)
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
        if _is_quoted(line) or _is_initialled(lines, index):
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


def _is_line(line: str) -> bool:
    return bool(UNDERLINE.match(line))


def _first_opening(lines: list[str], openings: tuple[str, ...]) -> int:
    """Return the first line that begins with one of `openings`, else their count."""
    words = [re.sub(r"\W+", "", line) for line in lines]
    for index, word in enumerate(words):
        if word and "".join(words[index : index + 6]).startswith(openings):
            return index
    return len(lines)


def _fold_rest(is_folded: list[bool], start: int) -> None:
    for place in range(start, len(is_folded)):
        is_folded[place] = True


def _is_quoted(line: str) -> bool:
    return line.lstrip(" \t\u200b").startswith((">", "|>"))


def _is_initialled(lines: list[str], index: int) -> bool:
    """Tell whether a line is quoted as "ZS> text", and a neighbour too."""
    if not INITIALS.match(lines[index]):
        return False
    around = lines[max(index - 1, 0) : index] + lines[index + 1 : index + 2]
    return any(INITIALS.match(line) for line in around)


def _mark_armour(lines: list[str], is_folded: list[bool]) -> None:
    """Mark what PGP puts around words that are signed in clear."""
    index, count = 0, len(lines)
    while index < count:
        match = ARMOUR.match(lines[index])
        if match is None:
            index += 1
            continue
        is_end = ARMOUR_END.match if match.group(1) == "SIGNATURE" else _is_blank
        end = min(index + MAX_ARMOUR, count)
        stop = index + 1
        while stop < end and not is_end(lines[stop]):
            stop += 1
        if stop < end:
            is_folded[index : stop + 1] = [True] * (stop + 1 - index)
        index = stop + 1


def _is_blank(line: str) -> bool:
    return not line.strip()


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
    if DATED_ADDRESS.match(lines[index]):
        return index + 1
    split = _split_address_end(lines, index)
    if split:
        return split
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


def _split_address_end(lines: list[str], index: int) -> int:
    """Return the line after a header whose address was put on lines of its own."""
    if not (ON_WROTE.match(lines[index]) and WHEN.search(lines[index])):
        return 0
    rest = lines[index + 1 : index + 6]
    filled = [place for place, line in enumerate(rest) if line.strip()][:3]
    words = [rest[place].strip() for place in filled]
    if len(words) < 3 or words[0] != "<" or not WHO.search(words[1]):
        return 0
    is_end = words[2].startswith(">") and WROTE.search(words[2])
    return index + 2 + filled[2] if is_end else 0


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
        is_tail = is_tail or bool(LEAD_ADDRESS.match(text) and CLOCK.search(text))
        return bool(has_verb or (WHEN.search(text) and is_tail))
    is_dated = CLOCK.search(text) or ON_WROTE.match(text)
    return bool(WHEN.search(text) and is_dated and NAMED_WROTE.search(text))


def _is_ruler(lines: list[str], index: int) -> bool:
    """Tell whether a line like "--- Original message ---" stands at `index`."""
    if RULER.match(lines[index]):
        return True
    ruled = RULED_WROTE.match(lines[index][:MAX_MARK])
    if ruled and WROTE.search(ruled.group(1)[-40:]):
        return True
    return bool(TITLED.match(lines[index])) and any(
        _field(line) for line in lines[index + 1 : index + 4]
    )


def _is_header_block(lines: list[str], index: int) -> bool:
    """Tell whether an Outlook block (From, Sent, To, Subject) begins at `index`."""
    kind = _field(lines[index])
    is_ruled = index > 0 and bool(UNDERLINE.match(lines[index - 1]))
    if kind != "from" and not (kind and is_ruled):
        return bool(kind) and _is_dated_block(lines, index)
    seen, blanks, is_dated = 0, 0, False
    for line in lines[index + 1 : index + 10]:
        if not line.strip():
            blanks += 1
            if blanks > 2 or seen >= 2:
                break
        elif _field(line):
            seen += 1
            is_dated = is_dated or seen == 1 and bool(CLOCK.search(line))
    is_apart = not index or _is_blank(lines[index - 1])
    return seen >= 2 or bool(is_apart and is_dated and WHO.search(lines[index]))


def _is_dated_block(lines: list[str], index: int) -> bool:
    """Tell whether an earlier letter begins with its date, its sender further down."""
    if index and not _is_blank(lines[index - 1]):
        return False
    after = lines[index + 1 : index + 5]
    fields = [line for line in after if _field(line)]
    is_moment = CLOCK.search(lines[index]) and WHEN.search(lines[index])
    return bool(is_moment and fields and any(WHO.search(line) for line in fields))


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
    line = lines[last]
    if SENT_FROM.match(line[:MAX_MARK]) and not line.rstrip().endswith("."):
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
