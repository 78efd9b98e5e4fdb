"""How Russian a text looks: the judge between the five Cyrillic charsets.

Letter pairs that are common give points, pairs that never occur and capitals after
small letters take them; the sum is divided by the count of non-ASCII characters.
"""

CODECS = ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic", "koi8_u")
GOOD = 0.15  # below it the text is not Cyrillic at all
FOLLOWS = {
    "а": "нтвлкзсрпмчжядцйбюхшгеёу", "б": "ыоруалещниясьщ", "в": "аоеыилкнсрущшзпя",
    "г": "ораиулден", "д": "аеолиунрсявыь", "е": "нтрслдмйкгжвщпшюбзчцё",
    "ж": "еинадуё", "з": "аоднвмуиыьея", "и": "тяесмнкзирйлчвдхюпшцгбжё",
    "й": "тсндкчшл", "к": "аоитулреств", "л": "иьеяаоуюыс", "м": "еоаиыпунёя",
    "н": "иаоеынтущьяёс", "о": "втлдсбрмнгпкйжзшчеюиях", "п": "ораеилуёяы",
    "р": "аоеиуытнжмядвсёюшь", "с": "токлпеяичасвьунмры", "т": "еоаьирвсыуёнкя",
    "у": "дпсчютрмклежйгнщвшзбхф", "ф": "иоауер", "х": "оргинавлу", "ц": "иеаыу",
    "ч": "еаитнукёшь", "ш": "еианлтукёьо", "щ": "еиаёуь", "ъ": "еяёю",
    "ы": "йехтлмбвпсрднкшщ", "ь": "нзсткюшяемё", "э": "тлкф", "ю": "щтчбджсрн",
    "я": "тезмвщюндхцйлясрчжк", "ё": "тнржмлсвзкд",
}  # fmt: skip
NEVER = {
    "а": "ьыъ", "б": "тйф", "в": "эюъфй", "г": "шпяыфйюьъщцхзж", "д": "фщй",
    "е": "ьыъ", "ж": "ляюыъщшцхфзй", "з": "шщхфй", "и": "ьыъ",
    "й": "фияыюьъйуж", "к": "бхфьъщчйюя", "л": "щъцй", "м": "ъщй", "н": "ъпй",
    "о": "ьыъ", "п": "щъфйгж", "р": "ъй", "с": "щй", "т": "жй", "у": "ьыъ",
    "ф": "бяюъщшцхпйзждв", "х": "пьбяюыъщшцхйзж", "ц": "зюбяьъщшчхфтпйлд",
    "ч": "яюыъщцхфпйзждгб", "ш": "юхцгяыъщчфйзжд", "щ": "яюыъщшчцхфтспмлкйзждгвба",
    "ъ": "ыъщшчцхфутсрпонмлкйизждгвба", "ы": "ыъьфуоаю", "ь": "ыъьуйа",
    "э": "яюьыъщцуоижеа", "ю": "аиыуоьъ", "я": "фоыъьуаи", "ё": "ыъьуйиеа",
}  # fmt: skip
COMMON = frozenset(a + b for a, row in FOLLOWS.items() for b in row)
ALIEN = frozenset(a + b for a, row in NEVER.items() for b in row)
RUSSIAN = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё")
NEIGHBOURS = frozenset("іїєґў")  # Ukrainian, Belarusian: neither good nor bad
GLUED = frozenset("€№°§²½©®¤\xa0–—’”‚…")  # a small letter does not follow these
NEUTRAL = frozenset("«»—–…№“”„‘’‚°§·•\xa0\xad²½€©®­´`¤")
BAD_STARTS = frozenset("ьъы")


def score(text: str) -> float:
    """Return about 1 for Russian, about 0 for a mix, below 0 for a wrong charset."""
    points, high = 0.0, 0
    before, before_low = " ", " "
    for char, low in zip(text, _lower(text), strict=True):
        if low in RUSSIAN:
            high += 1
            points += _pair(before, before_low, char, low)
        elif char > "\x7f":
            high += 1
            if low not in NEIGHBOURS:
                points -= _penalty(char)
        elif low.isalpha() and before_low in RUSSIAN:
            points -= 2
        before, before_low = char, low
    return (points - _lone_quotes(text)) / high if high else 0.0


def _lone_quotes(text: str) -> int:
    """Return how many opening quotes lack their closing one: capitals misread."""
    closing = text.count("”")
    lone = abs(text.count("«") - text.count("»"))
    lone += max(0, text.count("„") - text.count("“") - closing)
    lone += max(0, text.count("“") - text.count("„") - closing)
    return lone + max(0, text.count("‘") - text.count("’"))


def _lower(text: str) -> str:
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower()[:1] for c in text)


def _pair(before: str, before_low: str, char: str, low: str) -> float:
    """Return the points of a Russian letter after the character before it."""
    if before_low not in RUSSIAN:
        if before_low.isalpha() and before_low not in NEIGHBOURS:
            return -2.0
        if low in BAD_STARTS or (before in GLUED and char == low):
            return -1.0
        return 0.4
    pair = before_low + low
    points = 1.0 if pair in COMMON else -1.5 if pair in ALIEN else -0.2
    if before == before_low and char != low:
        points -= 1.5
    return points


def _penalty(char: str) -> float:
    """Return how much a non-ASCII character that is no letter of ours costs."""
    if char in NEUTRAL:
        return 0.0
    if char < "\xa0" or char == "\ufffd":
        return 3.0
    return 2.0


def best_codec(data: bytes) -> tuple[str, float]:
    """Return the Cyrillic codec whose text looks most Russian, and its score."""
    best, best_score = CODECS[0], float("-inf")
    for codec in CODECS:
        points = score(data.decode(codec, "replace"))
        if points > best_score + 1e-9:
            best, best_score = codec, points
    return best, best_score
