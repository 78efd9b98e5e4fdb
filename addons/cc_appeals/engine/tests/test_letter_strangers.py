"""Letters made by programs that broke a rule: words, names and files come through."""

import base64
import random

import pytest

from ..letter import LetterError, parse
from ..mail.charset import decode
from ..mail.header import header_text
from .test_letter import SAMPLES

HEAD = b"From: anna@pochta.example\nSubject: test\n"
WORDS = "Здравствуйте! Прошу починить крышу дома на улице Садовой."
NAME = "Отчёт за май.pdf"
PDF = b"Content-Type: application/pdf; name=a.pdf\n\nx"
PERCENT = b"".join(b"%%%02X" % byte for byte in NAME.encode())


def b64(text, codec="utf-8"):
    return base64.b64encode(text.encode(codec))


def body(text, ctype=b"text/plain; charset=utf-8", encoding=b"8bit"):
    head = b"Content-Type: %s\nContent-Transfer-Encoding: %s\n\n" % (ctype, encoding)
    return parse(HEAD + head + text)


@pytest.mark.parametrize(
    "declared", ["gb2312", "big5", "euc-kr", "shift_jis", "utf-16"]
)
@pytest.mark.parametrize(
    "codec", ["koi8_r", "cp1251", "cp866", "mac_cyrillic", "utf-8"]
)
def test_russian_under_an_asian_name(codec, declared):
    assert decode(WORDS[:30].encode(codec), declared).text == WORDS[:30]


@pytest.mark.parametrize(
    "text, codec, declared",
    [
        ("您好，请帮助我们修理屋顶。谢谢你们", "gb2312", ""),
        ("您好，请帮助我们修理屋顶。谢谢你们", "gb2312", "iso-8859-1"),
        ("안녕하세요, 지붕을 수리해 주세요.", "euc_kr", "iso-8859-1"),
        ("こんにちは、屋根を修理してください。", "euc_jp", "iso-8859-1"),
        ("こんにちは、屋根を修理してください。", "iso2022_jp", "iso-8859-1"),
        ("Καλημέρα σας, παρακαλώ επισκευάστε τη στέγη", "cp1253", "iso-8859-1"),
        ("您好，请帮助我们修理屋顶", "gb18030", "gb2312"),
        ("こんにちは、屋根", "cp932", "shift_jis"),
        ("Привет, мир", "utf-16-be", "utf-16"),
        ("Ça va très bien, merci à vous", "cp1252", "iso-8859-1"),
    ],
)
def test_other_languages_keep_their_letters(text, codec, declared):
    assert decode(text.encode(codec), declared).text == text


def test_japanese_signs_of_vendors():
    data = b"\x1b$B-!\x1b(B " + "あ亜ア".encode("iso2022_jp")
    assert decode(data, "iso-2022-jp").text == "① あ亜ア"


