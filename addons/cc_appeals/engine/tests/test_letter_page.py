import base64

import pytest

from ..letter import Letter
from ..letter_page import MOST_BYTES, letter_page, notice_page
from ..mail.files import make_attachment
from ..mail.markup import sanitise

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>canary()</script></svg>"


def picture(content=PNG, content_id="tap@example.ru", mime="image/png"):
    return make_attachment("tap", mime, content, 1, content_id, True)


def page_of(html, *files, with_remote=False):
    letter = Letter(text="words", html=sanitise(html), attachments=files)
    return letter_page(letter, "Letter", with_remote)


def test_a_picture_of_the_letters_own_is_part_of_the_page():
    page = page_of('<img alt="a &gt; b" src="cid:Tap%40example.ru">', picture())
    address = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert f'<img alt="a &gt; b" src="{address}">' in page.html
    assert page.remote == 0


@pytest.mark.parametrize("mime", ["image/svg+xml", "image/png"])
def test_what_is_no_raster_picture_is_not_shown_whatever_it_says_it_is(mime):
    page = page_of('<img alt="x" src="cid:tap@example.ru">', picture(SVG, mime=mime))
    assert '<img alt="x">' in page.html
    assert "data:" not in page.html


def test_a_picture_that_is_not_there_leaves_its_words():
    assert '<img alt="tap">' in page_of('<img alt="tap" src="cid:none@x">').html


def test_one_picture_used_often_does_not_swell_the_page():
    large = picture(PNG + bytes(MOST_BYTES // 3))
    page = page_of('<img src="cid:tap@example.ru">' * 50, large)
    assert page.html.count("data:image/png") == 2


def test_pictures_from_the_internet_wait_for_a_click():
    html = '<img src="http://t.example/p.gif?a=1&b=2"><img src="https://t.example/q">'
    page = page_of(html)
    assert page.remote == 2
    assert "t.example" not in page.html
    page = page_of(html, with_remote=True)
    assert page.remote == 2
    assert 'src="https://t.example/p.gif?a=1&amp;b=2"' in page.html


def test_words_that_look_like_a_picture_stay_words():
    page = page_of('<p>&lt;img data-remote-src="https://t.example/"&gt;</p>')
    assert page.remote == 0
    assert '&lt;img data-remote-src="https://t.example/"&gt;' in page.html


def test_a_link_says_where_it_leads():
    html = '<a title="bank" href="https://evil.example/?a=1&quot;b">bank.ru</a>'
    page = page_of(html)
    assert 'title="https://evil.example/?a=1&quot;b"' in page.html
    assert 'rel="noopener noreferrer nofollow" target="_blank"' in page.html
    assert "href" not in page_of('<a href="#top">up</a>').html


def test_a_letter_without_html_is_its_text():
    page = letter_page(Letter(text="<b>1 < 2</b>\n> earlier"), "<i>")
    assert "&lt;b&gt;1 &lt; 2&lt;/b&gt;\n&gt; earlier</pre>" in page.html
    assert "<title>&lt;i&gt;</title>" in page.html


def test_a_page_says_about_how_long_it_is():
    assert letter_page(Letter(text="Thanks.\nAnna"), "Letter").lines == 2
    assert letter_page(Letter(text="word " * 100), "Letter").lines == 6
    assert page_of("<p>words</p>").lines == 1
    assert page_of('<p>words</p><img src="cid:tap@example.ru">').lines > 5


def test_a_notice_is_words_only():
    assert "&lt;gone&gt;" in notice_page("Letter", "<gone>").html


def test_tags_are_read_in_one_pass():
    page_of("<a " + "<img " * 200_000 + "<p>end</p>")
    letter = Letter(html="<a " * 500_000 + '<img ="' * 200_000)
    assert letter_page(letter, "Letter").remote == 0
