"""Charsets: names as met, lies found out, headers cut and raw."""

import base64
from pathlib import Path

import pytest

from ..letter import parse
from ..mail.charset import decode, find_codec, mend
from ..mail.header import header_text, parse_addresses, parse_date
from ..mail.params import parse_params

SAMPLES = Path(__file__).parent / "samples"
CYRILLIC = ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic")
LIES = ("", "us-ascii", "iso-8859-1", "x-unknown", "utf-8")
TEXT = "Прошу сообщить, когда отремонтируют крышу дома. Ещё вчера обещали прийти."
HEX = {  # the word «Обращение» in each
    "koi8-r": "efc2d2c1ddc5cec9c5",
    "cp1251": "cee1f0e0f9e5ede8e5",
    "cp866": "8ea1e0a0e9a5ada8a5",
    "iso-8859-5": "bed1e0d0e9d5ddd8d5",
    "mac-cyrillic": "8ee1f0e0f9e5ede8e5",
    "utf-8": "d09ed0b1d180d0b0d189d0b5d0bdd0b8d0b5",
    "unicode-1-1-utf-7": "2b424234454d51524142445345535151314244304551415551314241592d",
}


def sample(name):
    return parse((SAMPLES / f"{name}.eml").read_bytes())


@pytest.mark.parametrize("codec", CYRILLIC)
@pytest.mark.parametrize(
    "declared", ["", "us-ascii", "iso-8859-1", "x-unknown", "utf-8"]
)
def test_text_without_a_true_name(codec, declared):
    text = TEXT.replace("ё", "е") if codec == "iso8859_5" else TEXT
    found = decode(text.encode(codec), declared)
    assert found.text == text
    assert found.is_repaired


@pytest.mark.parametrize("codec", CYRILLIC)
@pytest.mark.parametrize("declared", CYRILLIC)
def test_one_cyrillic_charset_called_another(codec, declared):
    found = decode(TEXT.encode(codec), declared)
    assert found.text == TEXT
    assert found.is_repaired is (codec != declared)


@pytest.mark.parametrize("name", [name for name in HEX if "utf-7" not in name])
def test_one_word_without_a_name(name):
    assert decode(bytes.fromhex(HEX[name])).text == "Обращение"


@pytest.mark.parametrize(
    "text",
    [
        "naïve café",
        "Größe und Übergänge",
        "¿Qué pasó?",
        "10 °C – “quoted”",
        "Mis à jour",
        "É",
    ],
)
def test_western_text_stays_western(text):
    assert decode(text.encode("cp1252"), "iso-8859-1").text == text
    assert decode(text.encode("cp1252"), "").text == text


@pytest.mark.parametrize(
    "wrong, right",
    [
        ("cp1251", "utf-8"),
        ("latin-1", "cp1251"),
        ("latin-1", "koi8_r"),
        ("koi8_r", "cp1251"),
        ("cp1251", "koi8_r"),
    ],
)
def test_text_misread_before_it_was_sent(wrong, right):
    spoiled = "Обращение гражданина".encode(right).decode(wrong)
    found = decode(spoiled.encode(), "utf-8")
    assert found.text == "Обращение гражданина"
    assert found.is_repaired


@pytest.mark.parametrize(
    "text", ["Größe über alles", "ÀÉÎÕ ÄÖÜ", "Қазақстан", "Її їжа", "РСФСР", "Ελλάδα"]
)
def test_true_text_is_not_mended(text):
    assert mend(text) == ""


@pytest.mark.parametrize(
    "name, codec",
    [
        ("cp-1251", "cp1251"),
        ("win-1251", "cp1251"),
        ("ansi-1251", "cp1251"),
        ("x-cp1251", "cp1251"),
        ("windows1251", "cp1251"),
        ("KOI8", "koi8-r"),
        ("koi-8-r", "koi8-r"),
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("dos-866", "cp866"),
        ("ISO_8859-5:1988", "iso8859-5"),
        ("utf8mb4", "utf-8"),
        ("ks_c_5601-1987", "cp949"),
        ("unicode-1-1-utf-7", "utf-7"),
        ('"utf-8"', "utf-8"),
        ("utf-8*ru", "utf-8"),
        ("x-unknown", ""),
        ("", ""),
        ("base64", ""),
        ("no such thing", ""),
    ],
)
def test_names_of_charsets(name, codec):
    assert find_codec(name) == codec


