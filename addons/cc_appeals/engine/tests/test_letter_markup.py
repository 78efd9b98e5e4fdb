"""HTML: text that keeps structure, a copy that can do nothing."""

from pathlib import Path

import pytest

from ..letter import parse
from ..mail.markup import html_to_text, safe_style, sanitise

SAMPLES = Path(__file__).parent / "samples"


def test_text_keeps_structure_links_and_quotes():
    letter = parse((SAMPLES / "html_only.eml").read_bytes())
    assert letter.body == (
        "Жалоба\n\nПервый абзац\nсо строкой.\n\n* шум\n* мусор\n\nдом\t7\n\n"
        "карта (https://karta.example/7) нельзя"
    )
    assert "> Ваше обращение рассмотрено." in letter.quote


def test_copy_of_the_sample_is_harmless():
    html = parse((SAMPLES / "html_only.eml").read_bytes()).html
    for bad in ("script", "onload", "javascript", "form", "input", "style>"):
        assert bad not in html.lower()
    assert 'href="https://karta.example/7"' in html


@pytest.mark.parametrize(
    "source, bad",
    [
        ('<a href="java\tscript:alert(1)">x</a>', "script"),
        ('<a href="&#106;avascript:alert(1)">x</a>', "script"),
        ('<a href="\x01javascript:alert(1)">x</a>', "script"),
        ('<a href="data:text/html,x">x</a>', "data:"),
        ("<img src=x onerror=alert(1)>", "onerror"),
        ('<img src="//e.example/x.png">', "e.example"),
        ('<img srcset="https://e.example/1 2x">', "srcset"),
        ('<p style="background:url(https://e.example/x)">a</p>', "url"),
        ('<p style="position:fixed;top:0">a</p>', "position"),
        ("<style>@import 'https://e.example'</style>a", "import"),
        ('<meta http-equiv="refresh" content="0;url=https://e.example">', "refresh"),
        ('<form action="https://e.example"><button>a</button></form>', "action"),
        ("<svg><script>alert(1)</script></svg>", "alert"),
        ("<math><mtext><style><img src=x onerror=alert(1)>", "onerror"),
        ('<table background="https://e.example/x"><tr><td>a', "background"),
        ('<base href="https://e.example/"><a href="#">a</a>', "base"),
        ('<iframe src="https://e.example"></iframe>', "iframe"),
        ('<noscript><p title="</noscript><img src=x onerror=a()>">', "onerror"),
        ("<!--[if IE]><script>alert(1)</script><![endif]-->a", "alert"),
        ('<div id="o_main" class="o_form">a</div>', "o_"),
    ],
)
def test_tricks_are_taken_out(source, bad):
    assert bad not in sanitise(source)


def test_pictures():
    html = sanitise(
        '<img src="cid:a@b"><img src="https://e.example/a.png">'
        '<img src="data:image/png;base64,AAAA"><img src="data:image/svg+xml;base64,A">'
    )
    assert 'src="cid:a@b"' in html
    assert 'data-remote-src="https://e.example/a.png"' in html
    assert html.count("src=") == 3
    assert "svg" not in html


def test_styles_that_only_show():
    assert safe_style("color: red; position: fixed") == "color: red"
    assert safe_style("width: expression(x)") == ""
    assert safe_style("margin: -999px") == ""


@pytest.mark.parametrize(
    "source, text",
    [
        ("", ""),
        ("no tags &lt;at all&gt;", "no tags <at all>"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a<br><br>b", "a\n\nb"),
        ("<p>a<script>x</script>b</p>", "ab"),
        ("<p>a<!-- x -->b</p>", "ab"),
        ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"),
        ('<a href="https://a.example/">a.example</a>', "a.example"),
        ("<p>a</p><hr><p>b</p>", "a\n\n--------------------\n\nb"),
        ("<p>\udcff a</p>", "? a"),
    ],
)
def test_html_to_text(source, text):
    assert html_to_text(source) == text


def test_page_without_a_word_has_no_text():
    assert html_to_text("<table><!-- end --><img src=x></table><!--[if mso]-->") == ""


def test_too_long_html_keeps_its_text():
    head = b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n"
    letter = parse(head + b"<p>hello <b>you</b></p>" * 120_000)
    assert letter.html == ""
    assert letter.text.startswith("hello you")
    assert letter.attachments[0].name == "letter.html"
    letter = parse(head + b"<p>hi<img src='data:image/png;base64," + b"QUFB" * 700_000)
    assert letter.text == "hi"


def test_words_after_an_embedded_file_are_kept():
    html = '<p><EMBED src="x" type="y"><b>words</b></p><embed src="z"/><p>more</p>'
    assert html_to_text(html) == "words\n\nmore"
    assert sanitise(html) == "<div><p><b>words</b></p><p>more</p></div>"
