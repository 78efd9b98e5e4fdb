"""The way in: samples as bytes, a Letter or a LetterError out; limits; speed."""

import hashlib
import time
from datetime import timedelta
from pathlib import Path

import pytest

from ..letter import LetterError, Limits, parse

SAMPLES = Path(__file__).parent / "samples"
HEAD = b"From: Anna <anna@pochta.example>\r\nSubject: test\r\n"


def sample(name):
    return parse((SAMPLES / f"{name}.eml").read_bytes())


def test_plain_fields():
    letter = sample("reply_with_quote")
    assert letter.message_id == "m12@pochta.example"
    assert letter.in_reply_to == ("answer-17@gorod.example",)
    assert letter.references == ("first@gorod.example", "answer-17@gorod.example")
    assert letter.sender == "zoya@pochta.example"
    assert letter.recipients == ("priemnaya@gorod.example",)
    assert letter.date.utcoffset() == timedelta(hours=3)
    assert letter.kind == "letter" and letter.bounce is None


def test_flowed_lines_are_joined_and_the_quote_is_folded():
    letter = sample("reply_with_quote")
    assert letter.body == "Спасибо, снег убрали. Но фонарь всё ещё не горит."
    assert letter.quote.startswith("пн, 2 мар. 2026 г.")
    assert "> Ваше обращение рассмотрено." in letter.quote
    assert letter.body in letter.text


def test_attachments_and_their_names():
    files = sample("attachments").attachments
    assert [file.name for file in files] == [
        "dvor.png",
        "Справка о доходах.pdf",
        "Жалоба.txt",
        "План дома.doc",
        "Прежний ответ.eml",
    ]
    assert files[1].content == b"%PDF-1.4\n"
    assert files[1].sha256 == hashlib.sha256(b"%PDF-1.4\n").hexdigest()
    assert files[1].size == 9
    assert [file.is_inline for file in files] == [True] + [False] * 4
    assert files[4].mime == "message/rfc822" and b"kto@" in files[4].content


def test_alternative_is_one_text():
    letter = sample("attachments")
    assert letter.text == "Документы приложены."
    assert letter.html.count("приложены") == 1
    assert letter.sender_name == "Ёжикова, Анна"


def test_same_words_twice_in_a_mixed_letter_are_one_text():
    part = b"--B\r\nContent-Type: text/%s\r\n\r\n%s\r\n"
    head = HEAD + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n"
    plain, html = part % (b"plain", b"some words"), b"<p>some <b>words</b></p>"
    letter = parse(head + plain + part % (b"html", html) + b"--B--")
    assert letter.text == "some words"
    assert letter.html == "<div><p>some <b>words</b></p></div>"
    letter = parse(head + plain + part % (b"html", b"<p>more</p>") + b"--B--")
    assert letter.text == "some words\n\nmore"
    assert letter.html == "<pre>some words</pre>\n<div><p>more</p></div>"


def test_winmail_is_unpacked_and_kept():
    letter = sample("winmail")
    assert letter.text == "Текст из Outlook"
    names = {file.name: file.content for file in letter.attachments}
    assert names["Схема проезда.txt"] == b"content"
    assert names["winmail.dat"].startswith(b"\x78\x9f\x3e\x22")


def test_opaque_signature_is_opened_and_kept():
    letter = sample("signed_opaque")
    assert letter.text == "Подписанное письмо."
    assert [file.name for file in letter.attachments] == ["smime.p7m"]


def test_uuencoded_file_in_the_text():
    body = b"see file\r\n\r\nbegin 644 a.txt\r\n#8V%T\r\n`\r\nend\r\nbye\r\n"
    letter = parse(HEAD + b"\r\n" + body)
    assert letter.attachments[0].content == b"cat"
    assert letter.text == "see file\n\n\nbye"


@pytest.mark.parametrize(
    "raw, code",
    [
        (b"", "empty"),
        (b"\r\n\0 \r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_letter"),
        (b"just words\r\nand more words\r\n", "not_a_letter"),
    ],
)
def test_not_a_letter(raw, code):
    with pytest.raises(LetterError) as caught:
        parse(raw)
    assert caught.value.code == code


def nested(depth):
    steps = (
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i)
        for i in range(depth)
    )
    return HEAD + b"".join(steps) + b"\r\nhi\r\n"


@pytest.mark.parametrize(
    "raw, code",
    [
        (nested(60), "too_deep"),
        (
            HEAD
            + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n"
            + b"--B\r\n\r\nx\r\n" * 1001,
            "too_many_parts",
        ),
        (HEAD + b"\r\n" + b"x" * 3000, "too_large"),
    ],
)
def test_limits_keep_the_headers(raw, code):
    with pytest.raises(LetterError) as caught:
        parse(raw, Limits(decoded_bytes=2000))
    assert caught.value.code == code
    assert caught.value.headers["subject"] == "test"
    assert caught.value.headers["sender"] == "anna@pochta.example"