def test_mislabelled_letter_with_a_raw_header():
    letter = sample("mislabelled_cp1251")
    assert letter.subject == "Не убирают снег у дома № 7"
    assert letter.sender_name == "Зоя Щербакова"
    assert "Ёлки у подъезда сломаны." in letter.text
    assert letter.charset_repaired


def test_cp866_called_koi8r():
    letter = sample("cp866_called_koi8r")
    assert letter.text.startswith("Прошу сообщить")
    assert letter.charset_repaired


def test_true_names_are_not_repaired():
    letter = sample("koi8r_words")
    assert letter.subject == "Не горит фонарь у школы [#3]"
    assert letter.sender_name == "Иван"
    assert not letter.charset_repaired


def test_word_cut_inside_a_character():
    assert sample("word_cut_in_character").subject == "Обращение о льготах"


@pytest.mark.parametrize(
    "raw, text",
    [
        (b"=?utf-8?q?a_b?= =?utf-8?q?_c?=", "a b c"),
        (b"=?utf-8?q?a?= and =?utf-8?q?b?=", "a and b"),
        (b"=?no-such?q?plain?=", "plain"),
        (b"=?utf-8?b?0J/RgNC40LLQtdGC?", "Привет"),
        (b"=?utf-8?b?0J_wrong?= tail", None),
        ("Привет".encode(), "Привет"),
        ("Добрый день".encode("koi8-r"), "Добрый день"),
        (b"two\r\n\tlines\0", "two lines"),
    ],
)
def test_header_text(raw, text):
    found = header_text(raw)
    assert text is None or found == text


@pytest.mark.parametrize(
    "raw, pairs",
    [
        (b"a@b.example", [("", "a@b.example")]),
        (b"<A@B.example>", [("", "a@b.example")]),
        (b'"Last, First" <a@b.example>, c@d.example',
         [("Last, First", "a@b.example"), ("", "c@d.example")]),
        (b"a@b.example (Name Here)", [("Name Here", "a@b.example")]),
        (b"undisclosed-recipients:;", []),
        (b"team: a@b.example, c@d.example;",
         [("", "a@b.example"), ("", "c@d.example")]),
        (b"Name <mailto:a@b.example>", [("Name", "a@b.example")]),
        (b"nobody", [("nobody", "")]),
        ("Приёмная <a@почта.example>".encode(),
         [("Приёмная", "a@xn--80a1acny.example")]),
    ],
)  # fmt: skip
def test_addresses(raw, pairs):
    assert parse_addresses(raw) == pairs


@pytest.mark.parametrize(
    "raw, iso",
    [
        (b"Mon, 02 Mar 2026 09:15:00 +0300", "2026-03-02T09:15:00+03:00"),
        (b"2 Mar 2026 09:15:00 (MSK)", "2026-03-02T09:15:00+00:00"),
        (b"2026-03-02T09:15:00+03:00", "2026-03-02T09:15:00+03:00"),
        ("Пнд, 02 Mar 2026 09:15:00 +0300".encode(), "2026-03-02T09:15:00+03:00"),
        (b"yesterday", None),
        (b"Mon, 99 Mar 99999 99:99:99 +9999", None),
    ],
)
def test_dates(raw, iso):
    moment = parse_date(raw)
    assert (moment and moment.isoformat()) == iso


def test_parameters_of_rfc_2231():
    name = "".join(f"%{byte:02X}" for byte in "Жалоба.txt".encode("koi8-r"))
    raw = f"attachment; filename*0*=koi8-r''{name[:12]};\r\n filename*1*={name[12:]}"
    assert parse_params(raw.encode())[1]["filename"] == "Жалоба.txt"


def test_parameters_the_wrong_ways():
    word = base64.b64encode("я".encode()).decode()
    assert parse_params(b"a/b; name=my file.txt")[1]["name"] == "my file.txt"
    assert parse_params(b'a/b; name="open')[1]["name"] == "open"
    assert parse_params(b"a/b\r\n charset=utf-8") == ("a/b", {"charset": "utf-8"})
    raw = f'a/b; name="=?utf-8?b?{word}?="'.encode()
    assert parse_params(raw)[1]["name"] == f"=?utf-8?b?{word}?="
