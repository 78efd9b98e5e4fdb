"""Rich text: the body Outlook hides in winmail.dat, letters inside it, text/rtf."""

import struct

import pytest

from ..letter import parse
from ..mail.rtf import MAX_BYTES, read_rtf

HEAD = b"From: anna@pochta.example\nSubject: test\n"
RUSSIAN = (
    rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}{\f1\fcharset0 Arial;}}"
    rb"{\colortbl;\red0\green0\blue0;}{\*\generator Riched20;}"
    rb"\f0 \'cd\'e5\'f2 \'e2\'ee\'e4\'fb.\par\tab \u1044?\u1086?\u1084? \{7\}\par}"
)
WRAPPED = (
    rb"{\rtf1\ansi\ansicpg1251\fromhtml1{\fonttbl{\f0\fcharset204 Arial;}}"
    rb"{\*\htmltag19 <html>}{\*\htmltag64 <p>}\htmlrtf {\f0\htmlrtf0 \'cd\'e5\'f2 "
    rb"\'e2\'ee\'e4\'fb.\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}{\*\htmltag27 </html>}}"
)


def attribute(level, number, value):
    return struct.pack("<BHHI", level, number, 6, len(value)) + value + b"\0\0"


def props(number, kind, value):
    padded = value + b"\0" * (-len(value) % 4)
    return struct.pack("<IHHII", 1, kind, number, 1, len(value)) + padded


def packed_rtf(data):
    return struct.pack("<IIII", len(data) + 12, len(data), 0x414C454D, 0) + data


def tnef(*attributes):
    return b"\x78\x9f\x3e\x22\0\0" + b"".join(attributes)


def with_body(rtf):
    return attribute(1, 0x9003, props(0x1009, 0x102, packed_rtf(rtf)))


def letter_with(data):
    return parse(
        HEAD + b"Content-Type: application/ms-tnef; name=winmail.dat\n\n" + data
    )


@pytest.mark.parametrize(
    "rtf, text, html",
    [
        (RUSSIAN, "Нет воды.\n\tДом {7}", ""),
        (WRAPPED, "", "<html><p>Нет воды.</p></html>"),
        (rb"{\rtf1\ansi\ansicpg932 \'82\'a0b}", "あb", ""),
        (rb"{\rtf1 a{\pict 00ff}{\*\unknown x}b\~c\'zz}}}", "ab\xa0czz", ""),
        (rb"{\rtf1\u-10179?\u-8704?!", "\ufffd\ufffd!", ""),
        (b"no rich text", "", ""),
        (b"{\\rtf1 " + b"a" * MAX_BYTES + b"}", "", ""),
    ],
)
def test_read_rtf(rtf, text, html):
    found = read_rtf(rtf)
    assert [re_read(each) for each in found] == [text, html]


def re_read(text):
    return text.encode("utf-8", "replace").decode().replace("??", "\ufffd\ufffd")


@pytest.mark.parametrize("rtf", [RUSSIAN, WRAPPED])
def test_body_of_winmail(rtf):
    letter = letter_with(tnef(with_body(rtf)))
    assert letter.text.startswith("Нет воды.")
    assert [file.name for file in letter.attachments] == ["winmail.dat"]


def test_rtf_nobody_can_read_stays_a_file():
    letter = letter_with(tnef(with_body(b"\x01\x02\x03\x04 no rich text")))
    assert letter.text == ""
    assert [file.name for file in letter.attachments] == ["winmail.dat", "letter.rtf"]


def test_letter_inside_winmail_is_unpacked():
    file = attribute(2, 0x9002, b"\0" * 14) + attribute(2, 0x8010, b"photo.jpg\0")
    inner = tnef(with_body(RUSSIAN), file, attribute(2, 0x800F, b"jpeg"))
    outer = tnef(
        with_body(WRAPPED),
        attribute(2, 0x9002, b"\0" * 14),
        attribute(2, 0x9005, props(0x3701, 0x0D, b"\0" * 16 + inner)),
    )
    letter = letter_with(outer)
    files = {file.name: file.content for file in letter.attachments}
    assert files["letter.txt"].decode().startswith("Нет воды.")
    assert files["photo.jpg"] == b"jpeg"


def test_rich_text_as_the_body():
    letter = parse(HEAD + b"Content-Type: text/rtf\n\n" + RUSSIAN)
    assert letter.body == "Нет воды.\n\tДом {7}"


def test_enriched_text_has_no_commands():
    raw = b"Content-Type: text/enriched\n\n<bold>no</bold> water\nnow\n\n<<home>> <x>1"
    assert parse(HEAD + raw).text == "no water now\n<home>> 1"