def test_too_many_raw_bytes():
    with pytest.raises(LetterError) as caught:
        parse(HEAD + b"\r\n" + b"x" * 3000, Limits(raw_bytes=2000))
    assert caught.value.code == "too_large"
    assert caught.value.headers["subject"] == "test"


PARTS = b"".join(
    b"--B\r\nContent-Type: text/html; charset=cp1251\r\n\r\n<html><body>"
    + ("<p>Привет &amp; <b>мир</b></p>" * 30).encode("cp1251")
    + b"</body></html>\r\n"
    for _ in range(200)
)
HOSTILE = {
    "html_200_parts": HEAD
    + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n"
    + PARTS,
    "header_1mb": b"Subject: " + b"a" * 1_000_000 + b"\r\n" + HEAD + b"\r\nhi",
    "header_of_words": b"X: 1\r\nSubject: "
    + b"=?utf-8?b?0J8=?= " * 60000
    + b"\r\n\r\n",
    "header_of_folds": b"Subject: " + b"a\r\n " * 250_000 + b"\r\n" + HEAD + b"\r\nhi",
    "quotes_in_to": b"To: " + b'\\"' * 300_000 + b"\r\n" + HEAD + b"\r\nhi",
    "parameters": HEAD + b"Content-Type: a/b; " + b'"\\' * 300_000 + b"\r\n\r\nhi",
    "nested_messages": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 10000,
    "links": HEAD
    + b"Content-Type: text/html\r\n\r\n"
    + b'<a href="https://a.example">l</a>' * 5001,
    "attributes": HEAD
    + b"Content-Type: text/html\r\n\r\n<p "
    + b"".join(b"a%d=1 " % i for i in range(50000)),
    "blockquotes": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<blockquote>" * 30000,
    "open_tags": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<" * 500_000,
    "dashes": HEAD + b"\r\n" + b"-" * 500_000,
    "flowed": HEAD
    + b"Content-Type: text/plain; format=flowed\r\n\r\n"
    + b"w \n" * 99999,
    "nul": HEAD + b"\r\n" + b"\0" * 500_000 + b"x",
    "bare_cr": HEAD.replace(b"\r\n", b"\r") + b"\r" + b"abc\r" * 50000,
    "begin": HEAD + b"\r\n" + b"begin 644 a\n" * 30000,
    "yenc": HEAD + b"\r\n" + b"=ybegin name=a\n" * 30000,
    "run_of_cr": HEAD
    + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n"
    + b"\r" * 100_000,
    "spaces_after_boundary": HEAD
    + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n"
    + (b"--x" + b" " * 400_000 + b"y\r\n") * 20,
    "armour": HEAD + b"\r\n" + b"-----BEGIN PGP SIGNATURE-----\n" * 10000,
    "groups_of_rtf": HEAD
    + b"Content-Type: text/rtf\r\n\r\n{\\rtf1"
    + b"{\\*\\b" * 60000,
    "open_words": b"Subject: " + b"=?utf-8?Q?" * 60000 + b"\r\n" + HEAD + b"\r\nhi",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_read_in_a_second(name):
    start = time.process_time()
    letter = parse(HOSTILE[name])
    assert time.process_time() - start < 1.0
    assert letter.kind == "letter"
    assert "\0" not in letter.text


def test_too_many_links_keep_the_text_and_the_original():
    letter = parse(HOSTILE["links"])
    assert letter.html == ""
    assert letter.text.startswith("l (https://a.example)")
    assert letter.attachments[0].name == "letter.html"


def test_digest_follows_content_not_transport():
    base = HEAD + b"Date: Mon, 02 Mar 2026 09:15:00 +0300\r\n"
    one = parse(base + b"\r\nsame words\r\n")
    two = parse(b"Received: from relay\r\n" + base + b"\r\nsame  words\r\n\r\n")
    other = parse(base + b"\r\nother words\r\n")
    assert one.digest == two.digest
    assert one.digest != other.digest


def test_spoiled_structure_loses_no_text():
    part = b"Content-Type: multipart/mixed; boundary=%s\r\n\r\n"
    assert parse(HEAD + part % b"absent" + b"words\r\n").text == "words"
    cut = b"--B\r\n\r\nfirst\r\n--B\r\nContent-Type: text/plain\r\n\r\nlast"
    assert parse(HEAD + part % b"B" + cut).text == "first\n\nlast"
    colon = b"--B\r\n\r\nNote: not a field\r\n--B--\r\n"
    assert parse(HEAD + part % b"B" + colon).text == "Note: not a field"
    assert parse(b"\xef\xbb\xbf\r\n garbage\r\n" + HEAD + b"\r\nwords").text == "words"


def test_broken_base64_gives_what_can_be_read():
    head = HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n"
    assert parse(head + b"d29y!ZHM\r\n").text == "words"
    assert parse(head + b"d29yZHM=d29yZHM=").text == "wordswords"