@pytest.mark.parametrize(
    "raw, text",
    [
        (b"=?utf-8?B?" + b64("Крыша")[:6] + b"?= =?utf-8?B?" + b64("Крыша")[6:] + b"?=",
         "Крыша"),
        (b"=?utf-8?B?A?= =?utf-8?B?" + b64("Кры") + b"?=", None),
        (b"=?utf-8?B?" + b64("Крыша"), "Крыша"),
        (b"=?utf-8?Q?Why?=D0=9A?= x", "Why?К x"),
        (b"=?utf-8?Q?=D0=9A?==?utf-8?Q?=D1=80?=", "Кр"),
        (b"=?utf-8? B ?" + b64("Крыша") + b"?=", "Крыша"),
        (b"=?utf-8?B?" + b64("=?utf-8?B?0JrRgNGL?=") + b"?=", "Кры"),
        ("こんにちは".encode("iso2022_jp"), "こんにちは"),
        (b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
    ],
)  # fmt: skip
def test_words_of_headers(raw, text):
    found = header_text(raw)
    assert text is None or found == text


@pytest.mark.parametrize(
    "form, name",
    [
        (
            b"filename*0*=utf-8''" + PERCENT[:31] + b"; filename*1*=" + PERCENT[31:],
            NAME,
        ),
        (b'filename="' + PERCENT + b'"', NAME),
        (b'filename="100%25%20.pdf"', "100%25%20.pdf"),
        (b'filename="&#1054;&#1090;.pdf"', "От.pdf"),
        (b"filename='a b.pdf'", "a b.pdf"),
        ('filename="a\u200bnn\u202efdp.exe\ufeff"'.encode(), "annfdp.exe"),
        (b"filename*=utf-8''%C3%87%C3%80%C3%89.txt", "ÇÀÉ.txt"),
        (b"filename*=utf-8''..%2F..%2Fetc%2Fpasswd", "passwd"),
        (b'filename="%2e%2e%2f%d0%9e.pdf"', "О.pdf"),
    ],
)
def test_names_of_files(form, name):
    part = b"Content-Type: application/pdf\nContent-Disposition: attachment; "
    assert parse(HEAD + part + form + b"\n\nx").attachments[0].name == name


def test_name_after_a_forgotten_semicolon():
    part = b'Content-Type: application/pdf\nContent-Disposition: attachment filename="a.pdf"'
    assert parse(HEAD + part + b"\n\nx").attachments[0].name == "a.pdf"


@pytest.mark.parametrize(
    "before, after",
    [(WORDS.encode(), b""), (b"", WORDS.encode()), (b"a message in MIME format", b"")],
)
def test_words_outside_the_parts(before, after):
    raw = before + b"\n--B\n" + PDF + b"\n--B--\n" + after
    expected = WORDS if WORDS.encode() in before + after else ""
    assert body(raw, b"multipart/mixed; boundary=B").text == expected


def test_boundary_that_is_not_the_declared_one():
    part = b"Content-Type: text/plain; charset=utf-8\n\n" + WORDS.encode()
    raw = b"A message in MIME format\n--B\n" + part + b"\n--B\n" + PDF + b"\n--B--\n"
    letter = body(raw, b"multipart/mixed; boundary=Z")
    assert letter.text == WORDS
    assert [file.name for file in letter.attachments] == ["a.pdf"]


@pytest.mark.parametrize("text", [WORDS, "Hello, this is no base64 at all! Help me."])
def test_plain_words_called_base64(text):
    assert body(text.encode(), encoding=b"base64").text == text


def test_base64_with_noise_is_still_base64():
    raw = b"!" + b64(WORDS) + b"\n\n-- a footer of the list --\n"
    assert body(raw, encoding=b"base64").text.startswith(WORDS)


@pytest.mark.parametrize(
    "raw, text",
    [
        (b64(WORDS), WORDS),
        (base64.encodebytes(WORDS.encode() * 3), WORDS * 3),
        (b"".join(b"=%02X" % byte for byte in WORDS.encode()), WORDS),
        (b"a" * 80, "a" * 80),
        (b"x=D0 y=D1 z=AA", "x=D0 y=D1 z=AA"),
        (b"https://a.example/?q=" + b"=D0=9A" * 3 + b"\xff", None),
    ],
)
def test_encoding_nobody_named(raw, text):
    found = parse(HEAD + b"\n" + raw).text
    assert found == text if text else "=D0=9A" in found


def test_yenc_file_in_the_text():
    packed = bytes((byte + 42) % 256 for byte in b"\x89PNG!") + b"=n"  # "=n" is a dot
    block = b"=ybegin line=128 size=6 name=a b.png\n" + packed + b"\n=yend size=6\n"
    letter = body(WORDS.encode() + b"\n" + block + b"after")
    assert letter.text == f"{WORDS}\n\nafter"
    [file] = letter.attachments
    assert (file.name, file.content) == ("a b.png", b"\x89PNG!\x04")


def test_yenc_without_an_end_is_text():
    letter = body(b"=ybegin line=128 size=6 name=a\nwords")
    assert "words" in letter.text and not letter.attachments


@pytest.mark.parametrize(
    "plain, html, text",
    [
        ("Your program does not support HTML.", f"<p>{WORDS}", WORDS),
        ("Здравствуйте!", f"<p>{WORDS}</p><p>{WORDS}", f"{WORDS}\n\n{WORDS}"),
        (
            "Своё\n\nEnable HTML to see this",
            f"<p>{WORDS}{WORDS}",
            f"Своё\n\n{WORDS * 2}",
        ),
        ("Своё", f"<p>{WORDS}</p><p>{WORDS}", f"Своё\n\n{WORDS}\n\n{WORDS}"),
        (WORDS, f"<p><b>{WORDS}</b>", WORDS),
    ],
)
def test_the_fuller_of_two_forms(plain, html, text):
    parts = [("text/plain", plain), ("text/html", html)]
    raw = "".join(
        f"--B\nContent-Type: {kind}; charset=utf-8\n\n{each}\n" for kind, each in parts
    )
    letter = body(raw.encode() + b"--B--", b"multipart/alternative; boundary=B")
    assert letter.text == text


@pytest.mark.parametrize(
    "source",
    [
        f"<p>a<!-- <p>{WORDS}",
        f"<html><body><p>a</body></html><html><body><p>{WORDS}</body></html>",
    ],
)
def test_html_that_ends_too_early(source):
    assert WORDS in body(source.encode(), b"text/html; charset=utf-8").text


@pytest.mark.parametrize("source", ["cid:a%40b", "CID:a@b", "cid:a@b"])
def test_inline_pictures(source):
    page = b"Content-Type: text/html\n\n<p>x<img src='" + source.encode() + b"'>"
    picture = b"Content-Type: image/png\nContent-ID: <a@b>\n\npng"
    raw = b"--B\n" + page + b"\n--B\n" + picture + b"\n--B--"
    letter = body(raw, b"multipart/related; boundary=B")
    assert letter.attachments[0].is_inline
    assert 'src="cid:a@b"' in letter.html


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be"])
def test_letter_saved_as_unicode(codec):
    mark = "" if codec == "utf-16" else "\ufeff"
    raw = f"{mark}From: a@b.example\r\nSubject: тема\r\n\r\n{WORDS}".encode(codec)
    letter = parse(raw)
    assert (letter.subject, letter.text) == ("тема", WORDS)


def test_spoiled_samples_never_break_the_parser():
    rng = random.Random(4)
    samples = [path.read_bytes() for path in sorted(SAMPLES.glob("*.eml"))]
    noise = [
        b"\0",
        b"\r",
        b"\n\n",
        b"\xff",
        b"=?utf-8?Q?",
        b"--",
        b'"',
        b"\x1b$B",
        b"{",
    ]
    for _round in range(400):
        raw = bytearray(rng.choice(samples))
        for _change in range(rng.randint(1, 6)):
            place, size = rng.randrange(len(raw) + 1), rng.randint(1, 300)
            other = rng.choice(samples)
            piece = rng.choice(
                [
                    b"",
                    rng.choice(noise) * rng.randint(1, 30),
                    other[place : place + size],
                ]
            )
            raw[place : place + rng.choice([0, size])] = piece
        try:
            parse(bytes(raw))
        except LetterError as error:
            assert error.code != "parser_fault", error.__cause__
